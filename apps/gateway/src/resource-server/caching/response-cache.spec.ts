import { BodyCopy } from './body-copy.js';
import type { Keys } from './cache-keys.js';
import { ResponseCache, type StoredAnswer } from './response-cache.js';

const keysOf = (resource: string, language = 'de'): Keys => ({
  resource: `space\n${resource}`,
  readable: ['nobody'],
  flight: resource,
  findOwner: () => 'nobody',
  toKey: (owner, vary) => [resource, owner, ...vary.map((name) => `${name}=${language}`)].join(' '),
});

const answer = (bytes: number, vary: readonly string[] = [], answeredAt = 0): StoredAnswer => ({
  status: 200,
  statusText: 'OK',
  headers: [],
  body: Buffer.alloc(bytes),
  vary,
  isForAll: false,
  freshness: { answeredAt, initialAge: 0, lifetime: 60, staleIfError: 0 },
});

it('keeps no more bytes than it may, and lets the longest unused go', () => {
  const cache = new ResponseCache(10_000);
  for (let index = 0; index < 5; index += 1) {
    cache.store(keysOf(`a${index}`), answer(2_000));
    // In use all the time.
    cache.find(keysOf('a0'));
  }
  const kept = ['a0', 'a1', 'a2', 'a3', 'a4'].filter((name) => cache.find(keysOf(name)).isKnown);
  expect(kept).toEqual(['a0', 'a3', 'a4']);
  cache.store(keysOf('large'), answer(20_000));
  expect(cache.find(keysOf('large'))).toEqual({ answer: undefined, isKnown: false });
});

it('keeps nothing where it may keep nothing', () => {
  const cache = new ResponseCache(0);
  cache.store(keysOf('a'), answer(0));
  expect([cache.find(keysOf('a')).answer, cache.isEmpty, cache.reserve(1)]).toEqual([undefined, true, false]);
});

it('finds the newest of several answers, by whatever each was chosen (RFC 9111 §4.1)', () => {
  const cache = new ResponseCache(100_000);
  const [german, english] = [keysOf('a', 'de'), keysOf('a', 'en')];
  cache.store(german, answer(1, ['accept-language'], 1));
  cache.store(english, answer(2, ['accept-language'], 2));
  expect(cache.find(german).answer?.body.length).toBe(1);
  cache.store(english, answer(3, [], 3));
  expect([german, english].map((keys) => cache.find(keys).answer?.body.length)).toEqual([3, 3]);
});

it('lets go of all that is kept of a resource, and of what is on its way (RFC 9111 §4.4)', () => {
  const cache = new ResponseCache(100_000);
  let outdated = 0;
  const fill = { outdate: () => (outdated += 1), follow: () => false };
  const end = cache.begin(keysOf('a').resource, fill);
  for (const language of ['de', 'en']) cache.store(keysOf('a', language), answer(1, ['accept-language']));
  cache.invalidate(keysOf('a').resource);
  expect([cache.isEmpty, outdated]).toEqual([true, 1]);
  end();
  cache.retain(() => false);
  expect(outdated).toBe(1);
});

it('lets go of spaces that are no more, also where nothing is stored yet', () => {
  const cache = new ResponseCache(100_000);
  let outdated = 0;
  cache.begin(keysOf('b').resource, { outdate: () => (outdated += 1), follow: () => false });
  cache.store(keysOf('a'), answer(1));
  cache.retain((space) => space === 'space');
  expect([cache.isEmpty, outdated]).toEqual([false, 0]);
  cache.retain(() => false);
  expect([cache.isEmpty, outdated]).toEqual([true, 1]);
});

it('copies content while there is room for it, and gives the room back', () => {
  const cache = new ResponseCache(100_000);
  const copy = new BodyCopy(cache, 40_000, undefined);
  for (let index = 0; index < 3; index += 1) expect(copy.add(Buffer.alloc(10_000, index))).toBe(true);
  expect(copy.finish()?.equals(Buffer.concat([0, 1, 2].map((byte) => Buffer.alloc(10_000, byte))))).toBe(
    true,
  );
  expect(new BodyCopy(cache, 40_000, undefined).add(Buffer.alloc(30_000))).toBe(false);
  expect(copy.add(Buffer.alloc(20_000))).toBe(false);
  copy.release();
  expect(cache.reserve(50_000)).toBe(true);
});

it('takes no content for whole that is shorter than it was to be (RFC 9111 §3.3)', () => {
  const copy = new BodyCopy(new ResponseCache(100_000), 1_000, 10);
  copy.add(Buffer.alloc(9));
  expect(copy.finish()).toBeUndefined();
});
