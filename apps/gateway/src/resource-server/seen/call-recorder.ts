import type { CallDetails, CallFacts, CallMeasures, CountKey, Route } from '@gatehouse/gateway-core';
import { RefusedOutsideTokenError, toTokenFacts } from '@gatehouse/gateway-core';
import { type AccessToken, hashSecret, listHands, RefusedTokenError } from '@gatehouse/oauth-core';
import type { Platform } from '../../platform/platform.tokens.js';
import type { Arrival } from '../passage.js';
import { toAccessLine } from './access-line.js';
import type { CallRecord } from './call-record.js';
import type { CallTrace } from './call-trace.js';
import { toSeenPath } from './seen-path.js';

type Parts = Pick<Platform, 'traffic' | 'snapshots' | 'currentDirectory' | 'accessLog' | 'env' | 'nodeId'> & {
  /** Begins the trace of a call; undefined: there are no traces. */
  readonly trace: ((request: Arrival['request']) => CallTrace) | undefined;
};

const neededScopes = new WeakMap<Route, string>();

function findNeededScopes(route: Route | undefined): string {
  if (route?.access !== 'scopes') return '';
  const known = neededScopes.get(route);
  if (known !== undefined) return known;
  const scopes = route.scopes.join(' ');
  neededScopes.set(route, scopes);
  return scopes;
}

/** The scopes of an access token that opened a route. */
function findUsedScopes(route: Route | undefined, held: ReadonlySet<string>): string {
  if (route?.access !== 'scopes' || route.scopeMatch === 'all') return findNeededScopes(route);
  return route.scopes.filter((scope) => held.has(scope)).join(' ');
}

/** And those that a tool of an MCP server wants. */
function withTool({ tool }: CallRecord, scopes: string): string {
  if (tool === undefined || tool.scopes.length === 0) return scopes;
  return [...new Set([...scopes.split(' ').filter(Boolean), ...tool.scopes])].join(' ');
}

const routeOf = ({ match }: CallRecord): Route | undefined =>
  match?.found === 'route' ? match.route : undefined;

const apiOf = ({ match }: CallRecord) =>
  match === undefined || match.found === 'nothing' ? undefined : match.api;

/** The access token of ours that came with a call, admitted or not. */
const tokenOf = ({ caller, error }: CallRecord): AccessToken | undefined =>
  caller?.accessToken ?? (error instanceof RefusedTokenError ? error.accessToken : undefined);

/** What a length promises is worth nothing before all of it is there: it could be any number. */
const countReceived = ({ complete, headers }: Arrival['request']): number =>
  complete ? Number(headers['content-length'] ?? 0) : 0;

const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

/** Turns what was noted of a call into counts and, for some calls, facts to keep: once its answer has ended. */
export class CallRecorder {
  /** Calls under way. */
  pending = 0;

  constructor(private readonly parts: Parts) {}

  /** A call has come. */
  begin({ request, record }: Arrival): void {
    const { trace, accessLog } = this.parts;
    this.pending += 1;
    if (trace !== undefined) record.trace = trace(request);
    // Once the connection is gone it is not told any more; from here on it is remembered.
    if (accessLog !== undefined || trace !== undefined) void request.socket.remoteAddress;
  }

  finish(arrival: Arrival): void {
    const { record, response } = arrival;
    const { traffic, accessLog } = this.parts;
    this.pending -= 1;
    const at = Date.now();
    const key = this.toKey(arrival);
    const measures = {
      durationMs: performance.now() - record.startedAt,
      upstreamMs: record.answeredAt === 0 ? 0 : record.answeredAt - record.sentAt,
      bytesIn: countReceived(arrival.request),
      bytesOut: record.bytesOut,
      tries: record.attempts,
      cache: record.cache,
    };
    traffic.count(at, key, measures);
    const isRefused = key.check !== null;
    const token = record.caller?.accessToken;
    if (!isRefused && token?.authorizationId != null) {
      const scopes = withTool(record, findUsedScopes(routeOf(record), token.scopes));
      traffic.use(at, token.authorizationId, scopes, listHands(token).join(' '));
    }
    const isOdd = isRefused || response.statusCode >= 500;
    if (traffic.mayKeep(isOdd, at)) traffic.keep(this.toFacts(arrival, at, key), findUnknownToken(arrival));
    if (accessLog !== undefined) accessLog.add(this.toLine(arrival, at, key, measures));
    record.trace?.end(arrival, key);
  }

  private toLine(arrival: Arrival, at: number, key: CountKey, measures: CallMeasures): string {
    const { record, request } = arrival;
    return toAccessLine(arrival, key, measures, {
      at,
      node: this.parts.nodeId,
      trustedProxies: this.parts.env.trustedProxies,
      path: toSeenPath(request.url ?? ''),
      userId: record.caller?.userId ?? tokenOf(record)?.userId ?? null,
    });
  }

  private toKey({ record, response }: Arrival): CountKey {
    const { caller, refusal } = record;
    const clientId = caller?.clientId ?? tokenOf(record)?.clientId ?? null;
    return {
      apiId: apiOf(record)?.id ?? null,
      applicationId: caller?.applicationId ?? this.findApplication(clientId),
      clientId,
      scopes: withTool(record, findNeededScopes(routeOf(record))),
      status: response.headersSent ? response.statusCode : 0,
      check: refusal?.check ?? null,
    };
  }

  private findApplication(clientId: string | null): string | null {
    if (clientId === null) return null;
    return this.parts.snapshots.current().clients.get(clientId)?.applicationId ?? null;
  }

  private toFacts(arrival: Arrival, at: number, key: CountKey): CallFacts {
    const { record, request, requestId } = arrival;
    const token = tokenOf(record);
    return {
      at,
      requestId,
      method: request.method ?? '',
      path: toSeenPath(request.url ?? ''),
      status: key.status,
      check: key.check,
      apiId: key.apiId,
      applicationId: key.applicationId,
      clientId: key.clientId,
      userId: record.caller?.userId ?? token?.userId ?? null,
      durationMs: performance.now() - record.startedAt,
      details: this.toDetails(arrival, token),
    };
  }

  private toDetails({ record, request, response }: Arrival, token: AccessToken | undefined): CallDetails {
    const { refusal, error, caller, target } = record;
    const api = apiOf(record);
    return {
      apiName: api?.name ?? null,
      audience: api?.audience ?? null,
      route: routeOf(record) ?? null,
      refusal:
        refusal === undefined
          ? null
          : {
              title: refusal.title,
              detail: refusal.detail,
              error: refusal.error ?? null,
              reason: error?.reason ?? null,
            },
      credential: caller?.credential ?? record.credential ?? null,
      credentialId: caller?.credentialId ?? token?.tokenId ?? null,
      outside: caller?.outside ?? (error instanceof RefusedOutsideTokenError ? error.outside : null),
      scopes: [...(caller?.scopes ?? token?.scopes ?? [])],
      token: token === undefined ? null : toTokenFacts(token, this.findKid(request.headers.authorization)),
      upstream:
        target === undefined
          ? null
          : {
              target,
              attempts: record.attempts,
              headMs: record.answeredAt === 0 ? null : record.answeredAt - record.sentAt,
            },
      cache: record.cache,
      tool: record.tool ?? null,
      bytesIn: countReceived(request),
      bytesOut: record.bytesOut,
      isComplete: response.writableFinished,
    };
  }

  /** Of the key whose header the access token has; its signature was verified when it was presented. */
  private findKid(authorization: string | undefined): string | null {
    const text = BEARER.exec(authorization ?? '')?.[1] ?? '';
    const dot = text.indexOf('.');
    if (dot === -1) return null;
    return this.parts.currentDirectory().keysByHeader.get(text.slice(0, dot))?.kid ?? null;
  }
}

/** Whoever makes no traces loads nothing for them. */
export async function openRecorder(platform: Platform): Promise<CallRecorder> {
  const { traffic, snapshots, currentDirectory, accessLog, env, nodeId, tracing } = platform;
  const parts = { traffic, snapshots, currentDirectory, accessLog, env, nodeId };
  if (tracing === undefined) return new CallRecorder({ ...parts, trace: undefined });
  const { CallTrace } = await import('./call-trace.js');
  return new CallRecorder({ ...parts, trace: (request) => new CallTrace(tracing.tracer, request) });
}

/** The hash of an opaque access token that nobody knew: it may have been revoked. */
function findUnknownToken({ record, request }: Arrival): Buffer | undefined {
  const { error, caller } = record;
  if (caller !== undefined || error?.code !== 'invalid_token' || error instanceof RefusedTokenError)
    return undefined;
  const text = BEARER.exec(request.headers.authorization ?? '')?.[1];
  return text === undefined || text.includes('.') ? undefined : hashSecret(text);
}
