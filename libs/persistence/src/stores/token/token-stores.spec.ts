import { aCode, aRefreshToken, STORE_CONTRACT, type StoreHarness } from '@gatehouse/oauth-core/testing';
import type { Database } from '../../database.js';
import { type RunningSnapshotSource, startSnapshotSource } from '../../snapshot/snapshot-source.js';
import { insertAuthorization, openTestDatabase } from '../../testing/index.js';
import { createTokenStores } from './token-stores.js';

let database: Database;
let snapshots: RunningSnapshotSource;
let harness: StoreHarness;

beforeAll(async () => {
  database = await openTestDatabase();
  const { pool, url } = database;
  snapshots = await startSnapshotSource({ pool, url, onError: () => undefined });
  harness = {
    stores: createTokenStores(pool, snapshots),
    now: Date.now,
    async makeAuthorization() {
      const { authorizationId, userId, clientId } = await insertAuthorization(pool);
      return { authorizationId, userId, clientId };
    },
    async revokeAuthorization(authorizationId) {
      await pool.query('UPDATE authorizations SET revoked_at = now() WHERE id = $1', [authorizationId]);
    },
    currentRevocations: () => snapshots.current().revocations,
  };
});

afterAll(async () => {
  await snapshots.stop();
  await database.close();
});

describe('stores in PostgreSQL', () => {
  it.each(STORE_CONTRACT)('$title', ({ run }) => run(harness));

  it('a refresh token of a disabled user says that it is revoked', async () => {
    const { pool } = database;
    const { authorizationId, userId, clientId } = await insertAuthorization(pool);
    const { stores } = harness;
    const code = aCode({ authorizationId, userId, clientId, expiresAt: Date.now() + 60_000 });
    const refreshToken = aRefreshToken({ authorizationId, userId, clientId, expiresAt: Date.now() + 60_000 });
    await stores.codes.insert(code);
    await stores.codes.claim(code, { accessToken: undefined, refreshToken });
    expect((await stores.refreshTokens.find(refreshToken.tokenHash))?.revokedAt).toBeNull();
    await pool.query('UPDATE users SET enabled = false WHERE id = $1', [userId]);
    expect((await stores.refreshTokens.find(refreshToken.tokenHash))?.revokedAt).not.toBeNull();
  });

  it('an authorization that is revoked while its code is claimed leaves no living refresh token', async () => {
    const { stores } = harness;
    for (let round = 0; round < 20; round += 1) {
      const owner = await harness.makeAuthorization();
      const code = aCode({ ...owner, expiresAt: Date.now() + 60_000 });
      const refreshToken = aRefreshToken({ ...owner, grantId: code.grantId, expiresAt: Date.now() + 60_000 });
      await stores.codes.insert(code);
      await Promise.all([
        stores.codes.claim(code, { accessToken: undefined, refreshToken }),
        harness.revokeAuthorization(owner.authorizationId),
      ]);
      const found = await stores.refreshTokens.find(refreshToken.tokenHash);
      expect(found === undefined || found.revokedAt !== null).toBe(true);
    }
  });
});
