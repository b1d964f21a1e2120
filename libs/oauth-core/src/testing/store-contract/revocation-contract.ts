import { equal, notEqual, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { issuedFor, redeem } from './material.js';
import type { ContractRule } from './store-contract.js';

export const REVOCATION_CONTRACT: readonly ContractRule[] = [
  {
    title: 'a revoked grant is known to this node when the promise resolves, and its tokens are dead',
    async run(harness) {
      const { stores } = harness;
      const { code, accessToken, refreshToken } = await redeem(harness, await harness.makeAuthorization());
      await stores.revocations.revokeGrant(code.grantId, 'client');
      ok(harness.currentRevocations().grants.has(code.grantId));
      equal(await stores.accessTokens.find(accessToken.tokenHash), undefined);
      notEqual((await stores.refreshTokens.find(refreshToken.tokenHash))?.revokedAt, null);
    },
  },
  {
    title: 'a revoked access token is known to this node when the promise resolves',
    async run({ stores, now, currentRevocations }) {
      const tokenId = randomUUID();
      await stores.revocations.revokeAccessToken(tokenId, Math.floor(now() / 1000) + 60, 'client');
      ok(currentRevocations().accessTokens.has(tokenId));
    },
  },
  {
    title: 'revoking twice is the same as revoking once',
    async run(harness) {
      const { stores } = harness;
      const { code } = await redeem(harness, await harness.makeAuthorization());
      await stores.revocations.revokeGrant(code.grantId, 'client');
      await stores.revocations.revokeGrant(code.grantId, 'client');
      ok(harness.currentRevocations().grants.has(code.grantId));
    },
  },
  {
    title:
      'a family that is revoked while it rotates has no living refresh token afterwards (RFC 9700 §4.14.2)',
    async run(harness) {
      const { stores } = harness;
      for (let round = 0; round < 20; round += 1) {
        const { refreshToken } = await redeem(harness, await harness.makeAuthorization());
        const attempts = Array.from({ length: 4 }, () => issuedFor(harness, refreshToken));
        await Promise.all([
          ...attempts.map((issued) =>
            stores.refreshTokens.claim(refreshToken, issued, Buffer.from('sealed')),
          ),
          stores.revocations.revokeGrant(refreshToken.grantId, 'client'),
        ]);
        for (const issued of attempts) {
          const successor = await stores.refreshTokens.find(issued.refreshToken.tokenHash);
          ok(successor === undefined || successor.revokedAt !== null, `round ${round}: a successor lives`);
        }
      }
    },
  },
];
