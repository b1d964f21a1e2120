import type { AdmittedCall } from '../passage.js';
import { HandshakeResponse } from '../web-sockets/handshake.js';
import type { Refusal } from '../refusal.js';

/** Calls under way on this node, by API ID; of APIs that bound them alone. */
const pending = new Map<string, number>();

/** Lets only so many calls of an API be under way at once: an upstream that is slow does not take the gateway with it. */
export function checkCapacity({ match, response }: AdmittedCall): Refusal | undefined {
  const { id, name, policies } = match.api;
  const { maxPendingCalls } = policies;
  if (maxPendingCalls === null) return undefined;
  const count = pending.get(id) ?? 0;
  if (count >= maxPendingCalls) return noCapacity(name);
  // A client that went while its call was looked at has no more end to come.
  if (response.destroyed) return undefined;
  pending.set(id, count + 1);
  // A WebSocket that is open waits for nothing: there is a bound of its own for those.
  const end = response instanceof HandshakeResponse ? 'switched' : 'close';
  let isOver = false;
  const release = (): void => {
    if (isOver) return;
    isOver = true;
    const left = (pending.get(id) ?? 1) - 1;
    if (left === 0) pending.delete(id);
    else pending.set(id, left);
  };
  response.once(end, release);
  if (end !== 'close') response.once('close', release);
  return undefined;
}

const noCapacity = (apiName: string): Refusal => ({
  check: 'capacity',
  status: 503,
  title: 'Service Unavailable',
  detail: `"${apiName}" answers as many calls as it can already. Try again in a moment.`,
  headers: { 'Retry-After': '1' },
});
