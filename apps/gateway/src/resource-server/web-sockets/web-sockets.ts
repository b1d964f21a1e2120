import type { Duplex } from 'node:stream';
import {
  CLOSE_CODES,
  findHandshakeProblem,
  findOfferedToken,
  type WebSocketPolicy,
} from '@gatehouse/gateway-core';
import type { Gate } from '../gates.js';
import type { EndReason, OpenCall } from '../open-calls.js';
import type { AdmittedCall, Passage } from '../passage.js';
import { refusedHandshake, type Refusal, tooManyWebSockets } from '../refusal.js';
import { HandshakeResponse } from './handshake.js';
import { Tunnel } from './tunnel.js';

/** What the API says about WebSockets, where a call asks for one and may have it; else it is an ordinary call. */
export function findWebSocketPolicy({ response, match }: Passage): WebSocketPolicy | null {
  const { webSockets } = match.api.policies;
  return webSockets !== null && response instanceof HandshakeResponse ? webSockets : null;
}

/**
 * Puts an access token that came as a subprotocol where all others come.
 * @returns why it is refused
 */
export function takeOfferedToken(passage: Passage): Refusal | undefined {
  if (findWebSocketPolicy(passage)?.acceptsTokenAsSubprotocol !== true) return undefined;
  const { request } = passage;
  const offered = findOfferedToken(request.rawHeaders);
  if (offered === undefined) return undefined;
  if (offered.protocols.length === 0) {
    const detail = 'Offer another subprotocol beside the access token: the service has to choose one.';
    return refusedHandshake({ status: 400, detail });
  }
  request.rawHeaders = offered.rawHeaders;
  request.headers.authorization ??= `Bearer ${offered.accessToken}`;
  request.headers['sec-websocket-protocol'] = offered.protocols.join(', ');
  return undefined;
}

/** RFC 6455 §4.2.2: what a server may look at before it accepts. */
export const checkWebSocket: Gate = (call) => {
  if (call.match.api.policies.webSockets === null) return undefined;
  const policy = findWebSocketPolicy(call);
  if (policy === null) return undefined;
  const problem = findHandshakeProblem(call.request.rawHeaders, policy);
  if (problem !== undefined) return refusedHandshake(problem);
  return isRoomFor(call, policy) ? undefined : tooManyWebSockets(call.match.api.name);
};

const isRoomFor = ({ plane, match }: AdmittedCall, { maxConnections }: WebSocketPolicy): boolean =>
  plane.openCalls.countWebSockets(match.api.id) < maxConnections &&
  plane.openCalls.countWebSockets() < plane.platform.env.maxWebSockets;

const CODES: Readonly<Record<EndReason, number>> = {
  credential: CLOSE_CODES.policyViolation,
  unheard: CLOSE_CODES.tryAgainLater,
  idle: CLOSE_CODES.goingAway,
  stopping: CLOSE_CODES.goingAway,
};

const WORDS: Readonly<Record<EndReason, string>> = {
  credential: 'no longer authorized',
  unheard: 'nobody can say whether this was revoked',
  idle: 'nothing passed for too long',
  stopping: 'the gateway is stopping',
};

/**
 * Joins a client with the upstream that has accepted its handshake.
 * @param headers the upstream's, cleaned
 * @returns why that cannot be
 */
export function joinWebSocket(
  call: AdmittedCall,
  headers: readonly string[],
  upstream: Duplex,
): Refusal | undefined {
  const { plane, response, match } = call;
  const policy = findWebSocketPolicy(call);
  if (!(response instanceof HandshakeResponse) || policy === null || !isRoomFor(call, policy)) {
    upstream.on('error', () => undefined).destroy();
    return tooManyWebSockets(match.api.name);
  }
  response.switchProtocols(headers);
  const tunnel = new Tunnel(response.client, upstream);
  const open: OpenCall = {
    admitted: call,
    isWebSocket: true,
    isChecked: false,
    isIdle: (now) => now - tunnel.lastPassedAt > policy.idleSeconds * 1_000,
    end: (why) => tunnel.close(CODES[why], WORDS[why]),
  };
  plane.openCalls.add(open);
  tunnel.start(response.firstBytes, () => plane.openCalls.remove(open));
  return undefined;
}
