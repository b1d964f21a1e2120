import {
  type Attributes,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { type CountKey, writeTraceParent } from '@gatehouse/gateway-core';
import { findClientAddress } from '../../platform/client-address.js';
import { nameMethod, startServerSpan } from '../../platform/tracing/server-span.js';
import type { Tracing } from '../../platform/tracing/tracing.js';
import type { Arrival } from '../passage.js';

/** The trace of one call: a span of the gateway's own, and one for each try at an upstream. */
export class CallTrace {
  readonly traceId: string;
  private readonly span: Span;
  private attempt: Span | undefined;

  constructor(
    private readonly tracer: Tracing['tracer'],
    request: Arrival['request'],
  ) {
    this.span = startServerSpan({ tracer }, request);
    this.traceId = this.span.spanContext().traceId;
  }

  /**
   * A call goes to a target.
   * @param resends how often it went to others before
   * @returns what the upstream is told: `traceparent`
   */
  beginTry(method: string | undefined, targetUrl: string, resends: number): string {
    this.attempt?.end();
    const { protocol, hostname, port } = new URL(targetUrl);
    const attributes: Attributes = {
      'http.request.method': nameMethod(method),
      'server.address': hostname,
      'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
      // Where it went, not what was asked: paths and queries are the upstream's business.
      'url.full': targetUrl,
      ...(resends > 0 && { 'http.request.resend_count': resends }),
    };
    const parent = trace.setSpan(ROOT_CONTEXT, this.span);
    const name = nameMethod(method) === '_OTHER' ? 'HTTP' : nameMethod(method);
    this.attempt = this.tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, parent);
    const { traceId, spanId, traceFlags } = this.attempt.spanContext();
    return writeTraceParent({ traceId, spanId, flags: traceFlags });
  }

  /** The head of an answer is there. */
  answerTry(status: number): void {
    this.attempt?.setAttribute('http.response.status_code', status);
    if (status >= 400) this.fail(this.attempt, String(status));
  }

  /** There was none, or only a part of it. @param type an error's code */
  failTry(type: string): void {
    this.fail(this.attempt, type);
    this.endTry();
  }

  endTry(): void {
    this.attempt?.end();
    this.attempt = undefined;
  }

  /** The call is over. */
  end(arrival: Arrival, key: CountKey): void {
    this.endTry();
    const { span } = this;
    if (span.isRecording()) {
      const { match } = arrival.record;
      const route = match?.found === 'route' ? match.api.basePath + match.route.path : undefined;
      if (route !== undefined) span.updateName(`${nameMethod(arrival.request.method)} ${route}`);
      span.setAttributes(describeCall(arrival, key, route));
      if (key.status >= 500) this.fail(span, key.check ?? String(key.status));
    }
    span.end();
  }

  private fail(span: Span | undefined, type: string): void {
    span?.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR });
  }
}

/** No header, no query: names and numbers that calls are recorded with elsewhere too. */
function describeCall(arrival: Arrival, key: CountKey, route: string | undefined): Attributes {
  const { plane, request, requestId, record } = arrival;
  const { match, caller } = record;
  const attributes: Attributes = {
    'url.scheme': plane.surroundings.scheme,
    'network.protocol.version': request.httpVersion === '2.0' ? '2' : request.httpVersion,
    'client.address': findClientAddress(request, plane.platform.env.trustedProxies),
    'gatehouse.request_id': requestId,
  };
  if (key.status > 0) attributes['http.response.status_code'] = key.status;
  if (route !== undefined) attributes['http.route'] = route;
  if (match !== undefined && match.found !== 'nothing') attributes['gatehouse.api'] = match.api.name;
  if (key.applicationId !== null) attributes['gatehouse.application_id'] = key.applicationId;
  if (key.clientId !== null) attributes['gatehouse.client_id'] = key.clientId;
  if (caller !== undefined) attributes['gatehouse.credential'] = caller.credential;
  if (key.check !== null) attributes['gatehouse.refused_check'] = key.check;
  return attributes;
}
