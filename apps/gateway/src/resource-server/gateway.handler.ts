import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Caller,
  checkAccess,
  findHeadProblem,
  isListed,
  parseRequestTarget,
} from '@gatehouse/gateway-core';
import { chooseRequestId } from '../platform/request-id.js';
import { notListed, refuseCredential } from './authentication/answers.js';
import { authenticate } from './authentication/authenticate.js';
import { findCalledHost } from './called-host.js';
import { answerCors } from './cors.js';
import { checkDetail } from './required-detail.js';
import { forward } from './forwarding.js';
import { GATES } from './gates.js';
import {
  type AdmittedCall,
  type Arrival,
  fail,
  type GatewayOptions,
  type Passage,
  type Plane,
  refuse,
} from './passage.js';
import { badRequest, NO_API, noRoute, otherMethods, refusedHead } from './refusal.js';
import { CallRecord } from './seen/call-record.js';
import { takeOfferedToken } from './web-sockets/web-sockets.js';

/** Answers one request of the data plane. Never throws. */
export type GatewayHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  isContinueExpected?: boolean,
) => void;

/**
 * The data plane. In this order, and the first that refuses answers: head, target, route, credential, access checks,
 * gates, upstream. Each step hands over to the next.
 */
export function createGatewayHandler(options: GatewayOptions): GatewayHandler {
  const { env } = options.platform;
  const scheme = env.gatewayUrl.startsWith('https:') ? 'https' : 'http';
  const surroundings = {
    trustedProxies: new Set(env.trustedProxies),
    scheme,
    certificateHeader: env.clientCertificateHeader.replaceAll('_', '-') || undefined,
  } as const;
  const plane: Plane = { ...options, surroundings, ended: new WeakSet() };
  return (request, response, isContinueExpected = false) => {
    // RFC 9112 §9.6: after an answer with "close", what else comes on the connection is not processed.
    if (plane.ended.has(request.socket)) return;
    const requestId = chooseRequestId(request, surroundings.trustedProxies);
    const record = new CallRecord();
    const arrival = {
      plane,
      request,
      response,
      requestId,
      isContinueExpected,
      record,
      answerHeaders: undefined,
    };
    plane.recorder.begin(arrival);
    response.on('close', () => plane.recorder.finish(arrival));
    try {
      route(arrival);
    } catch (error) {
      fail(arrival, error);
    }
  };
}

function route(arrival: Arrival): void {
  const { plane, request, response, requestId, isContinueExpected, record } = arrival;
  const { method = '', url = '', rawHeaders, headers } = request;
  const { host, 'transfer-encoding': transferEncoding } = headers;
  const problem = findHeadProblem({ method, rawHeaders, host, transferEncoding });
  if (problem !== undefined) {
    // RFC 9113 §5: other streams of a connection have nothing to do with it.
    if (request.httpVersionMajor === 1) plane.ended.add(request.socket);
    return refuse(arrival, refusedHead(problem));
  }
  const target = parseRequestTarget(url, host);
  if (typeof target === 'string') return refuse(arrival, badRequest(target));
  const calledHost = findCalledHost(request, plane.surroundings.trustedProxies);
  const match = plane.currentTable().match(method, target.path, calledHost);
  record.match = match;
  if (match.found !== 'nothing') {
    const { cors } = match.api.policies;
    if (cors !== null && answerCors(arrival, target, match.api, cors)) return;
  }
  switch (match.found) {
    case 'nothing':
      return refuse(arrival, NO_API);
    case 'api-alone':
      return refuse(arrival, noRoute(match.api.name));
    case 'other-methods':
      return refuse(arrival, otherMethods(match.methods));
    case 'route':
      // Written out: a spread costs more than a step.
      return authorize({
        plane,
        request,
        response,
        requestId,
        target,
        match,
        isContinueExpected,
        record,
        answerHeaders: arrival.answerHeaders,
      });
  }
}

function authorize(passage: Passage): void {
  const refusal = takeOfferedToken(passage);
  if (refusal !== undefined) return refuse(passage, refusal);
  if (passage.match.route.access === 'public') enter(passage, undefined);
  else authenticate(passage, admit);
}

function admit(passage: Passage, caller: Caller): void {
  passage.record.caller = caller;
  try {
    const { api, route } = passage.match;
    checkAccess(caller, api, route);
    if (!isListed(api.callers, caller.applicationId)) return refuse(passage, notListed(passage, caller));
    if (route.requiredDetail !== null) checkDetail(passage, caller, route.requiredDetail);
    enter(passage, caller);
  } catch (error) {
    refuseCredential(passage, caller.credential, error);
  }
}

function enter(passage: Passage, caller: Caller | undefined): void {
  // Written out: a spread costs more than a step.
  const { plane, request, response, requestId, target, match, isContinueExpected, record, answerHeaders } =
    passage;
  const call = {
    plane,
    request,
    response,
    requestId,
    target,
    match,
    isContinueExpected,
    record,
    answerHeaders,
    caller,
    heldBody: undefined,
  };
  pass(call, 0);
}

/** Asks the gates one after the other; only one that has to wait costs a promise. */
function pass(call: AdmittedCall, first: number): void {
  for (let index = first; index < GATES.length; index += 1) {
    const answer = GATES[index]?.(call);
    if (answer instanceof Promise) {
      answer
        .then((refusal) => (refusal === undefined ? pass(call, index + 1) : refuse(call, refusal)))
        .catch((error: unknown) => fail(call, error));
      return;
    }
    if (answer !== undefined) return refuse(call, answer);
  }
  forward(call);
}
