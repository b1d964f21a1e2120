import type { Client } from '../kernel/client.js';
import type { EndUser } from '../ports/users.js';

/** What a template may speak of. */
export interface TemplateFacts {
  readonly client: Client;
  /** Undefined where no user takes part. */
  readonly user: EndUser | undefined;
}

const NO_CLAIMS = {};
const PLACEHOLDER = /\{([a-z]+)\.([a-zA-Z_]+)\}/g;

function findUserFact(user: EndUser | undefined, name: string): unknown {
  switch (name) {
    case 'id':
      return user?.userId;
    case 'username':
      return user?.username;
    case 'name':
      return user?.displayName;
    case 'email':
      return user?.email;
    default:
      return user?.profile[name];
  }
}

function findClientFact(client: Client, name: string): unknown {
  switch (name) {
    case 'id':
      return client.clientId;
    case 'application':
      return client.applicationName;
    case 'application_id':
      return client.applicationId;
    default:
      return undefined;
  }
}

const toText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/**
 * The extra claims of a client's access tokens: each template with its placeholders (`{user.email}`, `{client.id}`)
 * filled in. What is not known is empty text, and a claim that has nothing but that is left out.
 */
export function fillClaimTemplates({ client, user }: TemplateFacts): Readonly<Record<string, string>> {
  const templates = Object.entries(client.accessTokenClaims);
  if (templates.length === 0) return NO_CLAIMS;
  const claims = templates.map(([name, template]): [string, string] => [
    name,
    template.replace(PLACEHOLDER, (whole, subject: string, fact: string) => {
      if (subject === 'user') return toText(findUserFact(user, fact));
      return subject === 'client' ? toText(findClientFact(client, fact)) : whole;
    }),
  ]);
  return Object.fromEntries(claims.filter(([, value]) => value !== ''));
}

/** Whether filling the templates needs the user's record. */
export const needsUser = (client: Client): boolean =>
  Object.values(client.accessTokenClaims).some((template) => template.includes('{user.'));
