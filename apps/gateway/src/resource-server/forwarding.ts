import type { Duplex } from 'node:stream';
import type { TargetBalancer } from '@gatehouse/gateway-core';
import { isDatabaseUnavailable } from '@gatehouse/persistence';
import { NoUpstreamTokenError } from '../platform/upstream-tokens/upstream-tokens.js';
import { contentTooLarge } from './bounds/body-gate.js';
import type { CacheSide } from './caching/cache-side.js';
import { consultCache } from './caching/consult-cache.js';
import type { EndReason, OpenCall } from './open-calls.js';
import { type AdmittedCall, fail, refuse } from './passage.js';
import { noTarget, noUpstreamToken, upstreamFailed, upstreamUnauthorized } from './refusal.js';
import { type CallShape, isShaped } from './shaping/call-shape.js';
import { sendFixedResponse } from './shaping/fixed-answers.js';
import { prepare } from './shaping/prepare.js';
import { buildCall, type OutgoingCall } from './upstreams/outgoing-call.js';
import type { ExchangeObserver } from './upstreams/exchange-sides.js';
import { isRepeatableCall, proxy } from './upstreams/proxy-exchange.js';
import { findWebSocketPolicy, joinWebSocket } from './web-sockets/web-sockets.js';
import type { Upstream } from './upstreams/upstream-pools.js';

/** The gateway's own access token for one call. */
interface OwnToken {
  readonly providerId: string;
  readonly accessToken: string;
  /** The upstream has refused another one before. */
  readonly isRenewed: boolean;
}

/** Answers an admitted call: by itself where its route does, else with what one of its API's targets says. */
export function forward(admitted: AdmittedCall): void {
  const { api, route } = admitted.match;
  if (route.fixedResponse !== null) sendFixedResponse(admitted, route.fixedResponse);
  else if (isShaped(api, route)) prepare(admitted, send);
  else send(admitted, undefined);
}

/** Answers a call from what is stored where its API keeps answers, else sends it to the upstream. */
function send(admitted: AdmittedCall, shape: CallShape | undefined): void {
  const { caching } = admitted.match.api.policies;
  if (caching === null) deliver(admitted, shape, undefined);
  else consultCache(admitted, shape, caching, deliver);
}

/** Sends a call to one of its API's targets. */
function deliver(admitted: AdmittedCall, shape: CallShape | undefined, cached: CacheSide | undefined): void {
  const { upstreamTokens } = admitted.plane;
  const { providerId } = admitted.match.api;
  if (providerId === null) return begin({ admitted, shape, own: undefined, cached });
  const ready = upstreamTokens.findReady(providerId);
  if (ready !== undefined) {
    return begin({ admitted, shape, own: { providerId, accessToken: ready, isRenewed: false }, cached });
  }
  upstreamTokens
    .getAccessToken(providerId)
    .then((accessToken) =>
      begin({ admitted, shape, own: { providerId, accessToken, isRenewed: false }, cached }),
    )
    .catch((error: unknown) => refuseUpstream(admitted, error));
}

interface Delivery {
  readonly admitted: AdmittedCall;
  /** Undefined: the call goes on as it came. */
  readonly shape: CallShape | undefined;
  readonly own: OwnToken | undefined;
  /** Undefined: the cache has no part in it. */
  readonly cached: CacheSide | undefined;
}

/** The targets as they were at its beginning: whom it tried must stay the same when an API changes. */
interface BegunDelivery extends Delivery {
  readonly targets: TargetBalancer<Upstream>;
}

function begin({ admitted, shape, own, cached }: Delivery): void {
  const { plane, response, match } = admitted;
  // The client may have gone while an access token was looked up.
  if (response.destroyed) return;
  const targets = plane.getTargets(match.api);
  const now = Date.now();
  const upstream = targets.pick(now);
  if (upstream === undefined) {
    if (cached?.standIn() === true) return;
    return refuse(admitted, noTarget(match.api.name, targets.findRetryAfterSeconds(now)));
  }
  // Written out: a spread costs more than all of these steps.
  new Attempt({ admitted, shape, own, cached, targets }, upstream, undefined).send();
}

/** One call to one target: hears how it goes, and sends the next one where this one failed without harm. */
class Attempt implements ExchangeObserver, OpenCall {
  readonly isWebSocket = false;
  isChecked = false;
  private readonly call: OutgoingCall;

  constructor(
    private readonly delivery: BegunDelivery,
    private readonly upstream: Upstream,
    private readonly tried: ReadonlySet<Upstream> | undefined,
  ) {
    const { admitted, own, shape } = delivery;
    const { plane, request, requestId, target, match, caller, record } = admitted;
    this.call = buildCall(request, {
      api: match.api,
      upstream,
      requestId,
      target,
      innerPath: match.innerPath,
      caller,
      shape,
      surroundings: plane.surroundings,
      accessToken: own?.accessToken,
      upgrade: findWebSocketPolicy(admitted) === null ? null : 'websocket',
      traceParent: record.trace?.beginTry(request.method, upstream.url, record.attempts),
    });
  }

  get admitted(): AdmittedCall {
    return this.delivery.admitted;
  }

  send(): void {
    const { plane, request, response, isContinueExpected, heldBody, answerHeaders, record, match } =
      this.delivery.admitted;
    const { logger } = plane.platform;
    const { maxBodyBytes } = match.api.policies;
    const { shape, cached } = this.delivery;
    cached?.prepare(this.call);
    this.upstream.state.begin();
    record.send(this.upstream.url);
    const client = {
      request,
      response,
      isContinueExpected,
      heldBody,
      maxBodyBytes,
      answerHeaders,
      shape,
      record,
      logger,
      keeper: cached?.keeper,
    };
    proxy(this.call, client, this);
  }

  onAnswer(status: number, headers: readonly (Buffer | string)[]): boolean {
    const { match, record } = this.delivery.admitted;
    record.answer();
    record.trace?.answerTry(status);
    const { circuitBreaker } = match.api.policies;
    if (status >= 500 && circuitBreaker?.failureStatuses.includes(status) === true) this.blame();
    else this.upstream.state.succeed();
    const { own, cached } = this.delivery;
    if (status !== 401 || own === undefined)
      return cached?.takeAnswer(status, headers, () => begin(this.delivery)) ?? false;
    record.trace?.endTry();
    this.renew(own);
    return true;
  }

  onFailure(error: Error, canRepeat: boolean): void {
    this.blame();
    const { admitted, targets } = this.delivery;
    admitted.record.trace?.failTry(nameError(error));
    const { api } = admitted.match;
    const tried = new Set(this.tried).add(this.upstream);
    const mayTry = canRepeat && tried.size <= api.policies.retries && !admitted.response.destroyed;
    const next = mayTry ? targets.pick(Date.now(), tried) : undefined;
    if (next !== undefined) return new Attempt(this.delivery, next, tried).send();
    if (this.delivery.cached?.standIn() !== true) refuse(admitted, upstreamFailed(api.name, error));
  }

  onBrokenAnswer(): void {
    this.admitted.record.trace?.failTry('broken_answer');
    this.blame();
  }

  onTooLarge(): void {
    this.upstream.state.abandon();
    const { admitted } = this.delivery;
    refuse(admitted, contentTooLarge(admitted.match.api.policies.maxBodyBytes ?? 0));
  }

  onStream(): void {
    const { plane, match, caller } = this.admitted;
    if (caller === undefined || !match.api.policies.endsStreamsWithCredential) return;
    plane.openCalls.add(this);
  }

  onStreamEnd(): void {
    const { plane, match, caller, record } = this.admitted;
    record.trace?.endTry();
    if (caller === undefined || !match.api.policies.endsStreamsWithCredential) return;
    plane.openCalls.remove(this);
  }

  /** Events may be far between: how long is the upstream's time-out to say. */
  isIdle(): boolean {
    return false;
  }

  /** Half an answer must not look like a whole one. */
  end(why: EndReason): void {
    if (why !== 'stopping') this.admitted.response.destroy();
  }

  onUpgrade(headers: readonly string[], socket: Duplex): void {
    const refusal = joinWebSocket(this.admitted, headers, socket);
    if (refusal !== undefined) refuse(this.admitted, refusal);
  }

  onAbandoned(): void {
    this.admitted.record.trace?.failTry('client_gone');
    this.upstream.state.abandon();
  }

  private blame(): void {
    const { plane, match } = this.delivery.admitted;
    const { circuitBreaker } = match.api.policies;
    if (!this.upstream.state.fail(circuitBreaker, Date.now())) return;
    plane.platform.logger.warn('a circuit opened: the target is not called for a while', {
      api: match.api.name,
      target: this.upstream.url,
      openSeconds: circuitBreaker?.openSeconds,
    });
  }

  /** The upstream has refused the gateway's access token: the call goes once more where that does no harm. */
  private renew({ providerId, accessToken: refused, isRenewed }: OwnToken): void {
    const { admitted } = this.delivery;
    const { plane, requestId, match } = admitted;
    plane.platform.logger.warn("an upstream did not accept the gateway's access token", {
      api: match.api.name,
      requestId,
      providerId,
    });
    const giveUp = (): void => refuse(admitted, upstreamUnauthorized(match.api.name));
    if (isRenewed) return giveUp();
    plane.upstreamTokens
      .renew(providerId, refused)
      .then((accessToken) => {
        if (accessToken === undefined || !isRepeatableCall(this.call)) giveUp();
        else begin({ ...this.delivery, own: { providerId, accessToken, isRenewed: true } });
      })
      .catch((error: unknown) => refuseUpstream(admitted, error));
  }
}

/** A code of Node's or undici's, which are few. */
const nameError = (error: Error): string => (error as NodeJS.ErrnoException).code ?? error.name;

function refuseUpstream(admitted: AdmittedCall, error: unknown): void {
  const { name } = admitted.match.api;
  if (error instanceof NoUpstreamTokenError) refuse(admitted, noUpstreamToken(name, error.retryAfterSeconds));
  else if (isDatabaseUnavailable(error)) refuse(admitted, noUpstreamToken(name, 2));
  else fail(admitted, error);
}
