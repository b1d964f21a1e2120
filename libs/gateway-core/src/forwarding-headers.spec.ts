import { toCaller } from './caller.js';
import { appendForwardingHeaders, type Arrival, normalizeAddress } from './forwarding-headers.js';
import { appendIdentityHeaders } from './identity-headers.js';
import { buildAccessToken } from './testing/builders.js';

function forward(changes: Partial<Arrival>): string[] {
  const headers: string[] = [];
  appendForwardingHeaders(headers, {
    peer: '10.0.0.7',
    isPeerTrusted: false,
    scheme: 'http',
    host: 'api.example.com',
    forwardedFor: '1.2.3.4',
    forwardedHost: 'forged.example',
    forwardedProto: 'https',
    ...changes,
  });
  return headers;
}

test('tells where a request came from, and believes no stranger about it', () => {
  expect(forward({})).toEqual([
    'X-Forwarded-For',
    '10.0.0.7',
    'X-Forwarded-Host',
    'api.example.com',
    'X-Forwarded-Proto',
    'http',
  ]);
});

test('continues what a trusted proxy said', () => {
  expect(forward({ isPeerTrusted: true })).toEqual([
    'X-Forwarded-For',
    '1.2.3.4, 10.0.0.7',
    'X-Forwarded-Host',
    'forged.example',
    'X-Forwarded-Proto',
    'https',
  ]);
});

test('a trusted proxy may have said nothing', () => {
  const silent = { forwardedFor: undefined, forwardedHost: undefined, forwardedProto: undefined };
  expect(forward({ isPeerTrusted: true, ...silent })).toEqual(forward(silent));
});

test('a request without Host (HTTP/1.0) has no X-Forwarded-Host', () => {
  expect(forward({ host: undefined })).not.toContain('X-Forwarded-Host');
});

test.each([
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '::1'],
  ['::ffff:1', '::ffff:1'],
])('writes the address %s as %s', (address, expected) => {
  expect(normalizeAddress(address)).toBe(expected);
});

test('tells the upstream who calls', () => {
  const headers: string[] = [];
  const token = buildAccessToken({ scopes: new Set(['photos', 'albums']) });
  appendIdentityHeaders(headers, toCaller(token, 'application-1'));
  expect(headers).toEqual([
    'X-Gatehouse-User',
    'user-1',
    'X-Gatehouse-Client',
    'client-1',
    'X-Gatehouse-Application',
    'application-1',
    'X-Gatehouse-Scope',
    'photos albums',
  ]);
});

test('names no user where a client called for itself', () => {
  const headers: string[] = [];
  appendIdentityHeaders(headers, toCaller(buildAccessToken({ userId: null }), 'application-1'));
  expect(headers).not.toContain('X-Gatehouse-User');
});
