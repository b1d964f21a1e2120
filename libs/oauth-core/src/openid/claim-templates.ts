import type { Client } from '../kernel/client.js';
import { parseTemplate, type TemplatePart } from '../kernel/template.js';
import type { EndUser } from '../ports/users.js';
import { isExtraParameter } from '../rfc6749-framework/extra-parameters.js';

/** What a template may speak of. */
export interface TemplateFacts {
  readonly client: Client;
  /** Undefined where no user takes part. */
  readonly user: EndUser | undefined;
  /** Extra parameters of the authorization request, as the browser brought them: nobody has verified them. */
  readonly request: Readonly<Record<string, string>> | undefined;
}

const NO_CLAIMS = {};

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

const findFacts = ({ client, user, request }: TemplateFacts) => ({
  user: (name: string) => findUserFact(user, name),
  client: (name: string) => findClientFact(client, name),
  request: (name: string) => request?.[name],
});

type Facts = ReturnType<typeof findFacts>;

function fillPart(part: TemplatePart, facts: Facts): string {
  if (typeof part === 'string') return part;
  const { whole, subject, fact } = part;
  return fact !== '' && Object.hasOwn(facts, subject) ? toText(facts[subject as keyof Facts](fact)) : whole;
}

const toText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/**
 * The extra claims of a client's access tokens: each template with its placeholders (`{user.email}`, `{client.id}`,
 * `{request.tenant}`) filled in. What is not known is empty text, and a claim that has nothing but that is left out.
 */
export function fillClaimTemplates(known: TemplateFacts): Readonly<Record<string, string>> {
  const templates = Object.entries(known.client.accessTokenClaims);
  if (templates.length === 0) return NO_CLAIMS;
  const facts = findFacts(known);
  const claims = templates.map(([name, template]): [string, string] => [
    name,
    parseTemplate(template)
      .map((part) => fillPart(part, facts))
      .join(''),
  ]);
  return Object.fromEntries(claims.filter(([, value]) => value !== ''));
}

/** Whether filling the templates needs the user's record. */
export const needsUser = (client: Client): boolean =>
  Object.values(client.accessTokenClaims).some((template) => template.includes('{user.'));

/** The parameters of an authorization request that the templates of a client speak of. */
export const listRequestFacts = ({ accessTokenClaims }: Pick<Client, 'accessTokenClaims'>): string[] =>
  Object.values(accessTokenClaims).flatMap((template) =>
    parseTemplate(template).flatMap((part) =>
      typeof part !== 'string' && part.subject === 'request' ? [part.fact] : [],
    ),
  );

/** Those of them that have a meaning of their own, and must not end in a token. */
export const listForbiddenFacts = (accessTokenClaims: Client['accessTokenClaims']): string[] =>
  listRequestFacts({ accessTokenClaims }).filter((name) => !isExtraParameter(name));
