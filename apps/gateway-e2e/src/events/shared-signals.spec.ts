import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { letRunOut, readTable, runSql, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { obtainTokens, requestToken } from '../fixtures/oauth.js';
import { createPerson, openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

const CAEP = 'https://schemas.openid.net/secevent/caep/event-type/';
const [REVOKED, CHANGED] = [`${CAEP}session-revoked`, `${CAEP}credential-change`];
const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification';
const AUTHORIZATION = 'Bearer s3cr3t-of-the-receiver';

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

let stage: Stage;
let server: Server;
let status = 202;
const heard: Heard[] = [];
const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/sets`;

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      heard.push({ headers: request.headers, text });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stage = await openStage({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  await stage.admin.post('/api/scopes', { name: 'ssf.manage', title: 'Keep a stream of security events' });
});
beforeEach(() => {
  status = 202;
  heard.length = 0;
});
afterAll(async () => {
  await stopAllGatehouses();
  server.closeAllConnections();
  server.close();
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A client with a stream of its own. */
interface Receiver {
  readonly client: TestClient;
  readonly streamId: string;
  ask(method: string, path: string, body?: object): Promise<Answer>;
}

async function ask(token: string | undefined, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(stage.gatehouse.issuer + path, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

async function obtainToken(client: TestClient, scope: string): Promise<string> {
  const { body } = await requestToken(stage, client, { grant_type: 'client_credentials', scope });
  return String(body['access_token']);
}

async function receive(name: string, delivery: object): Promise<Receiver> {
  const client = await registerClient(stage.admin, {
    name,
    allowedScopes: ['photos', 'ssf.manage'],
    settings: { grantTypes: ['authorization_code', 'client_credentials'] },
  });
  const token = await obtainToken(client, 'ssf.manage');
  const { status: created, body } = await ask(token, 'POST', '/ssf/stream', { delivery });
  expect(created).toBe(201);
  return {
    client,
    streamId: String(body['stream_id']),
    ask: (method, path, sent) => ask(token, method, path, sent),
  };
}

const PUSH = 'urn:ietf:rfc:8935';
const POLL = 'urn:ietf:rfc:8936';

/** As a receiver checks it, by jose. */
async function open(text: string, client: TestClient): Promise<JWTPayload> {
  const keys = createRemoteJWKSet(new URL(`${stage.gatehouse.issuer}/oauth2/jwks`));
  const { payload } = await jwtVerify(text, keys, {
    issuer: stage.gatehouse.issuer,
    audience: client.clientId,
    typ: 'secevent+jwt',
    requiredClaims: ['iss', 'aud', 'jti', 'iat', 'events', 'sub_id'],
  });
  return payload;
}

const poll = async (
  { streamId, ask: send }: Receiver,
  body: object = {},
): Promise<Record<string, string>> => {
  const { body: answer } = await send('POST', `/ssf/poll?stream_id=${streamId}`, body);
  return answer['sets'] as Record<string, string>;
};

describe('the transmitter (SSF 1.0)', () => {
  it('says what it offers, to anybody (§7.1)', async () => {
    const { body } = await ask(undefined, 'GET', '/.well-known/ssf-configuration');
    expect(body).toMatchObject({
      spec_version: '1_0',
      issuer: stage.gatehouse.issuer,
      delivery_methods_supported: [PUSH, POLL],
      configuration_endpoint: `${stage.gatehouse.issuer}/ssf/stream`,
      default_subjects: 'ALL',
    });
  });

  it('gives a stream to a client with the scope alone, and to each its own (§8.1)', async () => {
    const first = await receive('First', { method: POLL });
    const other = await receive('Other', { method: POLL });
    expect((await ask(undefined, 'GET', '/ssf/stream')).status).toBe(401);
    const weak = await registerClient(stage.admin, { kind: 'machine', name: 'Weak' });
    expect((await ask(await obtainToken(weak, 'photos'), 'POST', '/ssf/stream', {})).status).toBe(403);
    // A person who signs in is not the client.
    const asUser = await obtainTokens(stage, { client: first.client, scope: 'ssf.manage' });
    expect((await ask(asUser.access_token, 'GET', '/ssf/stream')).status).toBe(403);
    const path = `/ssf/stream?stream_id=${first.streamId}`;
    expect((await first.ask('GET', path)).body).toMatchObject({
      stream_id: first.streamId,
      aud: first.client.clientId,
    });
    for (const [method, target, body] of [
      ['GET', path],
      ['DELETE', path],
      ['GET', `/ssf/status?stream_id=${first.streamId}`],
      ['POST', `/ssf/poll?stream_id=${first.streamId}`, {}],
      ['POST', '/ssf/verify', { stream_id: first.streamId }],
      ['PATCH', '/ssf/stream', { stream_id: first.streamId, description: 'Mine' }],
    ] as const)
      expect([target, (await other.ask(method, target, body)).status]).toEqual([target, 404]);
    expect((await first.ask('POST', '/ssf/stream', {})).status).toBe(409);
    const patched = await first.ask('PATCH', '/ssf/stream', {
      stream_id: first.streamId,
      events_requested: [CHANGED, 'urn:unknown'],
    });
    expect(patched.body).toMatchObject({ events_delivered: [CHANGED], delivery: { method: POLL } });
    expect((await first.ask('DELETE', path)).status).toBe(204);
    expect((await first.ask('GET', path)).status).toBe(404);
  });

  it('has a session that was revoked polled until it is acknowledged (RFC 8936, CAEP 1.0 §3.1)', async () => {
    const receiver = await receive('Poller', { method: POLL });
    const { client } = receiver;
    const [bob, eve] = [await createPerson(stage.admin, 'bob'), await createPerson(stage.admin, 'eve')];
    await obtainTokens(stage, { client, person: bob });
    await obtainTokens(stage, { person: eve });
    for (const { id } of [bob, eve]) await stage.admin.delete(`/api/users/${id}/sessions`);
    const sets = await poll(receiver);
    // Eve has allowed this application nothing: it is not told that she exists.
    expect(Object.keys(sets)).toHaveLength(1);
    const [[jti, text] = ['', '']] = Object.entries(sets);
    expect(await open(text, client)).toMatchObject({
      jti,
      sub_id: {
        format: 'complex',
        user: { format: 'iss_sub', iss: stage.gatehouse.issuer, sub: bob.id },
        session: { format: 'opaque', id: expect.any(String) },
      },
      events: { [REVOKED]: { event_timestamp: expect.any(Number) } },
    });
    expect(Object.keys(await poll(receiver))).toEqual([jti]);
    expect(await poll(receiver, { ack: [jti] })).toEqual({});
    expect(await poll(receiver)).toEqual({});

    const subject = { format: 'iss_sub', iss: stage.gatehouse.issuer, sub: bob.id };
    const body = { stream_id: receiver.streamId, subject };
    expect((await receiver.ask('POST', '/ssf/subjects/remove', body)).status).toBe(204);
    await runSql(stage.gatehouse.databaseUrl, `UPDATE users SET password_hash = 'x' WHERE id = '${bob.id}'`);
    expect(await poll(receiver)).toEqual({});
    expect((await receiver.ask('POST', '/ssf/subjects/add', body)).status).toBe(200);
    const stranger = { ...body, subject: { ...subject, sub: eve.id } };
    expect((await receiver.ask('POST', '/ssf/subjects/add', stranger)).status).toBe(404);
    await runSql(stage.gatehouse.databaseUrl, `UPDATE users SET password_hash = 'y' WHERE id = '${bob.id}'`);
    const [change = ''] = Object.values(await poll(receiver));
    expect(await open(change, client)).toMatchObject({
      sub_id: subject,
      events: { [CHANGED]: { credential_type: 'password', change_type: 'update' } },
    });
  });

  it('pushes, again when it is not taken, and holds back while it is paused (RFC 8935)', async () => {
    const receiver = await receive('Pushed', {
      method: PUSH,
      endpoint_url: url(),
      authorization_header: AUTHORIZATION,
    });
    const { streamId, client } = receiver;
    const { body } = await receiver.ask('GET', `/ssf/stream?stream_id=${streamId}`);
    expect(JSON.stringify(body)).not.toContain('s3cr3t');
    expect(await readTable(stage.gatehouse.databaseUrl, 'ssf_streams')).not.toContain(
      Buffer.from(AUTHORIZATION).toString('hex'),
    );
    status = 500;
    expect((await receiver.ask('POST', '/ssf/verify', { stream_id: streamId, state: 'abc' })).status).toBe(
      204,
    );
    await waitUntil('a first attempt', () => heard.length > 0);
    status = 202;
    await waitUntil('a further one', async () => {
      await letRunOut(stage.gatehouse.databaseUrl, 'ssf_sets', 'due_at');
      return heard.length > 1;
    });
    const [first, second] = heard;
    expect(second?.headers).toMatchObject({
      'content-type': 'application/secevent+jwt',
      authorization: AUTHORIZATION,
    });
    const opened = await open(second?.text ?? '', client);
    expect(opened).toMatchObject({
      sub_id: { format: 'opaque', id: streamId },
      events: { [VERIFICATION]: { state: 'abc' } },
    });
    expect((await open(first?.text ?? '', client)).jti).toBe(opened.jti);

    const pause = { stream_id: streamId, status: 'paused', reason: 'Maintenance' };
    expect((await receiver.ask('POST', '/ssf/status', pause)).body).toEqual(pause);
    heard.length = 0;
    const dan = await createPerson(stage.admin, 'dan');
    await obtainTokens(stage, { client, person: dan });
    await runSql(stage.gatehouse.databaseUrl, `DELETE FROM users WHERE id = '${dan.id}'`);
    await receiver.ask('POST', '/ssf/status', { stream_id: streamId, status: 'enabled' });
    await waitUntil('what was held back', () => heard.length > 0);
    expect(await open(heard[0]?.text ?? '', client)).toMatchObject({
      sub_id: { format: 'iss_sub', sub: dan.id },
      events: { [REVOKED]: {} },
    });
  });
});
