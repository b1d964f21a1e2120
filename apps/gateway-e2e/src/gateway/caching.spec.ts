import type { ApiDetail } from '@gatehouse/dto';
import { type RunningGatehouse, startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { obtainTokens, postForm } from '../fixtures/oauth.js';
import { createPerson } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  add,
  ask,
  countCalls,
  FRESH,
  type Heard,
  listenTo,
  publishCaching,
  repeat as askAgain,
} from './caching-stage.js';
import { closeGatewayStage, type GatewayStage, openGatewayStage } from './gateway-stage.js';

let stage: GatewayStage;
let other: RunningGatehouse;
/** Keeps an answer for whoever it was made for. */
let own: ApiDetail;
/** Shares answers of which the upstream says that they are for all. */
let shared: ApiDetail;
let ada: string;
let bob: string;

beforeAll(async () => {
  stage = await openGatewayStage();
  listenTo(stage);
  own = await publishCaching(stage);
  shared = await publishCaching(stage, { sharing: 'shared' });
  other = await startGatehouse({ roles: ['gateway'], database: stage.gatehouse.databaseUrl });
  ada = (await obtainTokens(stage)).access_token;
  bob = (await obtainTokens(stage, { person: await createPerson(stage.admin, 'bob') })).access_token;
});
afterAll(closeGatewayStage);

const get = (path: string, headers: Record<string, string> = {}, api = own): Promise<Heard> =>
  ask(stage.gatehouse, api.basePath + path, headers);

const repeat = (
  path: string,
  times = 2,
  headers: Record<string, string> = {},
  api = own,
): Promise<string[]> => askAgain(stage.gatehouse, api.basePath + path, times, headers);

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

describe('who may have it', () => {
  it.each(['max-age=60', 'public, max-age=60', 's-maxage=60, max-age=60'])(
    "two users never see each other's answer by default (%s)",
    async (cacheControl) => {
      const path = add(
        (_, request) => ({
          headers: { 'cache-control': cacheControl },
          body: String(request.headers['x-gatehouse-user']),
        }),
        '/me',
      );
      const [adas] = await repeat(path, 2, bearer(ada));
      const [bobs] = await repeat(path, 2, bearer(bob));
      expect([adas, countCalls(path)]).toEqual([stage.ada.id, 2]);
      expect(bobs).not.toBe(adas);
    },
  );

  it.each([
    ['public, max-age=60', true],
    ['s-maxage=60', true],
    ['max-age=60', false],
    // RFC 9111 §3.5 would let it: the upstream says it without knowing of the credential.
    ['max-age=60, must-revalidate', false],
  ])(
    'where an operator lets callers share, it is the upstream that says so: %s (RFC 9111 §3.5)',
    async (cacheControl, isShared) => {
      const path = add({ headers: { 'cache-control': cacheControl } }, '/me');
      await repeat(path, 2, bearer(ada), shared);
      await repeat(path, 2, bearer(bob), shared);
      expect(countCalls(path)).toBe(isShared ? 1 : 2);
    },
  );

  it('callers share nothing that was chosen by who they are (RFC 9110 §12.5.5)', async () => {
    const path = add(
      (_, request) => ({
        headers: { 'cache-control': 'public, max-age=60', vary: 'X-Gatehouse-User' },
        body: String(request.headers['x-gatehouse-user']),
      }),
      '/me',
    );
    expect(await repeat(path, 2, bearer(ada), shared)).toEqual([stage.ada.id, stage.ada.id]);
    expect((await repeat(path, 2, bearer(bob), shared)).includes(stage.ada.id)).toBe(false);
    expect(countCalls(path)).toBe(2);
  });

  it('who has a cookie shares with nobody who has another one, nor with nobody', async () => {
    const path = add();
    const bodies = [
      await get(path),
      await get(path, { cookie: 'session=ada' }),
      await get(path, { cookie: 'session=bob' }),
      await get(path, { cookie: 'session=ada' }),
      // Gatehouse's own are not for the upstream.
      await get(path, { cookie: 'gatehouse-session=1' }),
    ].map(({ body }) => body);
    expect(bodies).toEqual(['call 1', 'call 2', 'call 3', 'call 2', 'call 1']);
  });

  it('nobody who may not call the route: no token, and one that is revoked', async () => {
    const path = add({ headers: { 'cache-control': 'public, max-age=60' } }, '/me');
    const { access_token: token } = await obtainTokens(stage);
    await repeat(path, 2, bearer(token), shared);
    expect(countCalls(path)).toBe(1);
    expect((await get(path, {}, shared)).status).toBe(401);
    await postForm(stage, '/oauth2/revoke', { token }, stage.printShop);
    await waitUntil(
      'the token is refused',
      async () => (await get(path, bearer(token), shared)).status === 401,
    );
    expect((await get(path, bearer(ada), shared)).status).toBe(200);
    expect(countCalls(path)).toBe(1);
  });

  it('an answer that was changed for one call is kept as it was before that', async () => {
    const api = await publishCaching(
      stage,
      {},
      {
        transforms: { response: [{ operation: 'set', name: 'X-Call', value: '{request.id}' }] },
      },
    );
    const path = add();
    const [first, second] = [await get(path, {}, api), await get(path, {}, api)];
    expect(countCalls(path)).toBe(1);
    expect(first.headers['x-call']).toBe(first.headers['x-request-id']);
    expect(second.headers['x-call']).toBe(second.headers['x-request-id']);
  });
});

describe('what is asked for', () => {
  it('is told apart by query, host and what Vary names (RFC 9111 §4.1)', async () => {
    const path = add((count, request) => ({
      headers: { ...FRESH, vary: 'Accept-Language, accept' },
      body: `${count} ${request.headers['accept-language']} ${request.url}`,
    }));
    const asked: [string, Record<string, string>][] = [
      [path, { 'accept-language': 'de' }],
      [path, { 'accept-language': 'en' }],
      [path, {}],
      [path, { 'accept-language': 'de', accept: 'text/html' }],
      [`${path}?page=2`, { 'accept-language': 'de' }],
      [path, { 'accept-language': 'de', host: 'evil.example' }],
    ];
    const first: string[] = [];
    for (const [target, headers] of asked) first.push((await get(target, headers)).body);
    expect(new Set(first).size).toBe(6);
    for (const [index, [target, headers]] of asked.entries())
      expect((await get(target, headers)).body).toBe(first[index]);
    expect(countCalls(path)).toBe(6);
    expect((await get(path, { 'accept-language': 'fr' })).cache).toBe('fwd=vary-miss; stored');
  });

  it.each<[string, Record<string, string>, string]>([
    ['a part of it (RFC 9110 §14.2)', { range: 'bytes=0-1' }, 'fwd=bypass'],
    ['it only if it is unchanged', { 'if-match': '"1"' }, 'fwd=bypass'],
    ['it without being kept (RFC 9111 §5.2.1.5)', { 'cache-control': 'no-store' }, 'fwd=request'],
    ['it with content of its own', { 'x-body': '1' }, 'fwd=bypass'],
  ])('passes by where a client wants %s', async (_, headers, cache) => {
    const path = add();
    await get(path);
    const passing = await ask(stage.gatehouse, own.basePath + path, headers, {
      body: headers['x-body'] ?? '',
    });
    expect([passing.body, passing.cache]).toEqual(['call 2', cache]);
    expect((await get(path)).body).toBe('call 1');
  });

  it.each<[string, Record<string, string>]>([
    ['no-cache (RFC 9111 §5.2.1.4)', { 'cache-control': 'no-cache' }],
    ['Pragma: no-cache (§5.4)', { pragma: 'no-cache' }],
    ['max-age=0 (§5.2.1.1)', { 'cache-control': 'max-age=0' }],
    ['min-fresh (§5.2.1.3)', { 'cache-control': 'min-fresh=7200' }],
  ])('is asked for anew with %s, and kept', async (_, headers) => {
    const path = add();
    await get(path);
    expect(await get(path, headers)).toMatchObject({ body: 'call 2', cache: 'fwd=request; stored' });
    expect((await get(path)).body).toBe('call 2');
  });

  it('is not asked for at all with only-if-cached (RFC 9111 §5.2.1.7)', async () => {
    const path = add();
    const headers = { 'cache-control': 'only-if-cached' };
    expect((await get(path, headers)).status).toBe(504);
    expect(countCalls(path)).toBe(0);
    await get(path);
    expect(await get(path, headers)).toMatchObject({ status: 200, body: 'call 1' });
  });

  it('is new after POST, PUT, PATCH and DELETE have changed it, but not after they failed (RFC 9111 §4.4)', async () => {
    for (const [method, status, calls] of [
      ['POST', 200, 3],
      ['PUT', 204, 3],
      ['PATCH', 303, 3],
      ['DELETE', 200, 3],
      ['POST', 400, 2],
    ] as const) {
      const path = add((_, request) => (request.method === 'GET' ? {} : { status }));
      await get(path);
      const change = await ask(stage.gatehouse, own.basePath + path, {}, { method, body: 'x' });
      expect(change).toMatchObject({ status, cache: 'fwd=method' });
      await get(path);
      expect(countCalls(path)).toBe(calls);
    }
  });
});

it('what is changed while it is asked about is answered whole, and is not kept (RFC 9111 §4.4)', async () => {
  let confirm: (() => void) | undefined;
  const path = add((count, _, response) => {
    const headers = { etag: '"1"', 'cache-control': 'no-cache' };
    if (count !== 2) return { headers };
    confirm = () => response.writeHead(304, headers).end();
    return undefined;
  });
  await get(path);
  const asked = get(path);
  await waitUntil('the upstream is asked', () => confirm !== undefined);
  await ask(stage.gatehouse, own.basePath + path, {}, { method: 'POST' });
  confirm?.();
  expect(await asked).toMatchObject({ status: 200, body: 'call 1' });
  expect((await get(path)).cache).toBe('fwd=uri-miss; stored');
});

it('an event stream is passed on as it comes, and WebSockets are as they are without a cache', async () => {
  let end = (): void => undefined;
  const path = add((_, __, response) => {
    response.writeHead(200, { ...FRESH, 'Content-Type': 'text/event-stream' });
    response.write('data: 1\n\n');
    end = () => response.end('data: 2\n\n');
    return undefined;
  });
  const events = (await fetch(stage.gatehouse.gatewayUrl + own.basePath + path)).body!.getReader();
  expect(Buffer.from((await events.read()).value).toString()).toBe('data: 1\n\n');
  end();
  expect(Buffer.from((await events.read()).value).toString()).toBe('data: 2\n\n');
  const page = add();
  await get(page);
  const upgrade = { connection: 'upgrade', upgrade: 'websocket' };
  expect(await get(page, upgrade)).toMatchObject({ status: 200, body: 'call 2', cache: 'fwd=bypass' });
});

describe('operators', () => {
  it('purge the cache of an API on every node at once', async () => {
    const [path, untouched] = [add(), add()];
    const at = (node: RunningGatehouse): Promise<Heard> => ask(node, own.basePath + path);
    await get(untouched, {}, shared);
    expect([(await at(stage.gatehouse)).body, (await at(other)).body]).toEqual(['call 1', 'call 2']);
    expect([(await at(stage.gatehouse)).body, (await at(other)).body]).toEqual(['call 1', 'call 2']);
    await stage.admin.delete(`/api/apis/${own.id}/cache`);
    expect((await at(stage.gatehouse)).body).toBe('call 3');
    await waitUntil('the other node has purged it too', async () => (await at(other)).body === 'call 4');
    expect((await get(untouched, {}, shared)).body).toBe('call 1');
  });

  it('change an API, and nothing is given that was kept before', async () => {
    const api = await publishCaching(stage);
    const path = add();
    await repeat(path, 2, {}, api);
    const { id, version, name, basePath, targets, policies } = api;
    const routes = api.routes.map(({ id: _, ...route }) => route);
    const changed = { name, basePath, targets, policies, routes, version, responseTimeoutMs: 29_000 };
    const saved = await stage.admin.put<ApiDetail>(`/api/apis/${id}`, changed);
    expect(saved.policies.caching).toEqual({ sharing: 'own', maxEntryBytes: 1_048_576, sendsStatus: true });
    expect((await get(path, {}, api)).body).toBe('call 2');
  });

  it('see of a call what the cache had to do with it', async () => {
    const path = add();
    await get(path);
    const requestId = String((await get(path)).headers['x-request-id']);
    await waitUntil('the call is told', async () => {
      const { body } = await stage.admin.request<Record<string, unknown>>('GET', `/api/calls/${requestId}`);
      return body['cache'] === 'hit' && body['upstream'] === null;
    });
  });

  it('turn Cache-Status off, and are told of settings that cannot be', async () => {
    const api = await publishCaching(stage, { sendsStatus: false });
    const path = add();
    await get(path, {}, api);
    expect((await get(path, {}, api)).headers).not.toHaveProperty('cache-status');
    await expect(publishCaching(stage, { maxEntryBytes: 5 })).rejects.toThrow(
      /policies\.caching\.maxEntryBytes/,
    );
  });
});
