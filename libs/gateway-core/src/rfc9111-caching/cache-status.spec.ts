import { toCacheStatus } from './cache-status.js';

it('a hit says how long it is still good (RFC 9211 §2.1)', () => {
  expect(toCacheStatus({ kind: 'hit', ttlSeconds: 59.9 })).toBe('gatehouse; hit; ttl=59');
});

it('a forward says why (RFC 9211 §2.2), what came of it (RFC 9211 §2.3), and what was done with it', () => {
  const stale = { kind: 'forward', reason: 'stale', status: 304, isStored: true } as const;
  expect(toCacheStatus(stale)).toBe('gatehouse; fwd=stale; fwd-status=304; stored');
  expect(toCacheStatus({ kind: 'forward', reason: 'uri-miss', isCollapsed: true })).toBe(
    'gatehouse; fwd=uri-miss; collapsed',
  );
});
