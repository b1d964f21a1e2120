import type { AccessToken } from '../kernel/access-token.js';

/**
 * RFC 8693 §1.1, §4.1: the clients that an access token was exchanged for, the one that has it first. An impersonator is
 * among them, though no `act` names it.
 */
export function listHands({
  clientId,
  details,
}: Pick<AccessToken, 'clientId' | 'details'>): readonly string[] {
  if (details.origins === undefined || details.origins.length === 0) return [];
  const hands: string[] = [clientId];
  for (let { actor } = details; actor !== undefined; actor = actor.act) {
    const id = actor.client_id ?? actor.sub;
    if (id !== hands.at(-1)) hands.push(id);
  }
  return hands;
}
