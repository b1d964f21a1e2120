import { type CallMeasures, type CountKey, parseTraceParent } from '@gatehouse/gateway-core';
import { findClientAddress } from '../../platform/client-address.js';
import type { Arrival } from '../passage.js';

const MAX_NAMES = 20;
/** Of a parameter; anything else may be a value that lost its name. */
const NAME = /^[\w.~[\]-]{1,40}$/;

/** Names of the parameters in a query: values can be secrets. */
export function listParameterNames(url: string): readonly string[] {
  const question = url.indexOf('?');
  if (question === -1) return [];
  const names = new Set<string>();
  for (const pair of url.slice(question + 1).split('&')) {
    const equals = pair.indexOf('=');
    const name = equals === -1 ? '' : pair.slice(0, equals);
    if (NAME.test(name)) names.add(name);
    if (names.size === MAX_NAMES) break;
  }
  return [...names];
}

// JSON escapes what ends a line in a file; these steer terminals, or end lines elsewhere.
const STEERING = /[\u007f-\u009f\u2028\u2029]/g;
const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** What else a line says than what calls are counted by. */
export interface LineFacts {
  readonly at: number;
  readonly node: string;
  readonly trustedProxies: readonly string[];
  readonly path: string;
  readonly userId: string | null;
}

const round = (milliseconds: number): number => Math.round(milliseconds * 1_000) / 1_000;

/** One call as a line of JSON: no header of it, no value of its query. */
export function toAccessLine(
  { request, requestId, record }: Arrival,
  { status, check, applicationId, clientId }: CountKey,
  measures: CallMeasures,
  { at, node, trustedProxies, path, userId }: LineFacts,
): string {
  const { match, trace } = record;
  const traceId = trace?.traceId ?? parseTraceParent(join(request.headers['traceparent']))?.traceId ?? null;
  const line = JSON.stringify({
    time: new Date(at).toISOString(),
    requestId,
    node,
    api: match === undefined || match.found === 'nothing' ? null : match.api.name,
    route: match?.found === 'route' ? match.api.basePath + match.route.path : null,
    method: request.method ?? '',
    path,
    queryNames: listParameterNames(request.url ?? ''),
    status,
    check,
    applicationId,
    clientId,
    userId,
    durationMs: round(measures.durationMs),
    upstreamMs: measures.tries === 0 ? null : round(measures.upstreamMs),
    tries: measures.tries,
    bytesIn: measures.bytesIn,
    bytesOut: measures.bytesOut,
    address: findClientAddress(request, trustedProxies),
    traceId,
  });
  return line.replace(STEERING, escape);
}

const join = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;
