import type { CallDetails, CallFacts, CountKey, Route } from '@gatehouse/gateway-core';
import { RefusedOutsideTokenError, toTokenFacts } from '@gatehouse/gateway-core';
import { type AccessToken, hashSecret, RefusedTokenError } from '@gatehouse/oauth-core';
import type { Platform } from '../../platform/platform.tokens.js';
import type { Arrival } from '../passage.js';
import type { CallRecord } from './call-record.js';

type Parts = Pick<Platform, 'traffic' | 'snapshots' | 'currentDirectory'>;

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

const routeOf = ({ match }: CallRecord): Route | undefined =>
  match?.found === 'route' ? match.route : undefined;

const apiOf = ({ match }: CallRecord) =>
  match === undefined || match.found === 'nothing' || match.found === 'other-methods' ? undefined : match.api;

/** The access token of ours that came with a call, admitted or not. */
const tokenOf = ({ caller, error }: CallRecord): AccessToken | undefined =>
  caller?.accessToken ?? (error instanceof RefusedTokenError ? error.accessToken : undefined);

const withoutQuery = (url: string): string => {
  const question = url.indexOf('?');
  return question === -1 ? url : url.slice(0, question);
};

const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

/** Turns what was noted of a call into counts and, for some calls, facts to keep: once its answer has ended. */
export class CallRecorder {
  /** Calls under way. */
  pending = 0;

  constructor(private readonly parts: Parts) {}

  /** A call has come. */
  begin(): void {
    this.pending += 1;
  }

  finish(arrival: Arrival): void {
    const { record, response } = arrival;
    const { traffic } = this.parts;
    this.pending -= 1;
    const at = Date.now();
    const key = this.toKey(arrival);
    traffic.count(at, key, {
      durationMs: performance.now() - record.startedAt,
      upstreamMs: record.answeredAt === 0 ? 0 : record.answeredAt - record.sentAt,
      bytesIn: Number(arrival.request.headers['content-length'] ?? 0) || 0,
      bytesOut: record.bytesOut,
      tries: record.attempts,
    });
    const isRefused = key.check !== null;
    const token = record.caller?.accessToken;
    if (!isRefused && token?.authorizationId != null) {
      traffic.use(at, token.authorizationId, findUsedScopes(routeOf(record), token.scopes));
    }
    const isOdd = isRefused || response.statusCode >= 500;
    if (traffic.mayKeep(isOdd, at)) traffic.keep(this.toFacts(arrival, at, key), findUnknownToken(arrival));
  }

  private toKey({ record, response }: Arrival): CountKey {
    const { caller, refusal } = record;
    const clientId = caller?.clientId ?? tokenOf(record)?.clientId ?? null;
    return {
      apiId: apiOf(record)?.id ?? null,
      applicationId: caller?.applicationId ?? this.findApplication(clientId),
      clientId,
      scopes: findNeededScopes(routeOf(record)),
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
      path: withoutQuery(request.url ?? ''),
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
      bytesIn: Number(request.headers['content-length'] ?? 0) || 0,
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

/** The hash of an opaque access token that nobody knew: it may have been revoked. */
function findUnknownToken({ record, request }: Arrival): Buffer | undefined {
  const { error, caller } = record;
  if (caller !== undefined || error?.code !== 'invalid_token' || error instanceof RefusedTokenError)
    return undefined;
  const text = BEARER.exec(request.headers.authorization ?? '')?.[1];
  return text === undefined || text.includes('.') ? undefined : hashSecret(text);
}
