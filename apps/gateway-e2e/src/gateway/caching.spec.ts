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
  type Said,
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
  [own, shared] = [
    await publishCaching(stage),
    await publishCaching(stage, { sharing: 'shared', maxEntryBytes: 4_096 }),
  ];
  other = await startGatehouse({ roles: ['gateway'], database: stage.gatehouse.databaseUrl });
  ada = (await obtainTokens(stage)).access_token;
  bob = (await obtainTokens(stage, { person: await createPerson(stage.admin, 'bob') })).access_token;
});
afterAll(closeGatewayStage);

const get = (path: string, headers: Record<string, string> = {}, api = own): Promise<Heard> =>
  ask(stage.gatehouse, api.basePath + path, headers);

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** Calls a path so many times with the same headers; the bodies. */
async function repeat(
  path: string,
  times = 2,
  headers: Record<string, string> = {},
  api = own,
): Promise<string[]> {
  const bodies: string[] = [];
  for (let index = 0; index < times; index += 1) bodies.push((await get(path, headers, api)).body);
  return bodies;
}

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toUTCString();

describe('an answer is given again', () => {
  it.each<[string, Said]>([
    ['max-age (RFC 9111 §4.2.1)', {}],
    [
      's-maxage, which overrides max-age (§5.2.2.10)',
      { headers: { 'cache-control': 'max-age=0, s-maxage=60' } },
    ],
    ['Expires, against its own Date (§5.3)', { headers: { date: ago(10), expires: ago(-60) } }],
    ['directives in any case, quoted (§5.2)', { headers: { 'cache-control': 'Public, MAX-AGE="60"' } }],
    ['Cache-Control on two lines', { headers: { 'cache-control': ['public', 'max-age=60'] } }],
    ['the answer that nothing is there', { status: 404 }],
    ['a permanent redirect', { status: 301, headers: { ...FRESH, location: '/elsewhere' } }],
    ['no content', { status: 204 }],
  ])('with %s', async (_, said) => {
    const path = add(said);
    const [first, second] = [await get(path), await get(path)];
    expect(countCalls(path)).toBe(1);
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect(first.cache).toBe('fwd=uri-miss; stored');
    expect(second.cache).toMatch(/^hit; ttl=\d+$/);
    // RFC 9111 §5.1
    expect([first.headers['age'], Number(second.headers['age']) >= 0]).toEqual([undefined, true]);
    expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
  });

  it('byte for byte, with its headers, its coding and the date that it was made', async () => {
    const body = Buffer.from([0, 255, 10, 13, 128, 31, 139]).toString('latin1');
    const path = add((_, __, response) => {
      response.writeHead(200, { ...FRESH, 'Content-Encoding': 'gzip', ETag: '"1"', 'X-Twice': ['a', 'b'] });
      response.end(body, 'latin1');
      return undefined;
    });
    const [first, second] = [await get(path), await get(path)];
    expect(countCalls(path)).toBe(1);
    expect([first.body, second.body]).toEqual([body, body]);
    expect(second.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': '7',
      etag: '"1"',
      'x-twice': 'a, b',
      date: first.headers['date'],
    });
  });

  it('to HEAD after GET, without its content (RFC 9110 §9.3.2)', async () => {
    const path = add();
    await get(path);
    const head = await ask(stage.gatehouse, own.basePath + path, {}, { method: 'HEAD' });
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '6']);
    expect([countCalls(path), head.cache]).toEqual([1, expect.stringMatching(/^hit/)]);
  });

  it('with its age as the upstream and the time since have it (RFC 9111 §4.2.3)', async () => {
    const path = add({ headers: { ...FRESH, age: '100' } });
    await get(path);
    const { headers } = await get(path);
    expect(Number(headers['age'])).toBeGreaterThanOrEqual(100);
  });
});

describe('an answer is not kept', () => {
  it.each<[string, Said]>([
    ['that says no-store', { headers: { 'cache-control': 'max-age=60, No-Store' } }],
    ['that says private', { headers: { 'cache-control': 'private, max-age=60' } }],
    ['that is private but for a field', { headers: { 'cache-control': 'max-age=60, private="x-user"' } }],
    ['that says no-cache and has no validator', { headers: { 'cache-control': 'no-cache, max-age=60' } }],
    ['that sets a cookie', { headers: { ...FRESH, 'set-cookie': 'session=1' } }],
    ['that varies by anything (RFC 9111 §4.1)', { headers: { ...FRESH, vary: 'Accept, *' } }],
    ['that does not say for how long', { headers: { 'last-modified': ago(1e6), etag: '"1"' } }],
    ['that is too old already', { headers: { 'cache-control': 'max-age=60', age: '60' } }],
    ['whose date is too old already', { headers: { 'cache-control': 'max-age=60', date: ago(90) } }],
    ['whose Expires is no date (§5.3)', { headers: { expires: '0' } }],
    ['whose max-age is said twice, differently', { headers: { 'cache-control': 'max-age=0, max-age=60' } }],
    ['whose Cache-Control cannot be read', { headers: { 'cache-control': 'max-age=60; "' } }],
    [
      'that is a part (RFC 9110 §15.3.7)',
      { status: 206, headers: { ...FRESH, 'content-range': 'bytes 0-5/9' } },
    ],
    ['that is a failure', { status: 500 }],
    ['that is a refusal', { status: 403 }],
  ])('%s', async (_, said) => {
    const path = add(said);
    const [first, second] = [await get(path), await get(path)];
    expect(countCalls(path)).toBe(2);
    expect([first.cache, second.cache]).toEqual(['fwd=uri-miss', 'fwd=uri-miss']);
  });

  it('that is larger than the API lets it be, with a length or without', async () => {
    const large = add({ body: 'x'.repeat(4_097) });
    const endless = add((_, __, response) => {
      response.writeHead(200, FRESH);
      response.write('x'.repeat(4_000));
      response.end('x'.repeat(4_000));
      return undefined;
    });
    const fits = add({ body: 'x'.repeat(4_096) });
    for (const path of [large, endless, fits]) await repeat(path, 2, {}, shared);
    expect([large, endless, fits].map(countCalls)).toEqual([2, 2, 1]);
  });

  it('that broke off, or whose end cannot be told from a break (RFC 9111 §3.3)', async () => {
    const cut = add((count, _, response) => {
      if (count > 1) return {};
      response.writeHead(200, { ...FRESH, 'Content-Length': '100' });
      response.write('half', () => response.destroy());
      return undefined;
    });
    const unframed = add((_, request) => {
      request.socket.end(`HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nConnection: close\r\n\r\nall?`);
      return undefined;
    });
    await expect(get(cut)).rejects.toThrow();
    expect((await get(cut)).body).toBe('call 2');
    expect(await repeat(unframed)).toEqual(['all?', 'all?']);
    expect([countCalls(cut), countCalls(unframed)]).toEqual([2, 2]);
  });

  it('that has trailers', async () => {
    const path = add((_, __, response) => {
      response.writeHead(200, { ...FRESH, Trailer: 'Digest' });
      response.write('text');
      response.addTrailers({ Digest: 'abc' });
      response.end();
      return undefined;
    });
    await repeat(path);
    expect(countCalls(path)).toBe(2);
  });

  it('of an API that has caching off', async () => {
    const path = add();
    expect(await repeat(path, 2, {}, stage.api)).toEqual(['call 1', 'call 2']);
    expect((await get(path, {}, stage.api)).headers['cache-status']).toBeUndefined();
  });
});

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

describe('validators (RFC 9111 §4.3)', () => {
  it.each<[string, Record<string, string>, number]>([
    ['the entity tag', { 'if-none-match': '"0", W/"1"' }, 304],
    ['any entity tag', { 'if-none-match': '*' }, 304],
    [
      'another entity tag, whatever the date is',
      { 'if-none-match': '"2"', 'if-modified-since': ago(0) },
      200,
    ],
    ['the date', { 'if-modified-since': ago(50) }, 304],
    ['an older date', { 'if-modified-since': ago(500) }, 200],
    ['no date at all', { 'if-modified-since': 'yesterday' }, 200],
  ])('a client that has %s', async (_, headers, status) => {
    const path = add({
      headers: { ...FRESH, etag: '"1"', 'last-modified': ago(100), 'content-type': 'text/plain' },
    });
    await get(path);
    const answer = await get(path, headers);
    expect([answer.status, answer.body]).toEqual([status, status === 304 ? '' : 'call 1']);
    expect([answer.headers['etag'], answer.cache]).toEqual(['"1"', expect.stringMatching(/^hit/)]);
    expect([countCalls(path), answer.headers['content-length']]).toEqual([
      1,
      status === 304 ? undefined : '6',
    ]);
  });

  it.each(['etag', 'last-modified'])(
    'what is stale is asked about by %s, and is fresh again',
    async (validator) => {
      const value = validator === 'etag' ? 'W/"1"' : ago(100);
      const condition = validator === 'etag' ? 'if-none-match' : 'if-modified-since';
      const path = add((count, request) =>
        request.headers[condition] === value
          ? { status: 304, headers: { [validator]: value, ...FRESH, 'x-said': 'anew' } }
          : {
              headers: { [validator]: value, 'cache-control': 'max-age=0', 'x-said': 'once' },
              body: `call ${count}`,
            },
      );
      await get(path);
      // Its own conditions are looked at once the upstream has answered.
      const asked = await get(path, { 'if-none-match': '"other"' });
      expect(asked).toMatchObject({
        status: 200,
        body: 'call 1',
        cache: 'fwd=stale; fwd-status=304; stored',
      });
      expect(asked.headers['x-said']).toBe('anew');
      expect(await get(path)).toMatchObject({ body: 'call 1', cache: expect.stringMatching(/^hit/) });
      expect(countCalls(path)).toBe(2);
    },
  );

  it('no-cache lets it be kept, and has it asked about each time (RFC 9111 §5.2.2.4)', async () => {
    const path = add((_, request) => ({
      status: request.headers['if-none-match'] === '"1"' ? 304 : 200,
      headers: { etag: '"1"', 'cache-control': 'no-cache, max-age=60' },
    }));
    expect(await repeat(path, 3)).toEqual(['call 1', 'call 1', 'call 1']);
    expect(countCalls(path)).toBe(3);
  });

  it('what the upstream says of something else is not believed, nor what it wants kept no longer', async () => {
    const elsewhere = add((count, request) =>
      request.headers['if-none-match'] === undefined
        ? { headers: { etag: '"1"', 'cache-control': 'no-cache' }, body: `call ${count}` }
        : { status: 304, headers: { etag: '"9"' } },
    );
    expect(await repeat(elsewhere)).toEqual(['call 1', 'call 3']);
    const withdrawn = add((count) => ({
      status: count === 2 ? 304 : 200,
      headers: { etag: '"1"', 'cache-control': count === 2 ? 'private' : 'no-cache' },
    }));
    expect(await repeat(withdrawn, 3)).toEqual(['call 1', 'call 1', 'call 3']);
  });

  it('an error of the upstream gives way to what is stale only where the upstream lets it (RFC 5861 §4)', async () => {
    const failing = (cacheControl: string) =>
      add((count, _, response) => {
        if (count === 1) return { headers: { 'cache-control': cacheControl, etag: '"1"' } };
        if (count === 2) return { status: 503, headers: {} };
        response.destroy();
        return undefined;
      });
    const lenient = failing('max-age=0, stale-if-error=3600');
    const strict = failing('max-age=0, stale-if-error=3600, must-revalidate');
    expect(await repeat(lenient, 3)).toEqual(['call 1', 'call 1', 'call 1']);
    await get(strict);
    expect([(await get(strict)).status, (await get(strict)).status]).toEqual([503, 502]);
  });
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
    const { id, version, createdAt: _, updatedAt: __, assertion: ___, routes, ...content } = api;
    const inputs = routes.map(({ id: ____, ...route }) => route);
    const changed = { ...content, routes: inputs, version, responseTimeoutMs: 29_000 };
    const saved = await stage.admin.put<ApiDetail>(`/api/apis/${id}`, changed);
    expect(saved.policies.caching).toEqual({ sharing: 'own', maxEntryBytes: 1_048_576, sendsStatus: true });
    expect((await get(path, {}, api)).body).toBe('call 2');
  });

  it('see of a call what the cache had to do with it', async () => {
    const path = add();
    await get(path);
    const requestId = String((await get(path)).headers['x-request-id']);
    await waitUntil('the call is told', async () => {
      const answer = await fetchCall(requestId);
      return answer?.cache === 'hit' && answer.upstream === null;
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

interface Told {
  readonly cache: string | null;
  readonly upstream: object | null;
}

async function fetchCall(requestId: string): Promise<Told | undefined> {
  return stage.admin.get<Told>(`/api/calls/${requestId}`).catch(() => undefined);
}
