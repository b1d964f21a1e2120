import type { Confirmation } from '../kernel/confirmation.js';
import type { AssertionClaims, Refuse } from '../rfc7523-jwt-assertions/assertion-claims.js';

/** draft-ietf-oauth-identity-assertion-authz-grant §3.1: the media type of its JWTs, as headers have it. */
export const ID_JAG_TYPE = 'oauth-id-jag+jwt';

/** draft-ietf-oauth-identity-assertion-authz-grant §7.2: its name in the metadata of a server that takes it. */
export const ID_JAG_PROFILE = 'urn:ietf:params:oauth:grant-profile:id-jag';

/** What an assertion bounds an access token to; undefined: it does not say. */
export interface AssertedBounds {
  readonly scopes: readonly string[] | undefined;
  readonly resources: readonly string[] | undefined;
  /** Authorization details as JSON. */
  readonly details: string | undefined;
}

/** Who presents an assertion, and what key they have proved to hold. */
export interface Presenter {
  readonly clientId: string;
  readonly confirmation: Confirmation | undefined;
}

type Claims = Readonly<Record<string, unknown>>;

function readScopes(value: unknown, refuse: Refuse): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw refuse('The claim scope of the assertion must be a text.');
  return value.split(' ').filter((name) => name !== '');
}

function readResources(value: unknown, refuse: Refuse): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = values.filter((one): one is string => typeof one === 'string' && /^[^ ]+$/.test(one));
  if (texts.length !== values.length || texts.length === 0)
    throw refuse('The claim resource of the assertion must be an address, or a list of them.');
  return texts;
}

/**
 * Whose key it is: the request must prove that very one. What a member of `cnf` that we do not know would ask of the request,
 * nobody has checked.
 */
function checkKey(cnf: unknown, { confirmation }: Presenter, refuse: Refuse): void {
  if (cnf === undefined) return;
  const proven: Claims = { ...confirmation };
  const needed = typeof cnf === 'object' && cnf !== null ? Object.entries(cnf) : [];
  if (needed.length === 0 || !needed.every(([name, value]) => proven[name] === value))
    throw refuse('The assertion is bound to a key (cnf): prove that key with this request.', 'another key');
}

function readDetails(value: unknown, refuse: Refuse): string | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw refuse('The claim authorization_details of the assertion must be a list.');
  return JSON.stringify(value);
}

/**
 * draft-ietf-oauth-identity-assertion-authz-grant §4.4.1: what an ID-JAG has to say besides what every assertion does. It was
 * made for one client: nobody else can use it.
 */
export function checkIdJag(
  { claims, issuedAt }: AssertionClaims,
  presenter: Presenter,
  refuse: Refuse,
): AssertedBounds {
  if (issuedAt === undefined) throw refuse('The claim iat of the assertion is missing.');
  if (claims['client_id'] !== presenter.clientId)
    throw refuse(
      'The claim client_id of the assertion must be the client that presents it.',
      'another client',
    );
  checkKey(claims['cnf'], presenter, refuse);
  // The draft leaves it to later profiles what an actor may do. Left out, it would look as if the user had acted alone.
  if (claims['act'] !== undefined)
    throw refuse('An assertion that names an actor (act) is not taken: present one without it.');
  return {
    scopes: readScopes(claims['scope'], refuse),
    resources: readResources(claims['resource'], refuse),
    details: readDetails(claims['authorization_details'], refuse),
  };
}
