import { listValues, type RawHeaders } from './header-values.js';

/** What a request says of itself before its target is looked at. */
export interface RequestHead {
  readonly method: string;
  readonly rawHeaders: RawHeaders;
  /** The Host header: the first, where there are several. */
  readonly host: string | undefined;
  /** The Transfer-Encoding header: all of them, separated by commas. */
  readonly transferEncoding: string | undefined;
}

/** A request that is not looked at any further, and a sentence for the client developer. */
export interface HeadProblem {
  readonly status: 400 | 501;
  readonly detail: string;
}

export type RequestCheck = (head: RequestHead) => HeadProblem | undefined;

// CONNECT asks for a tunnel; TRACE would show an upstream's answer what the gateway added (RFC 9110 §9.3.8).
const REFUSED_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE']);
// RFC 9110 §7.2: a name or address, and a port.
const HOST = /^(?:\[[\da-f:.]+\]|[\w.\-~]*)(?::\d{1,5})?$/i;

const checkMethod: RequestCheck = ({ method }) =>
  REFUSED_METHODS.has(method)
    ? { status: 501, detail: 'The gateway does not pass this method on.' }
    : undefined;

// RFC 9112 §3.2: a request with several Host lines, or an invalid one, is answered 400.
const checkHost: RequestCheck = ({ host, rawHeaders }) => {
  if (host !== undefined && !HOST.test(host)) {
    return { status: 400, detail: 'The Host header is not a host name and a port.' };
  }
  return listValues(rawHeaders, 'host').length > 1
    ? { status: 400, detail: 'The Host header comes more than once.' }
    : undefined;
};

// RFC 9112 §6.1: a transfer coding that is not understood is answered 501; passed on, it would frame another message.
const checkTransferCoding: RequestCheck = ({ transferEncoding }) =>
  transferEncoding === undefined || transferEncoding.toLowerCase() === 'chunked'
    ? undefined
    : { status: 501, detail: 'The only transfer coding that the gateway understands is chunked.' };

/** What is settled before the target, the route and the access token: in this order. */
export const REQUEST_CHECKS: readonly RequestCheck[] = [checkMethod, checkHost, checkTransferCoding];

/** The first problem of a request's head. */
export function findHeadProblem(head: RequestHead): HeadProblem | undefined {
  for (const check of REQUEST_CHECKS) {
    const problem = check(head);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
