import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type {
  Api,
  Caller,
  RequestTarget,
  RouteMatch,
  RouteTable,
  TargetBalancer,
} from '@gatehouse/gateway-core';
import type { Limiter } from '../platform/limits/limiter.js';
import type { Platform } from '../platform/platform.tokens.js';
import type { UpstreamTokens } from '../platform/upstream-tokens/upstream-tokens.js';
import type { CredentialReaders } from './authentication/credential-readers.js';
import type { ResponseCache } from './caching/response-cache.js';
import type { HeldBody } from './contract/held-body.js';
import type { OpenCalls } from './open-calls.js';
import { FAILED, type Refusal, sendRefusal } from './refusal.js';
import type { UpstreamAssertions } from './shaping/upstream-assertions.js';
import type { CallRecord } from './seen/call-record.js';
import type { CallRecorder } from './seen/call-recorder.js';
import type { Surroundings } from './upstreams/outgoing-call.js';
import type { Upstream } from './upstreams/upstream-pools.js';

export interface GatewayOptions {
  readonly credentials: Pick<CredentialReaders, 'noteKeyUse' | 'readCertificate' | 'outsideTokens'>;
  readonly platform: Pick<Platform, 'env' | 'logger' | 'accessTokens' | 'dpop' | 'events' | 'snapshots'>;
  readonly currentTable: () => RouteTable;
  readonly limiter: Pick<Limiter, 'isNeeded' | 'findPlan' | 'take'>;
  readonly getTargets: (api: Api) => TargetBalancer<Upstream>;
  readonly upstreamTokens: Pick<UpstreamTokens, 'findReady' | 'getAccessToken' | 'renew'>;
  /** Sign who calls, for upstreams that check it. */
  readonly assertions: Pick<UpstreamAssertions, 'get'>;
  /** Told of each call, and once it is over. */
  readonly recorder: Pick<CallRecorder, 'begin' | 'finish'>;
  readonly openCalls: OpenCalls;
  /** Answers that are kept. */
  readonly cache: ResponseCache;
}

/** What all requests of a node have in common. */
export interface Plane extends GatewayOptions {
  readonly surroundings: Surroundings;
  /** Connections on which nothing more is listened to. */
  readonly ended: WeakSet<Socket>;
}

/** A request as it arrived. */
export interface Arrival {
  readonly plane: Plane;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly isContinueExpected: boolean;
  /** What is noted of it for whoever asks later. */
  readonly record: CallRecord;
  /** Name, value, name, value … for whatever the answer will be; undefined: none. Added to by `addAnswerHeader`. */
  answerHeaders: string[] | undefined;
  /** Of a call that goes on and is only asked about again: hears of a refusal, which is not sent. */
  readonly onRefused?: () => void;
}

/** A request that has a route, on its way to the upstream. */
export interface Passage extends Arrival {
  readonly target: RequestTarget;
  readonly match: Extract<RouteMatch, { readonly found: 'route' }>;
}

/** A request that may use its route. */
export interface AdmittedCall extends Passage {
  /** Undefined on a public route. */
  readonly caller: Caller | undefined;
  /** What a gate has read of its content; undefined, as of most calls: nothing. */
  heldBody: HeldBody | undefined;
}

/** Whether the access token came after "DPoP " (RFC 9449 §7.1). */
export const isSentWithProof = ({ request }: Pick<Passage, 'request'>): boolean =>
  /^dpop /i.test(request.headers.authorization ?? '');

/** The one way in which the gateway itself says no. */
export function refuse(arrival: Arrival, refusal: Refusal): void {
  if (arrival.onRefused !== undefined) return arrival.onRefused();
  const { response, requestId, answerHeaders, record } = arrival;
  record.refusal = refusal;
  sendRefusal(response, refusal, requestId, answerHeaders);
}

/**
 * Adds a header to the answer, the upstream's or the gateway's own. An upstream's header of that name gives way; `Vary` and
 * `Cache-Status` are added to.
 */
export function addAnswerHeader(arrival: Arrival, name: string, value: string): void {
  (arrival.answerHeaders ??= []).push(name, value);
}

/** A fault of our own: the caller hears the request ID, the log the rest. */
export function fail(arrival: Arrival, error: unknown): void {
  const { plane, requestId } = arrival;
  plane.platform.logger.error('call failed', { requestId, error });
  refuse(arrival, FAILED);
}
