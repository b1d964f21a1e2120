import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';

/** OpenID Connect Core §5.5: claims asked for by name, and the demands that we can meet or must refuse. */
export interface ClaimsRequest {
  readonly idToken: readonly string[];
  readonly userinfo: readonly string[];
  /** §5.5.1: only this end user will do. */
  readonly subject: string | null;
  /** §5.5.1.1: one of these must be reached; empty: any will do. */
  readonly essentialAcrs: readonly string[];
}

export const NO_CLAIMS: ClaimsRequest = { idToken: [], userinfo: [], subject: null, essentialAcrs: [] };

const MAX_CLAIMS = 50;

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refusal = (): OAuthError =>
  new OAuthError(
    'invalid_request',
    "claims must be a JSON object such as {'id_token':{'email':null},'userinfo':{'name':{'essential':true}}}.",
  );

function parseJson(text: string): Members {
  try {
    const value: unknown = JSON.parse(text);
    if (isMembers(value)) return value;
  } catch {
    throw refusal();
  }
  throw refusal();
}

function findMember(claims: Members, name: string): Members {
  const member = claims[name];
  if (member === undefined || member === null) return {};
  if (!isMembers(member)) throw refusal();
  if (Object.keys(member).length > MAX_CLAIMS) throw refusal();
  // §5.5.1: null, or an object of demands.
  if (!Object.values(member).every((demand) => demand === null || isMembers(demand))) throw refusal();
  return member;
}

const texts = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');

function findEssentialAcrs(idToken: Members): readonly string[] {
  const acr = idToken['acr'];
  if (!isMembers(acr) || acr['essential'] !== true) return [];
  return texts(acr['values'] ?? acr['value']);
}

/**
 * OpenID Connect Core §5.5: the `claims` parameter. Names that we do not know are left out of the answer (§5.5).
 * @throws OAuthError invalid_request
 */
export function checkClaimsRequest(parameters: Form): ClaimsRequest {
  const given = parameters.get('claims');
  if (given === undefined) return NO_CLAIMS;
  const claims = parseJson(given);
  const [idToken, userinfo] = [findMember(claims, 'id_token'), findMember(claims, 'userinfo')];
  const subject = [idToken, userinfo].map((member) => member['sub']).find(isMembers)?.['value'];
  return {
    idToken: Object.keys(idToken),
    userinfo: Object.keys(userinfo),
    subject: typeof subject === 'string' ? subject : null,
    essentialAcrs: findEssentialAcrs(idToken),
  };
}
