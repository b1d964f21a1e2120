import { randomBytes, randomUUID } from 'node:crypto';
import type { BackchannelRequest } from '../ports/backchannel-requests.js';
import { NOON } from './world.js';

/** The print shop asks somebody elsewhere for `openid photos` and waits, with five minutes to live. */
export function aBackchannelRequest(changes: Partial<BackchannelRequest> = {}): BackchannelRequest {
  return {
    id: randomUUID(),
    authRequestIdHash: randomBytes(32),
    clientId: 'print-shop',
    applicationId: randomUUID(),
    userId: randomUUID(),
    scopes: ['openid', 'photos'],
    resources: [],
    acrValues: [],
    authorizationDetails: [],
    bindingMessage: 'Order 4711',
    deliveryMode: 'poll',
    intervalSeconds: 5,
    requestedAt: NOON,
    expiresAt: NOON + 300_000,
    approval: null,
    deniedAt: null,
    claimedAt: null,
    ...changes,
  };
}
