import type { IdentityProvider, OutsidePerson } from '@gatehouse/persistence';

/** Somebody as an identity provider's claims describe them. */
export interface ClaimedPerson extends Omit<OutsidePerson, 'username'> {
  /** Names that an account of theirs could have here, best first. */
  readonly usernames: readonly string[];
}

/** As operators name users: no spaces, no control characters. */
const USERNAME = /^[^\s\p{C}]{1,100}$/u;
const DISPLAY_NAME_LENGTH = 100;
const EMAIL = /^[^\s\p{Cc}@]+@[^\s\p{Cc}@]+$/u;
const EMAIL_LENGTH = 254;

const readText = (claims: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = claims[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/**
 * OpenID Connect Core §5.1: an address counts where the provider has confirmed it; whatever anybody may type into their
 * profile there must not name an account here.
 */
function findEmail(
  claims: Readonly<Record<string, unknown>>,
  assumesEmailVerified: boolean,
): string | undefined {
  const email = readText(claims, 'email');
  if (email === undefined || email.length > EMAIL_LENGTH || !EMAIL.test(email)) return undefined;
  const isSaid = claims['email_verified'] !== undefined;
  const isVerified = isSaid ? claims['email_verified'] === true : assumesEmailVerified;
  return isVerified ? email : undefined;
}

/** Whether somebody with this address may come at all. */
export function isDomainAllowed(domains: readonly string[], email: string | null): boolean {
  const domain = email?.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return domains.length === 0 || (domain !== undefined && domains.includes(domain));
}

/** Reads the claims of an ID token and of UserInfo as the provider's settings say. @param suffix makes a name free */
export function readPerson(
  { issuer, settings }: Pick<IdentityProvider, 'issuer' | 'settings'>,
  claims: Readonly<Record<string, unknown>> & { readonly sub: string },
  suffix: string,
): ClaimedPerson {
  const email = findEmail(claims, settings.assumesEmailVerified);
  const claimed = readText(claims, settings.usernameClaim);
  // Who is called like an address that is not theirs would stand in the way of its owner.
  const name = claimed?.includes('@') === true ? undefined : claimed;
  const usernames = [name, email, `${(name ?? 'user').slice(0, 80)}-${suffix}`].filter(
    (candidate) => candidate !== undefined && USERNAME.test(candidate),
  );
  const displayName = readText(claims, settings.nameClaim) ?? name ?? email ?? `user-${suffix}`;
  return {
    source: issuer,
    subject: claims.sub,
    usernames: usernames as string[],
    displayName: displayName
      .replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ')
      .slice(0, DISPLAY_NAME_LENGTH),
    email: email ?? null,
    emailVerified: email !== undefined,
  };
}
