import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { normalizeAddress } from './client-address.js';

// Whatever a proxy in front may use for the purpose, and nothing that needs care where it is written.
const WELL_FORMED = /^[\w.:~-]{8,128}$/;

const ids = new WeakMap<IncomingMessage, string>();

/** The ID of a request: what a trusted proxy in front has named it, else a new one. */
export function chooseRequestId(request: IncomingMessage, trustedProxies: ReadonlySet<string>): string {
  if (trustedProxies.size === 0) return randomUUID();
  const given = request.headers['x-request-id'];
  if (typeof given !== 'string' || !WELL_FORMED.test(given)) return randomUUID();
  return trustedProxies.has(normalizeAddress(request.socket.remoteAddress ?? '')) ? given : randomUUID();
}

/** Names a request, for all who ask `requestIdOf` later. */
export function nameRequest(request: IncomingMessage, trustedProxies: ReadonlySet<string>): string {
  const id = chooseRequestId(request, trustedProxies);
  ids.set(request, id);
  return id;
}

/** What the request was named; the same whenever it is asked. */
export function requestIdOf(request: IncomingMessage): string {
  const known = ids.get(request);
  if (known !== undefined) return known;
  const id = randomUUID();
  ids.set(request, id);
  return id;
}

const echoes = new WeakMap<IncomingMessage, string>();

/** Answers a request under the ID that its sender gave it, while we go on with ours: theirs may be anybody's. */
export function echoRequestId(request: IncomingMessage): void {
  const given = request.headers['x-request-id'];
  if (typeof given === 'string' && given !== '') echoes.set(request, given);
}

/** What an answer names the request. */
export const answeredIdOf = (request: IncomingMessage): string => echoes.get(request) ?? requestIdOf(request);
