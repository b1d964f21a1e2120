import type { TargetBalancer } from '@gatehouse/gateway-core';
import type { AccessToken } from '@gatehouse/oauth-core';
import { isDatabaseUnavailable } from '@gatehouse/persistence';
import { NoUpstreamTokenError } from '../platform/upstream-tokens/upstream-tokens.js';
import { fail, type Passage, type Plane } from './passage.js';
import { noTarget, noUpstreamToken, sendRefusal, upstreamUnauthorized } from './refusal.js';
import { buildCall, type OutgoingCall } from './upstreams/outgoing-call.js';
import { type ExchangeObserver, isRepeatableCall, proxy } from './upstreams/proxy-exchange.js';
import type { Upstream } from './upstreams/upstream-pools.js';

/** The gateway's own access token for one call. */
interface OwnToken {
  readonly providerId: string;
  readonly accessToken: string;
  /** The upstream has refused another one before. */
  readonly isRenewed: boolean;
}

/**
 * Sends an admitted call to one of its API's targets.
 * @param token the caller's; undefined on a public route
 */
export function forward(passage: Passage, token: AccessToken | undefined): void {
  const { upstreamTokens } = passage.plane;
  const { providerId } = passage.match.api;
  if (providerId === null) return begin({ passage, token, own: undefined });
  const ready = upstreamTokens.findReady(providerId);
  if (ready !== undefined) {
    return begin({ passage, token, own: { providerId, accessToken: ready, isRenewed: false } });
  }
  upstreamTokens
    .getAccessToken(providerId)
    .then((accessToken) => begin({ passage, token, own: { providerId, accessToken, isRenewed: false } }))
    .catch((error: unknown) => refuseUpstream(passage, error));
}

interface Delivery {
  readonly passage: Passage;
  readonly token: AccessToken | undefined;
  readonly own: OwnToken | undefined;
}

/** The targets as they were at its beginning: whom it tried must stay the same when an API changes. */
interface BegunDelivery extends Delivery {
  readonly targets: TargetBalancer<Upstream>;
}

function begin(delivery: Delivery): void {
  const { plane, response, requestId, match } = delivery.passage;
  // The client may have gone while an access token was looked up.
  if (response.destroyed) return;
  const targets = plane.getTargets(match.api);
  const now = Date.now();
  const upstream = targets.pick(now);
  if (upstream === undefined) {
    return sendRefusal(response, noTarget(match.api.name, targets.findRetryAfterSeconds(now)), requestId);
  }
  new Attempt({ ...delivery, targets }, upstream, undefined).send();
}

/** One call to one target: hears how it goes, and sends the next one where this one failed without harm. */
class Attempt implements ExchangeObserver {
  private readonly call: OutgoingCall;

  constructor(
    private readonly delivery: BegunDelivery,
    private readonly upstream: Upstream,
    private readonly tried: ReadonlySet<Upstream> | undefined,
  ) {
    const { passage, token, own } = delivery;
    const { plane, request, requestId, target, match } = passage;
    this.call = buildCall(request, {
      api: match.api,
      upstream,
      requestId,
      target,
      innerPath: match.innerPath,
      caller: token && { token, applicationId: findApplicationId(plane, token) },
      surroundings: plane.surroundings,
      accessToken: own?.accessToken,
    });
  }

  send(): void {
    const { plane, request, response, isContinueExpected } = this.delivery.passage;
    this.upstream.state.begin();
    proxy(this.call, { request, response, isContinueExpected, logger: plane.platform.logger }, this);
  }

  onAnswer(status: number): boolean {
    const { circuitBreaker } = this.delivery.passage.match.api.policies;
    if (status >= 500 && circuitBreaker?.failureStatuses.includes(status) === true) this.blame();
    else this.upstream.state.succeed();
    const { own } = this.delivery;
    if (status !== 401 || own === undefined) return false;
    this.renew(own);
    return true;
  }

  onFailure(canRepeat: boolean): boolean {
    this.blame();
    const { match, response } = this.delivery.passage;
    const tried = new Set(this.tried).add(this.upstream);
    if (!canRepeat || tried.size > match.api.policies.retries || response.destroyed) return false;
    const next = this.delivery.targets.pick(Date.now(), tried);
    if (next === undefined) return false;
    new Attempt(this.delivery, next, tried).send();
    return true;
  }

  onAbandoned(): void {
    this.upstream.state.abandon();
  }

  private blame(): void {
    const { plane, match } = this.delivery.passage;
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
    const { passage, token } = this.delivery;
    const { plane, response, requestId, match } = passage;
    plane.platform.logger.warn("an upstream did not accept the gateway's access token", {
      api: match.api.name,
      requestId,
      providerId,
    });
    const giveUp = (): void => sendRefusal(response, upstreamUnauthorized(match.api.name), requestId);
    if (isRenewed) return giveUp();
    plane.upstreamTokens
      .renew(providerId, refused)
      .then((accessToken) => {
        if (accessToken === undefined || !isRepeatableCall(this.call)) giveUp();
        else begin({ passage, token, own: { providerId, accessToken, isRenewed: true } });
      })
      .catch((error: unknown) => refuseUpstream(passage, error));
  }
}

function refuseUpstream(passage: Passage, error: unknown): void {
  const { response, requestId, match } = passage;
  if (error instanceof NoUpstreamTokenError)
    sendRefusal(response, noUpstreamToken(match.api.name, error.retryAfterSeconds), requestId);
  else if (isDatabaseUnavailable(error)) sendRefusal(response, noUpstreamToken(match.api.name, 2), requestId);
  else fail(passage, error);
}

const findApplicationId = ({ platform }: Plane, token: AccessToken): string | undefined =>
  platform.snapshots.current().clients.get(token.clientId)?.applicationId;
