import { findHandshakeProblem, findOfferedToken, type WebSocketPolicy } from './web-sockets.js';

const POLICY: WebSocketPolicy = {
  allowedOrigins: [],
  idleSeconds: 300,
  maxConnections: 10,
  acceptsTokenAsSubprotocol: false,
};
// The example of RFC 6455 §1.3.
const HANDSHAKE = ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version', '13'];

describe('a handshake (RFC 6455 §4.2.1)', () => {
  it('of a program that is no browser has no Origin, and is accepted', () => {
    expect(findHandshakeProblem(HANDSHAKE, POLICY)).toBeUndefined();
  });

  it.each<[string, string[], number]>([
    ['no version', HANDSHAKE.slice(0, 2), 426],
    ['another version', [...HANDSHAKE.slice(0, 3), '8'], 426],
    ['two versions', [...HANDSHAKE, 'Sec-WebSocket-Version', '13'], 426],
    ['no key', HANDSHAKE.slice(2), 400],
    ['a key of another length', ['Sec-WebSocket-Key', 'c2hvcnQ=', ...HANDSHAKE.slice(2)], 400],
    ['two keys', [...HANDSHAKE, 'Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='], 400],
  ])('with %s is refused', (_, headers, status) => {
    expect(findHandshakeProblem(headers, POLICY)).toMatchObject({ status });
  });
});

describe('the page of another origin (RFC 6455 §10.2)', () => {
  const from = (origin: string, allowedOrigins: string[]) =>
    findHandshakeProblem([...HANDSHAKE, 'Origin', origin], { ...POLICY, allowedOrigins })?.status;

  it('may not connect unless it is named', () => {
    expect(from('https://evil.example', [])).toBe(403);
    expect(from('https://evil.example', ['https://app.example'])).toBe(403);
    expect(from('null', ['https://app.example'])).toBe(403);
    expect(from('https://app.example', ['https://app.example'])).toBeUndefined();
  });

  it('may where all may', () => {
    expect(from('https://evil.example', ['*'])).toBeUndefined();
  });
});

describe('an access token among the subprotocols', () => {
  it('is taken out, and put where access tokens belong', () => {
    const offered = findOfferedToken(['Sec-WebSocket-Protocol', 'chat, bearer.a.b-c_d', 'X-A', '1']);
    expect(offered).toEqual({
      accessToken: 'a.b-c_d',
      protocols: ['chat'],
      rawHeaders: ['X-A', '1', 'Sec-WebSocket-Protocol', 'chat', 'Authorization', 'Bearer a.b-c_d'],
    });
  });

  it('beside another one in Authorization makes two, which is refused later (RFC 6750 §2)', () => {
    const raw = ['Authorization', 'Bearer x', 'Sec-WebSocket-Protocol', 'bearer.y'];
    expect(findOfferedToken(raw)?.rawHeaders.filter((text) => text === 'Authorization')).toHaveLength(2);
  });

  it('is not there where none is offered', () => {
    expect(findOfferedToken(['Sec-WebSocket-Protocol', 'chat'])).toBeUndefined();
  });
});
