import { equal, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ContractRule } from './store-contract.js';

export const REPLAY_CONTRACT: readonly ContractRule[] = [
  {
    title: 'an identifier is used once, and of eight uses at once one wins (RFC 7523 §3 jti)',
    async run({ stores, now }) {
      const identifier = `print-shop ${randomUUID()}`;
      const won = await Promise.all(
        Array.from({ length: 8 }, () => stores.replays.claim('jwt-bearer', identifier, now() + 60_000)),
      );
      equal(won.filter(Boolean).length, 1);
      equal(await stores.replays.claim('jwt-bearer', identifier, now() + 60_000), false);
    },
  },
  {
    title: 'the same identifier of another use is another one',
    async run({ stores, now }) {
      const identifier = randomUUID();
      ok(await stores.replays.claim('jwt-bearer', identifier, now() + 60_000));
      ok(await stores.replays.claim('client-assertion', identifier, now() + 60_000));
    },
  },
  {
    title: 'an identifier may come again when the first has expired',
    async run({ stores, now }) {
      const identifier = randomUUID();
      ok(await stores.replays.claim('saml-bearer', identifier, now() - 1000));
      ok(await stores.replays.claim('saml-bearer', identifier, now() + 60_000));
    },
  },
];
