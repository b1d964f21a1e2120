import type { IncomingMessage } from 'node:http';
import { type Context, createTraceState, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api';
import { isTraceState, parseTraceParent } from '@gatehouse/gateway-core';
import type { Tracing } from './tracing.js';

// RFC 9110 §9, RFC 5789: all others are one, so that nobody makes names up.
const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
]);

/** As OpenTelemetry's conventions want a method. */
export const nameMethod = (method: string | undefined): string =>
  method !== undefined && METHODS.has(method) ? method : '_OTHER';

const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;

/** W3C Trace Context §4.3: what is malformed is as if it had not come. */
function readContext({ headers }: IncomingMessage): Context {
  const parent = parseTraceParent(first(headers['traceparent']));
  if (parent === undefined) return ROOT_CONTEXT;
  const state = first(headers['tracestate']);
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: parent.traceId,
    spanId: parent.spanId,
    traceFlags: parent.flags & 1,
    isRemote: true,
    ...(state !== undefined && isTraceState(state) && { traceState: createTraceState(state) }),
  });
}

/** Begins the span of a request that has arrived, in the trace of whoever sent it. */
export function startServerSpan({ tracer }: Pick<Tracing, 'tracer'>, request: IncomingMessage): Span {
  const method = nameMethod(request.method);
  return tracer.startSpan(
    method === '_OTHER' ? 'HTTP' : method,
    { kind: SpanKind.SERVER, attributes: { 'http.request.method': method } },
    readContext(request),
  );
}
