import type { EndUser } from '../ports/users.js';

const PROFILE_CLAIMS = [
  'name',
  'family_name',
  'given_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'updated_at',
];

/** OpenID Connect Core §5.4: the claims that each scope stands for. */
const CLAIMS_OF_SCOPE: Readonly<Record<string, readonly string[]>> = {
  profile: PROFILE_CLAIMS,
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
};

/** Every claim about a user that can be asked for: for the metadata. */
export const USER_CLAIMS: readonly string[] = ['sub', ...Object.values(CLAIMS_OF_SCOPE).flat()];

/** Everything that is known of a user, by claim name; what is not known is absent (OpenID Connect Core §5.3.2). */
function listClaims(user: EndUser): Readonly<Record<string, unknown>> {
  return {
    ...user.profile,
    name: user.displayName,
    preferred_username: user.username,
    updated_at: Math.floor(user.updatedAt / 1000),
    ...(user.email !== null && { email: user.email, email_verified: user.isEmailVerified }),
  };
}

/** The names that scopes stand for. */
export const findScopeClaims = (scopes: Iterable<string>): readonly string[] =>
  [...scopes].flatMap((scope) => CLAIMS_OF_SCOPE[scope] ?? []);

/** The named claims of a user, as far as they are known. A name that is no claim about users says nothing. */
export function pickClaims(user: EndUser, names: readonly string[]): Readonly<Record<string, unknown>> {
  const known = listClaims(user);
  const wanted = names.filter((name) => name !== 'sub' && USER_CLAIMS.includes(name));
  return Object.fromEntries(
    wanted.filter((name) => known[name] !== undefined).map((name) => [name, known[name]]),
  );
}
