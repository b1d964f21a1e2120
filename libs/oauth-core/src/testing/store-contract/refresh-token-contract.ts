import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { issuedFor, redeem } from './material.js';
import type { ContractRule } from './store-contract.js';

const SEALED = Buffer.from('a sealed answer');

export const REFRESH_TOKEN_CONTRACT: readonly ContractRule[] = [
  {
    title: 'an unknown refresh token is not found',
    async run({ stores }) {
      equal(await stores.refreshTokens.find(randomBytes(32)), undefined);
    },
  },
  {
    title: 'a rotation keeps the sealed answer with the old refresh token and stores the new ones',
    async run(harness) {
      const { stores } = harness;
      const { refreshToken } = await redeem(harness, await harness.makeAuthorization());
      const next = issuedFor(harness, refreshToken);
      ok(await stores.refreshTokens.claim(refreshToken, next, SEALED));
      const old = await stores.refreshTokens.find(refreshToken.tokenHash);
      ok(old?.rotatedAt);
      deepEqual(old.sealedSuccessor, SEALED);
      deepEqual(await stores.refreshTokens.find(next.refreshToken.tokenHash), next.refreshToken);
      deepEqual(await stores.accessTokens.find(next.accessToken.tokenHash), next.accessToken);
    },
  },
  {
    title: 'of eight rotations of one refresh token at once exactly one wins, and only its tokens are stored',
    async run(harness) {
      const { stores } = harness;
      const { refreshToken } = await redeem(harness, await harness.makeAuthorization());
      const attempts = Array.from({ length: 8 }, () => issuedFor(harness, refreshToken));
      const won = await Promise.all(
        attempts.map((issued) => stores.refreshTokens.claim(refreshToken, issued, SEALED)),
      );
      equal(won.filter(Boolean).length, 1);
      for (const [index, issued] of attempts.entries()) {
        const stored = await stores.refreshTokens.find(issued.refreshToken.tokenHash);
        equal(stored !== undefined, won[index]);
      }
    },
  },
  {
    title: 'the first tokens of a grant without a code are stored only while the authorization lives',
    async run(harness) {
      const { stores } = harness;
      const authorization = await harness.makeAuthorization();
      const { authorizationId } = authorization;
      const issued = issuedFor(harness, { ...authorization, grantId: randomUUID() });
      ok(await stores.refreshTokens.begin(authorizationId, issued));
      deepEqual(await stores.refreshTokens.find(issued.refreshToken.tokenHash), issued.refreshToken);
      await harness.revokeAuthorization(authorizationId);
      const late = issuedFor(harness, { ...authorization, grantId: randomUUID() });
      equal(await stores.refreshTokens.begin(authorizationId, late), false);
      equal(await stores.refreshTokens.find(late.refreshToken.tokenHash), undefined);
    },
  },
  {
    title: 'a refresh token that is kept lives on, with a new idle end and what it led to',
    async run(harness) {
      const { stores } = harness;
      const { refreshToken } = await redeem(harness, await harness.makeAuthorization());
      const idleExpiresAt = refreshToken.idleExpiresAt + 60_000;
      const issued = { ...issuedFor(harness, refreshToken), refreshToken: undefined };
      ok(await stores.refreshTokens.extend(refreshToken, issued, idleExpiresAt));
      deepEqual(await stores.refreshTokens.find(refreshToken.tokenHash), { ...refreshToken, idleExpiresAt });
      ok(await stores.accessTokens.find(issued.accessToken.tokenHash));
      await stores.revocations.revokeGrant(refreshToken.grantId, 'client');
      equal(await stores.refreshTokens.extend(refreshToken, issued, idleExpiresAt), false);
    },
  },
  {
    title: 'a refresh token whose authorization was revoked says so and cannot be rotated',
    async run(harness) {
      const { stores } = harness;
      const authorization = await harness.makeAuthorization();
      const { refreshToken } = await redeem(harness, authorization);
      await harness.revokeAuthorization(authorization.authorizationId);
      notEqual((await stores.refreshTokens.find(refreshToken.tokenHash))?.revokedAt, null);
      const next = issuedFor(harness, refreshToken);
      equal(await stores.refreshTokens.claim(refreshToken, next, SEALED), false);
      equal(await stores.refreshTokens.find(next.refreshToken.tokenHash), undefined);
    },
  },
  {
    title: 'a refresh token of a revoked grant cannot be rotated, and nothing is stored (RFC 9700 §4.14.2)',
    async run(harness) {
      const { stores } = harness;
      const { refreshToken } = await redeem(harness, await harness.makeAuthorization());
      await stores.revocations.revokeGrant(refreshToken.grantId, 'client');
      const next = issuedFor(harness, refreshToken);
      equal(await stores.refreshTokens.claim(refreshToken, next, SEALED), false);
      equal(await stores.refreshTokens.find(next.refreshToken.tokenHash), undefined);
    },
  },
];
