import { OAuthError } from '../kernel/oauth-error.js';

/** RFC 9396 §2: one thing that a client asks for, or was allowed. What its fields mean, its type says. */
export interface AuthorizationDetail {
  readonly type: string;
  readonly [field: string]: unknown;
}

// They go into access tokens, which go into headers.
const MAX_LENGTH = 6_000;
const MAX_DETAILS = 20;
const MAX_DEPTH = 8;

export const refuseDetails = (description: string): OAuthError =>
  new OAuthError('invalid_authorization_details', description);

/** Whether a database and whoever reads the token can keep a value as it is. */
function isKeepable(value: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  if (typeof value === 'string') return !/\0|\p{Surrogate}/u.test(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([name, inner]) => isKeepable(name) && name !== '__proto__' && isKeepable(inner, depth + 1),
  );
}

const isDetail = (value: unknown): value is AuthorizationDetail =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuseDetails('authorization_details is not JSON.');
  }
}

/**
 * RFC 9396 §2: "a JSON array of objects", each of which "MUST" have a type.
 * @throws OAuthError invalid_authorization_details
 */
export function parseAuthorizationDetails(text: string): readonly AuthorizationDetail[] {
  if (text.length > MAX_LENGTH)
    throw refuseDetails(`authorization_details may have at most ${MAX_LENGTH} characters.`);
  const value = parseJson(text);
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_DETAILS)
    throw refuseDetails(`authorization_details must be a JSON array of 1 to ${MAX_DETAILS} objects.`);
  return value.map((item: unknown, index) => {
    if (!isDetail(item))
      throw refuseDetails(`authorization_details[${index}] must be an object with a type.`);
    if (isKeepable(item)) return item;
    throw refuseDetails(
      `authorization_details[${index}] is nested deeper than ${MAX_DEPTH} levels, or has a text or number that cannot be kept.`,
    );
  });
}
