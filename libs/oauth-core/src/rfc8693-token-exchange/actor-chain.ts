import type { AccessToken, Actor } from '../kernel/access-token.js';
import type { Client } from '../kernel/client.js';
import { OAuthError } from '../kernel/oauth-error.js';

/** How often an access token is exchanged again: more is a loop, or a system that nobody oversees. */
export const MAX_EXCHANGES = 4;

// RFC 8693 §2.2.2: what is "unacceptable based on policy" is an invalid_request.
const refusal = (description: string): OAuthError => new OAuthError('invalid_request', description);

function findActingParty(client: Client, actorToken: AccessToken | undefined): Required<Omit<Actor, 'act'>> {
  if (actorToken === undefined) return { sub: client.clientId, client_id: client.clientId };
  // `act` is one line back to the subject: the actor's own chain would be lost.
  if (actorToken.details.actor !== undefined) {
    throw refusal('The actor token was itself exchanged; an actor speaks for itself.');
  }
  return { sub: actorToken.subject, client_id: actorToken.clientId };
}

/**
 * RFC 8693 §1.1, §4.1: who acts with the new access token, those before them nested inside; undefined where nobody
 * does, for that is what impersonation is. Without an actor token, a client that may not impersonate acts itself.
 * @throws OAuthError invalid_request
 */
export function findActor(
  client: Client,
  subjectToken: AccessToken,
  actorToken: AccessToken | undefined,
): Actor | undefined {
  const { actor: before, mayAct, origins = [] } = subjectToken.details;
  if (origins.length >= MAX_EXCHANGES) {
    throw refusal(`The subject token has been exchanged ${MAX_EXCHANGES} times; that is the end of it.`);
  }
  const party = findActingParty(client, actorToken);
  // RFC 8693 §4.4: only "the identified party" may act. An impersonator would be that party without saying so.
  const isNamed =
    mayAct?.sub === party.sub && (mayAct.client_id === undefined || mayAct.client_id === party.client_id);
  if (mayAct !== undefined && !isNamed) throw refusal('may_act of the subject token names another party.');
  // Those who acted before are never forgotten, not by impersonation either.
  if (actorToken === undefined && client.mayImpersonate) return before;
  return before === undefined ? party : { ...party, act: before };
}
