import type { IncomingMessage, ServerResponse } from 'node:http';
import { ASSERTION_KEYS_PATH } from '@gatehouse/gateway-core';
import type { SigningKey } from '@gatehouse/oauth-core';

// The next key is published long before it signs: an hour would do.
const MAX_AGE_SECONDS = 300;

export const isKeysRequest = ({ url }: IncomingMessage): boolean => url === ASSERTION_KEYS_PATH;

/** RFC 7517 §5: the keys that upstreams check assertions with. */
export function sendAssertionKeys(
  keys: readonly SigningKey[],
  { method }: IncomingMessage,
  response: ServerResponse,
): void {
  const isAllowed = method === 'GET' || method === 'HEAD';
  const body = isAllowed
    ? { keys: keys.map(({ publicJwk }) => publicJwk) }
    : { title: 'Method Not Allowed', status: 405, detail: 'This takes GET and HEAD.' };
  const text = JSON.stringify(body);
  response.writeHead(isAllowed ? 200 : 405, {
    'Content-Type': isAllowed ? 'application/jwk-set+json' : 'application/problem+json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': isAllowed ? `public, max-age=${MAX_AGE_SECONDS}` : 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(isAllowed ? {} : { Allow: 'GET, HEAD' }),
  });
  response.end(text);
}
