import { findAssertionAudience } from '@gatehouse/gateway-core';
import { OAuthError } from '@gatehouse/oauth-core';
import { type AdmittedCall, fail, refuse } from '../passage.js';
import { noUpstreamToken, unwritablePath } from '../refusal.js';
import { type CallShape, shapeCall } from './call-shape.js';

type Send = (call: AdmittedCall, shape: CallShape) => void;

/** Makes ready what a call gets besides what it brought; `send` goes on. */
export function prepare(call: AdmittedCall, send: Send): void {
  const { api } = call.match;
  const shape = shapeCall(call);
  if (shape === undefined) return refuse(call, unwritablePath(api.name));
  assure(call, shape, send);
}

/** Signs who calls, where the upstream wants it so. */
function assure(call: AdmittedCall, shape: CallShape, send: Send): void {
  const { plane, match, caller } = call;
  const { identity } = match.api.policies;
  if (identity?.kind !== 'jwt') return send(call, shape);
  const goOn = (assertion: string): void => {
    const isBearer = identity.header.toLowerCase() === 'authorization';
    shape.assertion = { header: identity.header, value: isBearer ? `Bearer ${assertion}` : assertion };
    send(call, shape);
  };
  try {
    const assertion = plane.assertions.get(
      findAssertionAudience(match.api, identity.audience),
      caller,
      identity.lifetimeSeconds,
    );
    if (typeof assertion === 'string') goOn(assertion);
    else assertion.then(goOn).catch((error: unknown) => refuseUnsigned(call, error));
  } catch (error) {
    refuseUnsigned(call, error);
  }
}

/** Without its proof no call goes on. */
function refuseUnsigned(call: AdmittedCall, error: unknown): void {
  if (!(error instanceof OAuthError)) return fail(call, error);
  const { plane, requestId, match } = call;
  const { name } = match.api;
  plane.platform.logger.warn('who calls cannot be signed', { requestId, api: name, reason: error.reason });
  refuse(call, noUpstreamToken(name, 2));
}
