import type { IncomingMessage, ServerResponse } from 'node:http';
import { SpanStatusCode } from '@opentelemetry/api';
import { nameMethod, startServerSpan } from '../../platform/tracing/server-span.js';
import type { Tracing } from '../../platform/tracing/tracing.js';

/** A span for a request to an endpoint of the authorization server: no header, no parameter. */
export function traceRequest(
  tracing: Tracing,
  { request, response, path }: { request: IncomingMessage; response: ServerResponse; path: string },
  requestId: string,
): void {
  const span = startServerSpan(tracing, request);
  span.updateName(`${nameMethod(request.method)} ${path}`);
  span.setAttributes({ 'http.route': path, 'gatehouse.request_id': requestId });
  response.on('close', () => {
    const { headersSent, statusCode } = response;
    if (headersSent) span.setAttribute('http.response.status_code', statusCode);
    if (headersSent && statusCode >= 500)
      span.setAttribute('error.type', String(statusCode)).setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
}
