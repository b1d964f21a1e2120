import type { IncomingMessage } from 'node:http';
import { findClientAddress } from './client-address.js';

const PROXY = '10.0.0.1';

function find(peer: string, forwardedFor?: string, trusted: readonly string[] = [PROXY]): string {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  return findClientAddress(
    { socket: { remoteAddress: peer }, headers } as unknown as IncomingMessage,
    trusted,
  );
}

describe('the address of whoever sent a request', () => {
  it("is the peer's where no proxy is trusted, whatever the header says", () => {
    expect(find('192.0.2.1', '203.0.113.9')).toBe('192.0.2.1');
    expect(find('192.0.2.1', '203.0.113.9', [])).toBe('192.0.2.1');
  });

  it('is what the trusted proxy saw', () => {
    expect(find(PROXY, '203.0.113.9')).toBe('203.0.113.9');
  });

  it('is the last that no trusted proxy has: what comes before it, anybody can have written', () => {
    expect(find(PROXY, '198.51.100.66, 203.0.113.9, 10.0.0.1')).toBe('203.0.113.9');
    expect(find(PROXY, '198.51.100.66,203.0.113.9')).toBe('203.0.113.9');
  });

  it("is the proxy's own where the header is missing, empty or names proxies alone", () => {
    expect(find(PROXY)).toBe(PROXY);
    expect(find(PROXY, ' , ')).toBe(PROXY);
    expect(find(PROXY, PROXY)).toBe(PROXY);
  });

  it('is an IPv4 address also where the socket speaks IPv6', () => {
    expect(find('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(find(`::ffff:${PROXY}`, '::ffff:203.0.113.9')).toBe('203.0.113.9');
    expect(find('2001:db8::1')).toBe('2001:db8::1');
  });
});
