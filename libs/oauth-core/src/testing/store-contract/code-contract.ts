import { deepEqual, equal, ok } from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { codeOf, issuedFor, redeem } from './material.js';
import type { ContractRule } from './store-contract.js';

export const CODE_CONTRACT: readonly ContractRule[] = [
  {
    title: 'a code is found as it was stored',
    async run(harness) {
      const code = codeOf(harness, await harness.makeAuthorization());
      await harness.stores.codes.insert(code);
      deepEqual(await harness.stores.codes.find(code.codeHash), code);
    },
  },
  {
    title: 'an unknown code is not found',
    async run({ stores }) {
      equal(await stores.codes.find(randomBytes(32)), undefined);
    },
  },
  {
    title: 'a claimed code says when it was claimed, and its tokens are stored (RFC 6749 §4.1.2)',
    async run(harness) {
      const { stores } = harness;
      const { code, accessToken, refreshToken } = await redeem(harness, await harness.makeAuthorization());
      ok((await stores.codes.find(code.codeHash))?.claimedAt);
      deepEqual(await stores.accessTokens.find(accessToken.tokenHash), accessToken);
      deepEqual(await stores.refreshTokens.find(refreshToken.tokenHash), refreshToken);
    },
  },
  {
    title: 'of eight claims of one code at once exactly one wins, and only its tokens are stored',
    async run(harness) {
      const { stores } = harness;
      const code = codeOf(harness, await harness.makeAuthorization());
      await stores.codes.insert(code);
      const attempts = Array.from({ length: 8 }, () => issuedFor(harness, code));
      const won = await Promise.all(attempts.map((issued) => stores.codes.claim(code, issued)));
      equal(won.filter(Boolean).length, 1);
      for (const [index, issued] of attempts.entries()) {
        const access = await stores.accessTokens.find(issued.accessToken.tokenHash);
        const refresh = await stores.refreshTokens.find(issued.refreshToken.tokenHash);
        equal(access !== undefined, won[index]);
        equal(refresh !== undefined, won[index]);
      }
    },
  },
  {
    title: 'a code whose authorization was revoked cannot be claimed, and nothing is stored',
    async run(harness) {
      const { stores } = harness;
      const authorization = await harness.makeAuthorization();
      const code = codeOf(harness, authorization);
      await stores.codes.insert(code);
      await harness.revokeAuthorization(authorization.authorizationId);
      const issued = issuedFor(harness, code);
      equal(await stores.codes.claim(code, issued), false);
      equal(await stores.refreshTokens.find(issued.refreshToken.tokenHash), undefined);
      equal((await stores.codes.find(code.codeHash))?.claimedAt, null);
    },
  },
  {
    title: 'a claim without an opaque access token stores the refresh token alone',
    async run(harness) {
      const { stores } = harness;
      const code = codeOf(harness, await harness.makeAuthorization());
      await stores.codes.insert(code);
      const { refreshToken } = issuedFor(harness, code);
      ok(await stores.codes.claim(code, { accessToken: undefined, refreshToken }));
      ok(await stores.refreshTokens.find(refreshToken.tokenHash));
    },
  },
];
