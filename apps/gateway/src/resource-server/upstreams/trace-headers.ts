import type { IncomingHttpHeaders } from 'node:http';
import { isTraceState, parseTraceParent } from '@gatehouse/gateway-core';

const join = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;

/**
 * Carries the trace of a call on to the upstream.
 * @param headers of the upstream's request, in which the client's came along; changed
 * @param sent the client's
 * @param own the gateway's part in the trace; undefined: it takes none, and what came goes on as it is
 */
export function carryTraceOn(headers: string[], sent: IncomingHttpHeaders, own: string | undefined): void {
  const isParentRight = parseTraceParent(join(sent['traceparent'])) !== undefined;
  const state = join(sent['tracestate']);
  // W3C Trace Context §4.3: what is malformed goes no further, and without its parent the state means nothing.
  if (own !== undefined || !isParentRight) remove(headers, 'traceparent');
  if (state !== undefined && !(isParentRight && isTraceState(state))) remove(headers, 'tracestate');
  if (own !== undefined) headers.push('traceparent', own);
}

function remove(headers: string[], name: string): void {
  for (let index = headers.length - 2; index >= 0; index -= 2) {
    if (headers[index]?.toLowerCase() === name) headers.splice(index, 2);
  }
}
