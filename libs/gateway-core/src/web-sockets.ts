import { listValues, type RawHeaders } from './header-values.js';

/** How an API's WebSockets (RFC 6455) are treated. */
export interface WebSocketPolicy {
  /**
   * Origins whose pages may connect, for example `https://app.example`; `*`: all pages. CORS does not apply to WebSockets
   * (RFC 6455 §10.2). Who sends no Origin is no browser, and may.
   */
  readonly allowedOrigins: readonly string[];
  /** One over which nothing has passed for so long is closed. */
  readonly idleSeconds: number;
  /** Open at once, at each node. */
  readonly maxConnections: number;
  /** Browsers cannot send an Authorization header: they may offer the subprotocol `bearer.<access token>` instead. */
  readonly acceptsTokenAsSubprotocol: boolean;
}

/** Why a handshake is refused, in a sentence for the client developer. */
export interface HandshakeProblem {
  readonly status: 400 | 403 | 426;
  readonly detail: string;
}

// RFC 6455 §4.1: 16 bytes in base64.
const KEY = /^[A-Za-z0-9+/]{22}==$/;
const VERSION = '13';
const TOKEN_PREFIX = 'bearer.';

/** RFC 6455 §4.2.1, §10.2: what a handshake must say, and whose page it may come from. */
export function findHandshakeProblem(
  raw: RawHeaders,
  { allowedOrigins }: WebSocketPolicy,
): HandshakeProblem | undefined {
  const versions = listValues(raw, 'sec-websocket-version');
  if (versions.length !== 1 || versions[0] !== VERSION) {
    // RFC 6455 §4.4
    return { status: 426, detail: `The only version of the WebSocket protocol here is ${VERSION}.` };
  }
  const keys = listValues(raw, 'sec-websocket-key');
  if (keys.length !== 1 || !KEY.test(keys[0] ?? '')) {
    return { status: 400, detail: 'A WebSocket handshake has one Sec-WebSocket-Key of 16 bytes in base64.' };
  }
  const mayConnect =
    allowedOrigins.includes('*') ||
    listValues(raw, 'origin').every((origin) => allowedOrigins.includes(origin));
  return mayConnect ? undefined : { status: 403, detail: 'Pages of this origin may not connect here.' };
}

const listProtocols = (raw: RawHeaders): string[] =>
  listValues(raw, 'sec-websocket-protocol')
    .flatMap((value) => value.split(','))
    .map((protocol) => protocol.trim())
    .filter((protocol) => protocol !== '');

/** A handshake whose access token stood among its subprotocols. */
export interface OfferedToken {
  readonly accessToken: string;
  /** The handshake's headers with the token where it belongs, in Authorization, and nowhere else. */
  readonly rawHeaders: string[];
  /** What is left to choose from: the upstream must choose one, or a browser gives up. */
  readonly protocols: readonly string[];
}

/** Finds an access token that is offered as the subprotocol `bearer.<access token>`. */
export function findOfferedToken(raw: RawHeaders): OfferedToken | undefined {
  const offered = listProtocols(raw);
  const accessToken = offered.find((protocol) => protocol.startsWith(TOKEN_PREFIX));
  if (accessToken === undefined) return undefined;
  const protocols = offered.filter((protocol) => !protocol.startsWith(TOKEN_PREFIX));
  const rawHeaders: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (name.toLowerCase() !== 'sec-websocket-protocol') rawHeaders.push(name, raw[index + 1] ?? '');
  }
  if (protocols.length > 0) rawHeaders.push('Sec-WebSocket-Protocol', protocols.join(', '));
  const text = accessToken.slice(TOKEN_PREFIX.length);
  rawHeaders.push('Authorization', `Bearer ${text}`);
  return { accessToken: text, rawHeaders, protocols };
}
