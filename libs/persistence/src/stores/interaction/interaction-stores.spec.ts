import { randomBytes, randomUUID } from 'node:crypto';
import type { AuthorizationDetail } from '@gatehouse/oauth-core';
import { anAuthorizationRequest } from '@gatehouse/oauth-core/testing';
import type { Pool } from 'pg';
import type { Database } from '../../database.js';
import { insertAuthorization, insertParties, openTestDatabase } from '../../testing/index.js';
import { type ConsentStore, createConsentStore } from './consents.js';
import { createInteractionStore, type InteractionStore } from './interactions.js';
import { createSessionEndStore } from './session-ends.js';
import { createSessionStore, type SessionStore } from './sessions.js';

let database: Database;
let pool: Pool;
let interactions: InteractionStore;
let sessions: SessionStore;
let consents: ConsentStore;

beforeAll(async () => {
  database = await openTestDatabase();
  pool = database.pool;
  interactions = createInteractionStore(pool);
  sessions = createSessionStore(pool);
  consents = createConsentStore(pool);
});
afterAll(() => database.close());

const HOUR_MS = 3_600_000;
const inAnHour = (): number => Date.now() + HOUR_MS;

describe('an interaction', () => {
  async function insert(expiresAt = inAnHour()) {
    const [id, browser] = [randomBytes(32), randomBytes(32)];
    await interactions.insert(id, browser, anAuthorizationRequest(), expiresAt);
    return { id, browser };
  }

  it('is found by the browser that began it', async () => {
    const { id, browser } = await insert();
    expect(await interactions.find(id, browser)).toEqual({ request: anAuthorizationRequest(), progress: {} });
  });

  it('is not found by another browser', async () => {
    const { id } = await insert();
    expect(await interactions.find(id, randomBytes(32))).toBeUndefined();
  });

  it('is not found once it has expired', async () => {
    const { id, browser } = await insert(Date.now() - 1);
    expect(await interactions.find(id, browser)).toBeUndefined();
  });

  it('is answered once, however many try at once, and is gone then', async () => {
    const { id, browser } = await insert();
    const won = await Promise.all(Array.from({ length: 8 }, () => interactions.claim(id)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await interactions.find(id, browser)).toBeUndefined();
  });

  it('remembers what has happened', async () => {
    const { id, browser } = await insert();
    await interactions.advance(id, { isAccountChosen: true });
    await interactions.advance(id, { sealedAnswer: 'c2VhbGVk' });
    expect((await interactions.find(id, browser))?.progress).toEqual({
      isAccountChosen: true,
      sealedAnswer: 'c2VhbGVk',
    });
  });

  it('gives its answer away once, and to its own browser alone', async () => {
    const { id, browser } = await insert();
    await interactions.advance(id, { sealedAnswer: 'c2VhbGVk' });
    expect(await interactions.takeAnswer(id, randomBytes(32))).toBeUndefined();
    const taken = await Promise.all(Array.from({ length: 4 }, () => interactions.takeAnswer(id, browser)));
    expect(taken.filter((answer) => answer === 'c2VhbGVk')).toHaveLength(1);
  });

  it('that does not exist cannot be answered', async () => {
    expect(await interactions.claim(randomBytes(32))).toBe(false);
  });
});

const PLACE = { address: '192.0.2.7', userAgent: 'Browser/1' } as const;

describe('a session', () => {
  async function signIn({ expiresAt = inAnHour() } = {}) {
    const authorization = await insertAuthorization(pool, ['photos', 'albums']);
    const id = randomBytes(32);
    const authenticatedAt = Date.now() - 1000;
    await sessions.insert({
      idHash: id,
      userId: authorization.userId,
      authenticatedAt,
      amr: ['pwd'],
      acr: 'urn:gatehouse:acr:pwd',
      place: PLACE,
      expiresAt,
    });
    return { ...authorization, id, authenticatedAt };
  }

  it('says who is signed in since when, and what they allowed the application', async () => {
    const { id, applicationId, authorizationId, userId, username, authenticatedAt } = await signIn();
    expect(await sessions.find(id, applicationId)).toEqual({
      sessionId: expect.any(String),
      userId,
      username,
      displayName: 'Ada',
      amr: ['pwd'],
      acr: 'urn:gatehouse:acr:pwd',
      place: PLACE,
      seenAt: expect.any(Number),
      operatorRole: null,
      authenticatedAt,
      authorizationId,
      authorizedScopes: ['photos', 'albums'],
      authorizedDetails: [],
    });
  });

  it('says nothing of what was allowed to another application, or has been revoked', async () => {
    const { id, applicationId, authorizationId } = await signIn();
    const nothing = { authorizationId: null, authorizedScopes: [] };
    expect(await sessions.find(id, randomUUID())).toMatchObject(nothing);
    await pool.query('UPDATE authorizations SET revoked_at = now() WHERE id = $1', [authorizationId]);
    expect(await sessions.find(id, applicationId)).toMatchObject(nothing);
  });

  it('is not found once it has expired', async () => {
    const { id, applicationId } = await signIn({ expiresAt: Date.now() - 1 });
    expect(await sessions.find(id, applicationId)).toBeUndefined();
  });

  it('is not found while its user is disabled', async () => {
    const { id, applicationId, userId } = await signIn();
    await pool.query('UPDATE users SET enabled = false WHERE id = $1', [userId]);
    expect(await sessions.find(id, applicationId)).toBeUndefined();
  });

  it('is not found once it has ended, and says what came from it, once', async () => {
    const { id, applicationId, clientId, userId } = await signIn();
    const grantId = randomUUID();
    const { sessionId = '' } = (await sessions.identify(id)) ?? {};
    await sessions.linkGrant(sessionId, clientId, grantId);
    const ends = createSessionEndStore(pool);
    expect(await ends.end({ userId })).toEqual([{ sessionId, clientId, grantId, isOffline: false }]);
    expect(await ends.end({ sessionId })).toEqual([]);
    expect(await sessions.find(id, applicationId)).toBeUndefined();
  });

  it('goes on under a new cookie when its user signs in again, and not for another user', async () => {
    const { id, applicationId, userId } = await signIn();
    const place = { address: '192.0.2.8', userAgent: null };
    const next = { idHash: randomBytes(32), amr: ['pwd', 'otp'], acr: 'urn:gatehouse:acr:mfa', place };
    const times = { authenticatedAt: Date.now(), expiresAt: Date.now() + 60_000 };
    const before = await sessions.find(id, applicationId);
    expect(await sessions.renew(id, { ...next, ...times, userId: randomUUID() })).toBe(false);
    expect(await sessions.renew(id, { ...next, ...times, userId })).toBe(true);
    expect(await sessions.find(id, applicationId)).toBeUndefined();
    expect(await sessions.find(next.idHash, applicationId)).toMatchObject({
      sessionId: before?.sessionId,
      amr: ['pwd', 'otp'],
      place,
    });
  });

  it('is seen where it was last, and what is allowed in it is remembered with that', async () => {
    const { id, applicationId, clientId, userId } = await signIn();
    const { sessionId = '' } = (await sessions.find(id, applicationId)) ?? {};
    const place = { address: '2001:db8::1', userAgent: 'Browser/2' };
    await sessions.touch(sessionId, place);
    expect(await sessions.listOf(userId)).toMatchObject([{ sessionId, ...place }]);
    const scopes = ['prints'];
    const consent = { applicationId, clientId, userId, sessionId, scopes, details: [], way: 'page' } as const;
    const authorizationId = await consents.grow({ newId: randomUUID(), ...consent });
    const { rows } = await pool.query('SELECT * FROM consents WHERE authorization_id = $1', [
      authorizationId,
    ]);
    expect(rows).toMatchObject([{ address: place.address, user_agent: place.userAgent, scopes: ['prints'] }]);
  });
});

describe('the one authorization of application × user', () => {
  const allow = (
    applicationId: string,
    userId: string,
    scopes: readonly string[],
    details: readonly AuthorizationDetail[] = [],
  ): Promise<string> =>
    consents.grow({
      newId: randomUUID(),
      applicationId,
      clientId: 'a-client',
      userId,
      sessionId: randomUUID(),
      scopes,
      details,
      way: 'page',
    });

  it('grows: what is new is added at the end, what is known is kept', async () => {
    const { applicationId, userId } = await insertParties(pool);
    const id = await allow(applicationId, userId, ['photos', 'albums']);
    expect(await allow(applicationId, userId, ['prints', 'photos'])).toBe(id);
    const { rows } = await pool.query('SELECT scopes FROM authorizations WHERE id = $1', [id]);
    expect(rows).toEqual([{ scopes: ['photos', 'albums', 'prints'] }]);
  });

  it('keeps what was allowed in detail once, and the newest fifty of it (RFC 9396)', async () => {
    const { applicationId, userId } = await insertParties(pool);
    const pay = (identifier: string): AuthorizationDetail => ({ type: 'payment', identifier });
    const id = await allow(applicationId, userId, [], [pay('a'), pay('b')]);
    await allow(applicationId, userId, [], [{ identifier: 'a', type: 'payment' }]);
    const read = async (): Promise<unknown> =>
      (await pool.query<{ details: unknown[] }>('SELECT details FROM authorizations WHERE id = $1', [id]))
        .rows[0]?.details;
    expect(await read()).toEqual([pay('b'), pay('a')]);
    const many = Array.from({ length: 60 }, (_, index) => pay(String(index)));
    await allow(applicationId, userId, [], many);
    expect(await read()).toEqual(many.slice(-50));
  });

  it('is one, however many consent at once', async () => {
    const { applicationId, userId } = await insertParties(pool);
    const scopes = ['a', 'b', 'c', 'd', 'e', 'f'];
    const ids = await Promise.all(scopes.map((scope) => allow(applicationId, userId, [scope])));
    expect(new Set(ids).size).toBe(1);
    const { rows } = await pool.query<{ readonly scopes: string[] }>(
      'SELECT scopes FROM authorizations WHERE user_id = $1',
      [userId],
    );
    expect(rows[0]?.scopes.toSorted()).toEqual(scopes);
  });

  it('is a new one after the old one was revoked: nothing of the old one comes back', async () => {
    const { authorizationId, applicationId, userId } = await insertAuthorization(pool, ['photos']);
    await pool.query('UPDATE authorizations SET revoked_at = now() WHERE id = $1', [authorizationId]);
    const id = await allow(applicationId, userId, ['albums']);
    expect(id).not.toBe(authorizationId);
    const { rows } = await pool.query('SELECT scopes FROM authorizations WHERE id = $1', [id]);
    expect(rows).toEqual([{ scopes: ['albums'] }]);
  });
});

describe('the credentials of a user', () => {
  it('are found by username in any case', async () => {
    const { userId, username } = await insertParties(pool);
    expect(await consents.findCredentials(username.toUpperCase())).toEqual({
      userId,
      passwordHash: null,
      operatorRole: null,
      isEnabled: true,
      mustConfirmEmail: false,
    });
  });

  it.each(['nobody', "' OR true --", '%', 'a\0da', '\ud800'])('are not found for %p', async (username) => {
    expect(await consents.findCredentials(username)).toBeUndefined();
  });
});
