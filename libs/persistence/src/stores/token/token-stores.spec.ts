import {
  aCode,
  anAccessToken,
  aRefreshToken,
  STORE_CONTRACT,
  type StoreHarness,
} from '@gatehouse/oauth-core/testing';
import type { RefreshToken } from '@gatehouse/oauth-core';
import type { PoolClient } from 'pg';
import type { Database } from '../../database.js';
import { type RunningSnapshotSource, startSnapshotSource } from '../../snapshot/snapshot-source.js';
import {
  insertAuthorization,
  insertLinkedSubject,
  insertParties,
  insertUser,
  openTestDatabase,
  waitUntil,
} from '../../testing/index.js';
import { createBackchannelPromptStore } from '../interaction/backchannel-prompts.js';
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
    makeUser: (user) => insertUser(pool, user),
    async disableUser(userId) {
      await pool.query('UPDATE users SET enabled = false WHERE id = $1', [userId]);
    },
    blockApplication: (userId, applicationId) =>
      createBackchannelPromptStore(pool).block(userId, applicationId),
    makeApplication: async () => (await insertParties(pool)).applicationId,
    linkSubject: (subject, userId) => insertLinkedSubject(pool, subject, userId),
  };
});

afterAll(async () => {
  await snapshots.stop();
  await database.close();
});

describe('stores in PostgreSQL', () => {
  it.each(STORE_CONTRACT)('$title', ({ run }) => run(harness));

  it('a refresh token of a disabled user says that it is revoked', async () => {
    const { stores, refreshToken, userId } = await redeem();
    expect((await stores.refreshTokens.find(refreshToken.tokenHash))?.revokedAt).toBeNull();
    await database.pool.query('UPDATE users SET enabled = false WHERE id = $1', [userId]);
    expect((await stores.refreshTokens.find(refreshToken.tokenHash))?.revokedAt).not.toBeNull();
  });

  it('a family whose revocation has only begun does not rotate', async () => {
    const { stores, refreshToken } = await redeem();
    await database.pool.query(
      "INSERT INTO revocations (kind, id, expires_at) VALUES ('grant', $1, now() + interval '1 day')",
      [refreshToken.grantId],
    );
    expect(await stores.refreshTokens.claim(refreshToken, NOTHING, SEALED)).toBe(false);
  });

  it('a family that was revoked long ago does not rotate, though its revocation has been purged', async () => {
    const { stores, refreshToken } = await redeem();
    await stores.revocations.revokeGrant(refreshToken.grantId, 'client');
    await database.pool.query("DELETE FROM revocations WHERE kind = 'grant' AND id = $1", [
      refreshToken.grantId,
    ]);
    expect((await stores.refreshTokens.find(refreshToken.tokenHash))?.revokedAt).not.toBeNull();
    expect(await stores.refreshTokens.claim(refreshToken, NOTHING, SEALED)).toBe(false);
  });
});

describe('a family that is revoked while a rotation is under way', () => {
  it('takes the successor with it, which the revocation could not see at first', async () => {
    const { stores, refreshToken } = await redeem();
    const successor = { ...refreshToken, tokenHash: Buffer.from(refreshToken.tokenHash).reverse() };
    const { pool } = database;
    const blocker = await pool.connect();
    try {
      // The rotation has locked its row, and waits: somebody is about to insert the very successor.
      await blocker.query('BEGIN');
      await insertRefreshToken(blocker, successor);
      const rotation = stores.refreshTokens.claim(
        refreshToken,
        { ...NOTHING, refreshToken: successor },
        SEALED,
      );
      await waitUntil('the rotation to wait', async () => (await countWaiting()) === 1);
      const revocation = stores.revocations.revokeGrant(refreshToken.grantId, 'client');
      await waitUntil('the revocation to wait for the rotation', async () => (await countWaiting()) === 2);
      await blocker.query('ROLLBACK');
      expect(await rotation).toBe(true);
      await revocation;
    } finally {
      blocker.release();
    }
    expect((await stores.refreshTokens.find(successor.tokenHash))?.revokedAt).not.toBeNull();
  });
});

describe('an opaque access token', () => {
  it.each(['authorization', 'user'] as const)('is not found once its %s is revoked', async (kind) => {
    const { stores } = harness;
    const { authorizationId, userId } = await harness.makeAuthorization();
    const issuedAt = Math.floor(Date.now() / 1000);
    const accessToken = anAccessToken({ authorizationId, userId, issuedAt, expiresAt: issuedAt + 60 });
    const tokenHash = Buffer.from(accessToken.tokenId);
    await stores.accessTokens.insert({ tokenHash, accessToken });
    expect(await stores.accessTokens.find(tokenHash)).toBeDefined();
    await database.pool.query(
      "INSERT INTO revocations (kind, id, expires_at) VALUES ($1, $2, now() + interval '1 day')",
      [kind, kind === 'user' ? userId : authorizationId],
    );
    expect(await stores.accessTokens.find(tokenHash)).toBeUndefined();
  });
});

describe('an authorization that is being revoked, in a transaction that has not ended', () => {
  it('lets no code be claimed: the claim waits, and loses', async () => {
    const owner = await harness.makeAuthorization();
    const code = aCode({ ...owner, expiresAt: Date.now() + 60_000 });
    await harness.stores.codes.insert(code);
    expect(
      await duringRevocation(owner.authorizationId, () => harness.stores.codes.claim(code, NOTHING)),
    ).toBe(false);
  });

  it('lets no refresh token rotate: the claim waits, and loses', async () => {
    const { stores, refreshToken } = await redeem();
    const claim = (): Promise<boolean> => stores.refreshTokens.claim(refreshToken, NOTHING, SEALED);
    expect(await duringRevocation(refreshToken.authorizationId, claim)).toBe(false);
  });
});

const NOTHING = { accessToken: undefined, refreshToken: undefined };
const SEALED = Buffer.from('a sealed answer');

/** A living refresh token. */
async function redeem() {
  const { stores } = harness;
  const owner = await harness.makeAuthorization();
  const code = aCode({ ...owner, expiresAt: Date.now() + 60_000 });
  const refreshToken = aRefreshToken({ ...owner, grantId: code.grantId, expiresAt: Date.now() + 60_000 });
  await stores.codes.insert(code);
  await stores.codes.claim(code, { accessToken: undefined, refreshToken });
  return { stores, refreshToken, ...owner };
}

/** Runs work that meets a revocation which commits only when the work waits for it (or is done, which it must not be). */
async function duringRevocation<T>(authorizationId: string, work: () => Promise<T>): Promise<T> {
  const { pool } = database;
  const revoker = await pool.connect();
  try {
    await revoker.query('BEGIN');
    await revoker.query('UPDATE authorizations SET revoked_at = now() WHERE id = $1', [authorizationId]);
    let isDone = false;
    const result = work().finally(() => (isDone = true));
    await waitUntil('the work to wait for the lock', async () => isDone || (await countWaiting()) === 1);
    await revoker.query('COMMIT');
    return await result;
  } finally {
    revoker.release();
  }
}

/** How many statements wait for a lock. */
async function countWaiting(): Promise<number> {
  const { rowCount } = await database.pool.query(
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return rowCount ?? 0;
}

async function insertRefreshToken(connection: PoolClient, token: RefreshToken): Promise<void> {
  await connection.query(
    `INSERT INTO refresh_tokens (token_hash, grant_id, client_id, user_id, authorization_id, scopes, authenticated_at,
      issued_at, idle_expires_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, now(), now(), $7, $7)`,
    [
      token.tokenHash,
      token.grantId,
      token.clientId,
      token.userId,
      token.authorizationId,
      token.scopes,
      new Date(token.expiresAt),
    ],
  );
}
