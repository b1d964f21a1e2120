import type { AuditPage, StreamDetail } from '@gatehouse/dto';
import type { JWTPayload } from 'jose';
import { letRunOut, readTable, runSql, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { obtainTokens } from '../fixtures/oauth.js';
import {
  type Answer,
  askTransmitter,
  keepStream,
  obtainOwnToken,
  openSet,
  poll,
  POLL,
  PUSH,
  type SetReceiver,
  startSetReceiver,
  type StreamKeeper,
} from '../fixtures/signal-receivers.js';
import { createPerson, openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

const CAEP = 'https://schemas.openid.net/secevent/caep/event-type/';
const [REVOKED, CHANGED] = [`${CAEP}session-revoked`, `${CAEP}credential-change`];
const SSF = 'https://schemas.openid.net/secevent/ssf/event-type/';
const [VERIFICATION, UPDATED] = [`${SSF}verification`, `${SSF}stream-updated`];
const AUTHORIZATION = 'Bearer s3cr3t-of-the-receiver';

let stage: Stage;
let server: SetReceiver;

beforeAll(async () => {
  [server, stage] = await Promise.all([
    startSetReceiver(),
    openStage({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } }),
  ]);
  await stage.admin.post('/api/scopes', { name: 'ssf.manage', title: 'Keep a stream of security events' });
});
beforeEach(() => {
  Object.assign(server, { status: 202, headers: {}, answer: '' });
  server.heard.length = 0;
});
afterAll(async () => {
  await stopAllGatehouses();
  server.close();
});

const receive = (name: string, delivery: object): Promise<StreamKeeper> => keepStream(stage, name, delivery);
const open = (text: string, client: TestClient): Promise<JWTPayload> => openSet(stage, text, client);
const ask = (token: string | undefined, method: string, path: string, body?: object): Promise<Answer> =>
  askTransmitter(stage, token, method, path, body);

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
    expect((await ask(await obtainOwnToken(stage, weak, 'photos'), 'POST', '/ssf/stream', {})).status).toBe(
      403,
    );
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
      endpoint_url: server.url,
      authorization_header: AUTHORIZATION,
    });
    const { streamId, client } = receiver;
    const { body } = await receiver.ask('GET', `/ssf/stream?stream_id=${streamId}`);
    expect(JSON.stringify(body)).not.toContain('s3cr3t');
    expect(await readTable(stage.gatehouse.databaseUrl, 'ssf_streams')).not.toContain(
      Buffer.from(AUTHORIZATION).toString('hex'),
    );
    server.status = 500;
    expect((await receiver.ask('POST', '/ssf/verify', { stream_id: streamId, state: 'abc' })).status).toBe(
      204,
    );
    await waitUntil('a first attempt', () => server.heard.length > 0);
    server.status = 202;
    await waitUntil('a further one', async () => {
      await letRunOut(stage.gatehouse.databaseUrl, 'ssf_sets', 'due_at');
      return server.heard.length > 1;
    });
    const [first, second] = server.heard;
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
    server.heard.length = 0;
    const dan = await createPerson(stage.admin, 'dan');
    await obtainTokens(stage, { client, person: dan });
    await runSql(stage.gatehouse.databaseUrl, `DELETE FROM users WHERE id = '${dan.id}'`);
    await receiver.ask('POST', '/ssf/status', { stream_id: streamId, status: 'enabled' });
    await waitUntil('what was held back', () => server.heard.length > 0);
    expect(await open(server.heard[0]?.text ?? '', client)).toMatchObject({
      sub_id: { format: 'iss_sub', sub: dan.id },
      events: { [REVOKED]: {} },
    });
  });
});

describe('an operator, and the streams of receivers', () => {
  const lookAt = (id: string): Promise<StreamDetail> => stage.admin.get(`/api/streams/${id}`);
  const setStatus = (id: string, status: string, reason?: string) =>
    stage.admin.put<StreamDetail>(`/api/streams/${id}/status`, { status, ...(reason && { reason }) });
  const nameActions = async (id: string): Promise<string[]> => {
    const { items } = await stage.admin.get<AuditPage>(`/api/audit?subject=${id}`);
    return items.map(({ action, actor }) => `${action} by ${actor.kind} ${actor.name}`).reverse();
  };

  it('sees how one goes: what it is told of, whether it was verified, what waits, and what went wrong', async () => {
    const delivery = { method: PUSH, endpoint_url: server.url, authorization_header: AUTHORIZATION };
    const { streamId, client } = await receive('Watched', delivery);
    await obtainTokens(stage, { client });
    const fresh = await lookAt(streamId);
    expect(fresh).toMatchObject({
      applicationName: 'Watched',
      clientId: client.clientId,
      delivery: 'push',
      pushUrl: server.url,
      hasAuthorization: true,
      requested: [],
      delivered: [REVOKED, CHANGED],
      status: 'enabled',
      isHeld: false,
      subjects: 1,
      verifiedAt: null,
      lastError: null,
    });
    expect(JSON.stringify(fresh)).not.toContain('s3cr3t');
    server.status = 500;
    await stage.admin.post(`/api/streams/${streamId}/verifications`, {});
    await waitUntil('an error', async () => (await lookAt(streamId)).lastError !== null);
    expect(await lookAt(streamId)).toMatchObject({ lastError: 'answered 500', waiting: 1, verifiedAt: null });
    server.status = 202;
    await waitUntil('it is verified', async () => {
      await letRunOut(stage.gatehouse.databaseUrl, 'ssf_sets', 'due_at');
      return (await lookAt(streamId)).verifiedAt !== null;
    });
    expect(await lookAt(streamId)).toMatchObject({ lastError: null, waiting: 0, failed: 0 });
    server.status = 400;
    server.answer = JSON.stringify({ err: 'invalid_key', description: 'No such key.' });
    await stage.admin.post(`/api/streams/${streamId}/verifications`, {});
    await waitUntil('a refusal', async () => (await lookAt(streamId)).failed === 1);
    expect((await lookAt(streamId)).lastError).toBe('refused: invalid_key: No such key.');
    expect((await stage.admin.get<readonly StreamDetail[]>('/api/streams')).map(({ id }) => id)).toContain(
      streamId,
    );
  });

  it('sees that a receiver is left alone for as long as it asks (RFC 9110 §10.2.3)', async () => {
    Object.assign(server, { status: 429, headers: { 'retry-after': '600' } });
    const { streamId } = await receive('Busy', { method: PUSH, endpoint_url: server.url });
    await stage.admin.post(`/api/streams/${streamId}/verifications`, {});
    await waitUntil('an error', async () => (await lookAt(streamId)).lastError === 'answered 429');
    const sets = (await readTable(stage.gatehouse.databaseUrl, 'ssf_sets')).split('\n');
    const { due_at: dueAt } = JSON.parse(sets.find((row) => row.includes(streamId)) ?? '{}');
    expect(Date.parse(dueAt)).toBeGreaterThan(Date.now() + 500_000);
  });

  it('holds one back, which its receiver is told and cannot undo, until they resume it (SSF 1.0 §8.1.5)', async () => {
    const receiver = await receive('Held', { method: POLL });
    const { streamId, client } = receiver;
    const held = await setStatus(streamId, 'paused', 'Under investigation');
    expect(held).toMatchObject({ status: 'paused', reason: 'Under investigation', isHeld: true });
    const update = { stream_id: streamId, status: 'enabled' };
    expect((await receiver.ask('POST', '/ssf/status', update)).status).toBe(403);
    expect((await lookAt(streamId)).status).toBe('paused');
    await receiver.ask('POST', '/ssf/verify', { stream_id: streamId });
    const refused = await stage.admin.request('POST', `/api/streams/${streamId}/verifications`, {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'stream-not-enabled' } });
    const told = Object.entries(await poll(receiver));
    expect(told).toHaveLength(1);
    expect(await open(told[0]?.[1] ?? '', client)).toMatchObject({
      sub_id: { format: 'opaque', id: streamId },
      events: { [UPDATED]: { status: 'paused', reason: 'Under investigation' } },
    });
    expect(await setStatus(streamId, 'enabled')).toMatchObject({ reason: null, isHeld: false });
    // The same once more changes nothing, and is not told.
    await setStatus(streamId, 'enabled');
    expect(Object.keys(await poll(receiver, { ack: told.map(([jti]) => jti) }))).toHaveLength(2);
    expect((await receiver.ask('POST', '/ssf/status', { ...update, status: 'paused' })).status).toBe(200);
  });

  it('finds in the audit log what receivers and operators did with one', async () => {
    const receiver = await receive('Told', { method: POLL });
    const { streamId } = receiver;
    await receiver.ask('PATCH', '/ssf/stream', { stream_id: streamId, description: 'Mine' });
    await receiver.ask('POST', '/ssf/status', { stream_id: streamId, status: 'paused' });
    await setStatus(streamId, 'disabled', 'Not wanted');
    await stage.admin.request('DELETE', `/api/streams/${streamId}`);
    expect((await receiver.ask('GET', `/ssf/stream?stream_id=${streamId}`)).status).toBe(404);
    const again = await receiver.ask('POST', '/ssf/stream', { delivery: { method: POLL } });
    const path = `/ssf/stream?stream_id=${String(again.body['stream_id'])}`;
    expect((await receiver.ask('DELETE', path)).status).toBe(204);
    expect(await nameActions(streamId)).toEqual([
      'stream.create by client Told',
      'stream.update by client Told',
      'stream.status.change by client Told',
      'stream.status.change by client Gatehouse set-up',
      'stream.delete by client Gatehouse set-up',
    ]);
    expect(await nameActions(String(again.body['stream_id']))).toEqual([
      'stream.create by client Told',
      'stream.delete by client Told',
    ]);
  });
});
