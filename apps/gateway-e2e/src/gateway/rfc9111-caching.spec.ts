import type { ApiDetail } from '@gatehouse/dto';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  add,
  ago,
  ask,
  countCalls,
  FRESH,
  type Heard,
  listenTo,
  publishCaching,
  repeat as askAgain,
  type Said,
} from './caching-stage.js';
import { closeGatewayStage, type GatewayStage, openGatewayStage } from './gateway-stage.js';

let stage: GatewayStage;
let own: ApiDetail;
/** Keeps nothing large. */
let small: ApiDetail;

beforeAll(async () => {
  stage = await openGatewayStage();
  listenTo(stage);
  own = await publishCaching(stage);
  small = await publishCaching(stage, { maxEntryBytes: 4_096 });
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
    for (const path of [large, endless, fits]) await repeat(path, 2, {}, small);
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

/** Has the upstream hold its first answer until eight more calls have come to the gateway, as far as one can know. */
async function callAtOnce(headers: Readonly<Record<string, string>>) {
  let release: (() => void) | undefined;
  const path = add((count, _, response) => {
    if (count > 1) return { headers };
    release = () => response.writeHead(200, headers).end('held');
    return undefined;
  });
  const first = get(path);
  await waitUntil('the upstream has the first call', () => release !== undefined);
  const others = Array.from({ length: 8 }, () => get(path));
  // Several round trips later than they were sent.
  for (let index = 0; index < 5; index += 1) await get(add());
  release?.();
  const heard = await Promise.all([first, ...others]);
  return { calls: countCalls(path), bodies: new Set(heard.map(({ body }) => body)), heard };
}

describe('calls for the same at once', () => {
  it('are one call to the upstream where its answer can be kept (RFC 9111 §4)', async () => {
    const { calls, bodies, heard } = await callAtOnce(FRESH);
    expect([calls, bodies]).toEqual([1, new Set(['held'])]);
    expect(heard.some(({ cache }) => cache === 'fwd=uri-miss; collapsed')).toBe(true);
  });

  it('are answered each by itself where it cannot', async () => {
    const { calls, bodies } = await callAtOnce({ 'cache-control': 'private' });
    expect([calls, bodies.size]).toEqual([9, 9]);
  });
});
