import { deepEqual, equal } from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { anAccessToken } from '../builders.js';
import { issuedFor, redeem } from './material.js';
import type { ContractRule } from './store-contract.js';

export const ACCESS_TOKEN_CONTRACT: readonly ContractRule[] = [
  {
    title: 'an access token of client credentials, without a user, is found as it was stored',
    async run({ stores, now }) {
      const issuedAt = Math.floor(now() / 1000);
      const stored = {
        tokenHash: randomBytes(32),
        accessToken: anAccessToken({
          userId: null,
          subject: 'print-shop',
          authorizationId: null,
          grantId: null,
          scopes: new Set(['photos', 'albums']),
          audience: ['https://api.example/a', 'https://api.example/b'],
          issuedAt,
          expiresAt: issuedAt + 60,
        }),
      };
      await stores.accessTokens.insert(stored);
      deepEqual(await stores.accessTokens.find(stored.tokenHash), stored);
    },
  },
  {
    title: 'an unknown access token is not found',
    async run({ stores }) {
      equal(await stores.accessTokens.find(randomBytes(32)), undefined);
    },
  },
  {
    title: 'one that was exchanged is not found once a token that it came from is revoked (RFC 8693 §2.1)',
    async run({ stores, now }) {
      const origins = [randomUUID(), randomUUID()];
      const issuedAt = Math.floor(now() / 1000);
      const stored = {
        tokenHash: randomBytes(32),
        accessToken: anAccessToken({ issuedAt, expiresAt: issuedAt + 60, details: { origins } }),
      };
      await stores.accessTokens.insert(stored);
      deepEqual(await stores.accessTokens.find(stored.tokenHash), stored);
      await stores.revocations.revokeAccessToken(origins[0] ?? '', issuedAt + 60, 'client');
      equal(await stores.accessTokens.find(stored.tokenHash), undefined);
    },
  },
  {
    title: 'a revoked access token is not found, and its neighbours are',
    async run(harness) {
      const { stores } = harness;
      const authorization = await harness.makeAuthorization();
      const { accessToken, refreshToken } = await redeem(harness, authorization);
      const neighbour = issuedFor(harness, refreshToken);
      await stores.accessTokens.insert(neighbour.accessToken);
      await stores.revocations.revokeAccessToken(
        accessToken.accessToken.tokenId,
        accessToken.accessToken.expiresAt,
        'client',
      );
      equal(await stores.accessTokens.find(accessToken.tokenHash), undefined);
      deepEqual(await stores.accessTokens.find(neighbour.accessToken.tokenHash), neighbour.accessToken);
    },
  },
];
