import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, fetch as fetchByAgent } from 'undici';
import { isPublicAddress } from './public-address.js';

/** Why an address could not be fetched, in words for an operator. Says nothing of what the other side answered. */
export class GuardedFetchError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GuardedFetchError';
  }
}

/** What may be said of a request; a part of `RequestInit`, so that client libraries can be given a guarded fetch. */
export interface GuardedRequest {
  readonly method?: string;
  readonly headers?: RequestInit['headers'];
  readonly body?: RequestInit['body'];
  readonly signal?: AbortSignal | null;
  /** From the call to the last byte of the answer; default 5000. */
  readonly timeoutMs?: number;
  /** Of the answer's body, unpacked; default 256 kB. */
  readonly maxBytes?: number;
}

/**
 * Calls an address that somebody else has chosen. Resolves to the whole answer, whatever its status, but never to a
 * redirect.
 * @throws GuardedFetchError
 */
export type GuardedFetch = (address: string, request?: GuardedRequest) => Promise<Response>;

export interface GuardedFetchOptions {
  /** Plain http and private addresses too: for a developer's machine. */
  readonly allowsPrivateAddresses: boolean;
  /** Default: the system's resolver. */
  readonly resolve?: typeof lookup;
  /** What counts as public; default: `isPublicAddress`. */
  readonly isPublic?: (address: string) => boolean;
}

type AddressRules = Required<Pick<GuardedFetchOptions, 'resolve' | 'isPublic'>>;

const CONNECT_TIMEOUT_MS = 3_000;
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 262_144;

const NOT_PUBLIC = 'it is not on the public Internet';

/** A host name leads where it is found to lead at the very moment of connecting: no other answer can be slipped in between. */
function createPublicLookup({ resolve, isPublic }: AddressRules): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      // One private address among them is not an accident.
      if (addresses.length === 0 || !addresses.every(({ address }) => isPublic(address)))
        return callback(new GuardedFetchError(NOT_PUBLIC), []);
      const [first] = addresses;
      if (options.all === true || first === undefined) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

/** Connects to public addresses alone. An address in place of a host name is never looked up, and so checked by itself. */
function createPublicConnector(rules: AddressRules): buildConnector.connector {
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: createPublicLookup(rules) });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(host) !== 0 && !rules.isPublic(host)) callback(new GuardedFetchError(NOT_PUBLIC), null);
    else connect(options, callback);
  };
}

/** @throws GuardedFetchError */
function parseAddress(address: string, allowsPrivateAddresses: boolean): URL {
  if (!URL.canParse(address)) throw new GuardedFetchError('it is not a URL');
  const url = new URL(address);
  const isAllowed = url.protocol === 'https:' || (allowsPrivateAddresses && url.protocol === 'http:');
  if (!isAllowed) throw new GuardedFetchError('it does not begin with https://');
  if (url.username !== '' || url.password !== '') throw new GuardedFetchError('it has credentials in it');
  return url;
}

async function readBody(
  body: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    // Leaving the loop cancels what is left of the answer.
    if (length > maxBytes) throw new GuardedFetchError(`it answers more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

const isStatusWithoutBody = (status: number): boolean => status === 204 || status === 205 || status === 304;

/** What an error may have, whoever made it: undici wraps what its connection failed with. */
interface Failure {
  readonly name?: string;
  readonly code?: unknown;
  readonly cause?: Failure;
}

function explain(error: unknown): GuardedFetchError {
  let failure = error as Failure | undefined;
  for (; failure !== undefined; failure = failure.cause) {
    if (failure instanceof GuardedFetchError) return failure;
    if (failure.name === 'TimeoutError' || failure.name === 'ConnectTimeoutError')
      return new GuardedFetchError('it does not answer in time', { cause: error });
    const code = typeof failure.code === 'string' ? failure.code : '';
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
      return new GuardedFetchError('its host name is not known', { cause: error });
    if (/CERT|TLS|SSL|UNABLE_TO/.test(code))
      return new GuardedFetchError(`its TLS certificate is not accepted (${code})`, { cause: error });
  }
  return new GuardedFetchError('it cannot be reached', { cause: error });
}

/**
 * The one HTTP client for calls from server to server, to addresses that operators and client developers register. It
 * cannot be made to reach into the network that Gatehouse stands in: https alone, public addresses alone (checked when
 * connecting, so a name that changes in between gains nothing), no redirects, bounded time and size.
 */
export function createGuardedFetch({
  allowsPrivateAddresses,
  resolve = lookup,
  isPublic = isPublicAddress,
}: GuardedFetchOptions): GuardedFetch {
  const dispatcher = new Agent({
    connect: allowsPrivateAddresses
      ? { timeout: CONNECT_TIMEOUT_MS }
      : createPublicConnector({ resolve, isPublic }),
    // Few calls to many places: nothing is kept open for long, and the process can end.
    keepAliveTimeout: 1_000,
    keepAliveMaxTimeout: 1_000,
  });
  return async (address, request = {}) => {
    const {
      method = 'GET',
      headers,
      body = null,
      signal,
      timeoutMs = TIMEOUT_MS,
      maxBytes = MAX_BYTES,
    } = request;
    const url = parseAddress(address, allowsPrivateAddresses);
    const timeout = AbortSignal.timeout(timeoutMs);
    // Whatever kind of body it is, Request knows its bytes and media type.
    const content = new Request(url, { method, ...(headers && { headers }), body, redirect: 'manual' });
    try {
      const answer = await fetchByAgent(url, {
        method: content.method,
        headers: [...content.headers],
        body: body === null ? null : new Uint8Array(await content.arrayBuffer()),
        redirect: 'manual',
        signal: signal == null ? timeout : AbortSignal.any([signal, timeout]),
        dispatcher,
      });
      if (answer.status >= 300 && answer.status < 400 && answer.status !== 304) {
        await answer.body?.cancel();
        throw new GuardedFetchError('it answers with a redirect, which is not followed');
      }
      const bytes = await readBody(answer.body, maxBytes);
      const answerHeaders = new Headers([...answer.headers]);
      return new Response(isStatusWithoutBody(answer.status) ? null : bytes, {
        status: answer.status,
        headers: answerHeaders,
      });
    } catch (error) {
      throw explain(error);
    }
  };
}
