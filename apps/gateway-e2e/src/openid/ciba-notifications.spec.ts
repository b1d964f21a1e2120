import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { letRunOut, readTable, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import {
  answerNewest,
  askUser,
  beginAsking,
  GRANT_TYPE,
  openAccount,
  pollAnswer,
  registerTill,
} from '../fixtures/ciba.js';
import { discover } from '../fixtures/judges.js';
import { isActive } from '../fixtures/oauth.js';
import { openStage, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

const NOTIFICATION_TOKEN = 'notification-token-of-128-bits-or-more';

interface Heard {
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A client's own server: it hears what it is told, and can be told to fail, or to send callers elsewhere. */
interface Listener {
  readonly url: string;
  readonly heard: Heard[];
  readonly server: Server;
  statuses: number[];
}

let stage: Stage;
let listener: Listener;

function startListener(): Promise<Listener> {
  return new Promise((resolve) => {
    const heard: Heard[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        heard.push({ authorization: request.headers.authorization, body: JSON.parse(body || '{}') });
        const status = started.statuses.shift() ?? 204;
        response
          .writeHead(status, {
            ...(status === 302 && { location: `${started.url}/elsewhere` }),
            ...(status === 429 && { 'retry-after': '86400' }),
          })
          .end();
      });
    });
    const started: Listener = { url: '', heard, server, statuses: [] };
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve(Object.assign(started, { url: `http://127.0.0.1:${port}/notifications` }));
    });
  });
}

beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  listener = await startListener();
});
afterAll(async () => {
  await stopAllGatehouses();
  listener.server.close();
});

const register = (mode: 'ping' | 'push', settings = {}): Promise<TestClient> =>
  registerTill(stage, {
    settings: {
      grantTypes: [GRANT_TYPE, 'refresh_token'],
      backchannelDeliveryMode: mode,
      backchannelNotificationEndpoint: listener.url,
      ...settings,
    },
  });

const WITH_TOKEN = { client_notification_token: NOTIFICATION_TOKEN };

/** What the client has heard of a request, once there is so much of it. */
async function hear(authRequestId: string, count = 1): Promise<readonly Heard[]> {
  const of = () => listener.heard.filter(({ body }) => body['auth_req_id'] === authRequestId);
  await waitUntil('the client is told', () => Promise.resolve(of().length >= count));
  return of();
}

const halfHash = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');

describe('a client that is pinged (CIBA §10.2)', () => {
  it('is told that there is an answer, with its own token, and fetches it', async () => {
    const client = await register('ping');
    const id = await beginAsking(stage, client, WITH_TOKEN);
    await answerNewest(stage);
    const [ping] = await hear(id);
    expect(ping).toEqual({ authorization: `Bearer ${NOTIFICATION_TOKEN}`, body: { auth_req_id: id } });
    expect(await pollAnswer(stage, client, id)).toMatchObject({
      status: 200,
      body: { scope: 'openid photos' },
    });
  });

  it('is told again while it is down, and is never followed elsewhere', async () => {
    const client = await register('ping');
    const id = await beginAsking(stage, client, WITH_TOKEN);
    listener.statuses = [503, 302];
    await answerNewest(stage, { allowed: false });
    expect(await hear(id, 3)).toHaveLength(3);
    expect((await pollAnswer(stage, client, id)).body['error']).toBe('access_denied');
  });

  it('is left alone for as long as it asks, but for its answer’s time (RFC 9110 §10.2.3)', async () => {
    const id = await beginAsking(stage, await register('ping'), WITH_TOKEN);
    listener.statuses = [429];
    await answerNewest(stage);
    await hear(id);
    const { databaseUrl } = stage.gatehouse;
    await waitUntil('it is put off', async () => {
      const rows = (await readTable(databaseUrl, 'backchannel_requests')).split('\n');
      return rows.some((row) => {
        const { notify_at: next, expires_at: end } = JSON.parse(row);
        return Date.parse(next) > Date.now() + 30_000 && Date.parse(next) < Date.parse(end);
      });
    });
    await letRunOut(databaseUrl, 'backchannel_requests', 'notify_at');
    await hear(id, 2);
  });

  it.each([
    ['no token', undefined],
    ['a token that is too short to be one', 'short'],
    ['a token that is too long', 'x'.repeat(1025)],
    ['a token with a line break in it', `${NOTIFICATION_TOKEN}\r\nX-Evil: 1`],
  ])('is refused with %s (CIBA §7.1)', async (_, client_notification_token) => {
    const answer = await askUser(stage, await register('ping'), { client_notification_token });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('a client that is pushed to (CIBA §10.3)', () => {
  it('is sent its tokens once, bound together by an ID token, and cannot fetch them', async () => {
    const client = await register('push');
    const { body: asked } = await askUser(stage, client, WITH_TOKEN);
    const id = String(asked['auth_req_id']);
    expect(asked).not.toHaveProperty('interval');
    expect((await pollAnswer(stage, client, id)).body['error']).toBe('unauthorized_client');
    listener.statuses = [503];
    await answerNewest(stage);
    const [first, second] = await hear(id, 2);
    // The same tokens again: they were made once.
    expect(second).toEqual(first);
    expect(first?.authorization).toBe(`Bearer ${NOTIFICATION_TOKEN}`);
    const { access_token, refresh_token, id_token, token_type } = first?.body ?? {};
    expect(token_type).toBe('Bearer');
    const { jwks_uri = '' } = await discover(stage);
    const { payload } = await jwtVerify(String(id_token), createRemoteJWKSet(new URL(jwks_uri)), {
      issuer: stage.gatehouse.issuer,
      audience: client.clientId,
    });
    expect(payload).toMatchObject({
      sub: stage.ada.id,
      at_hash: halfHash(String(access_token)),
      'urn:openid:params:jwt:claim:rt_hash': halfHash(String(refresh_token)),
      'urn:openid:params:jwt:claim:auth_req_id': id,
    });
    expect(await isActive(stage, String(access_token))).toBe(true);
    expect((await pollAnswer(stage, client, id)).body['error']).toBe('unauthorized_client');
  });

  it('is told that it was refused, or that nobody has answered (CIBA §12)', async () => {
    const client = await register('push');
    const refused = await beginAsking(stage, client, WITH_TOKEN);
    await answerNewest(stage, { allowed: false });
    expect((await hear(refused))[0]?.body).toMatchObject({ error: 'access_denied' });
    const ignored = await beginAsking(stage, client, { ...WITH_TOKEN, requested_expiry: '10' });
    expect((await hear(ignored))[0]?.body).toMatchObject({ error: 'expired_token' });
  });

  it('is refused where its access tokens are bound to a key: nothing proves one', async () => {
    const client = await register('push', { dpopBoundAccessTokens: true });
    const answer = await askUser(stage, client, WITH_TOKEN);
    expect(answer).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
  });
});

it('an answer that was given before a restart is told after it', async () => {
  const client = await register('ping');
  const id = await beginAsking(stage, client, WITH_TOKEN);
  const browser = await openAccount(stage);
  listener.statuses = [503];
  await answerNewest(stage, { browser });
  await hear(id);
  await stage.gatehouse.restart();
  expect(await hear(id, 2)).toHaveLength(2);
});

describe('a signed request (CIBA §7.1.1)', () => {
  it('is told by its signature alone, once, and may not be mixed with parameters beside it', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const client = await registerTill(stage, {
      settings: {
        grantTypes: [GRANT_TYPE],
        jwks: { keys: [{ ...(await exportJWK(publicKey)) }] },
        backchannelRequestSigningAlgorithm: 'ES256',
      },
    });
    const sign = (changes: Record<string, unknown> = {}, key = privateKey): Promise<string> => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({
        iss: client.clientId,
        aud: stage.gatehouse.issuer,
        iat: now,
        nbf: now,
        exp: now + 60,
        jti: crypto.randomUUID(),
        scope: 'openid photos',
        login_hint: 'ada',
        ...changes,
      })
        .setProtectedHeader({ alg: 'ES256' })
        .sign(key);
    };
    const none = { scope: undefined, login_hint: undefined };
    const send = async (request: string | undefined, beside: Record<string, string | undefined> = none) =>
      (await askUser(stage, client, { ...none, request, ...beside })).body['error'];
    const good = await sign();
    expect(await send(good)).toBeUndefined();
    expect(await send(good)).toBe('invalid_request');
    expect(await send(undefined, { scope: 'openid', login_hint: 'ada' })).toBe('invalid_request');
    for (const outside of [{ binding_message: 'Hello' }, { authorization_details: '[{"type":"a"}]' }])
      expect(await send(await sign(), { ...none, ...outside })).toBe('invalid_request');
    const { privateKey: foreign } = await generateKeyPair('ES256');
    expect(await send(await sign({}, foreign))).toBe('invalid_request');
    for (const changes of [
      { aud: 'https://other.example' },
      { iss: 'somebody-else' },
      { exp: 1 },
      { exp: undefined },
      { nbf: Math.floor(Date.now() / 1000) + 600 },
      { nbf: undefined },
      { iat: undefined },
      { jti: undefined },
    ])
      expect([changes, await send(await sign(changes))]).toEqual([changes, 'invalid_request']);
  });
});

describe('a login_hint_token (CIBA §7.1)', () => {
  it('names a user where a trusted issuer has signed it, in time and once', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const [client, other] = [await registerTill(stage), await registerTill(stage)];
    const issuer = 'https://crm.example';
    await stage.admin.post('/api/trusted-issuers', {
      issuer,
      name: 'CRM',
      jwks: { keys: [{ ...(await exportJWK(publicKey)) }] },
      clientIds: [client.clientId],
      subjectMapping: 'username',
      allowedScopes: [],
    });
    const sign = (seconds: number, jti: string = crypto.randomUUID()): Promise<string> =>
      new SignJWT({ iss: issuer, sub: 'ada', aud: stage.gatehouse.issuer, jti })
        .setProtectedHeader({ alg: 'ES256' })
        .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
        .sign(privateKey);
    const ask = async (login_hint_token: string, from = client) =>
      (await askUser(stage, from, { login_hint: undefined, login_hint_token })).body['error'];
    const token = await sign(60);
    await waitUntil('the issuer is known', async () => (await ask(token, other)) === 'invalid_request');
    expect(await ask(token)).toBeUndefined();
    expect(await ask(token)).toBe('invalid_request');
    expect(await ask(await sign(-3600))).toBe('expired_login_hint_token');
    expect(await ask(await sign(60), other)).toBe('invalid_request');
  });
});
