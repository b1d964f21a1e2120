import { randomUUID } from 'node:crypto';
import { createOutsideAccountStore, type IdentityProvider, type LinkedAccount } from '@gatehouse/persistence';
import type { Platform } from '../../platform/platform.tokens.js';
import { type ClaimedPerson, isDomainAllowed } from './outside-person.js';

/** What is not shown as a text from an address: the page has the words. */
export type SignInProblem =
  'refused' | 'failed' | 'unavailable' | 'expired' | 'not-allowed' | 'no-account' | 'disabled';

/** Whom somebody from outside is here. */
export type AccountSearch =
  | { readonly kind: 'found'; readonly userId: string }
  /** Accounts with the same address: only whoever can sign in to one of them gets it. */
  | { readonly kind: 'must-link'; readonly userIds: readonly string[]; readonly email: string }
  | { readonly kind: 'problem'; readonly problem: SignInProblem };

const problem = (name: SignInProblem): AccountSearch => ({ kind: 'problem', problem: name });

const toFound = ({ userId, isEnabled }: LinkedAccount): AccountSearch =>
  isEnabled ? { kind: 'found', userId } : problem('disabled');

/** Null: the name is one that we have made up. */
const findSaidName = ({ displayName, usernames }: ClaimedPerson): string | null =>
  displayName === usernames.at(-1) ? null : displayName;

/**
 * Finds the account of somebody whom an identity provider vouches for, by its issuer and subject alone (OpenID Connect
 * Core §5.7), or makes one. An account that is here already is never handed over because of an address or a name.
 */
export async function findAccount(
  { database }: Pick<Platform, 'database'>,
  { settings }: Pick<IdentityProvider, 'settings'>,
  person: ClaimedPerson,
): Promise<AccountSearch> {
  if (!isDomainAllowed(settings.emailDomains, person.email)) return problem('not-allowed');
  const accounts = createOutsideAccountStore(database.pool);
  const known = await accounts.find(person.source, person.subject);
  if (known !== undefined) {
    if (known.isEnabled) await accounts.refresh({ ...person, displayName: findSaidName(person) });
    return toFound(known);
  }
  const namesakes = person.email === null ? [] : await accounts.findByEmail(person.email);
  // Two first sign-ins at once: the account of this address may be the one that the other has just made.
  const made = namesakes.length === 0 ? undefined : await accounts.find(person.source, person.subject);
  if (made !== undefined) return toFound(made);
  const enabled = namesakes.filter(({ isEnabled }) => isEnabled);
  if (person.email !== null && enabled.length > 0)
    return { kind: 'must-link', userIds: enabled.map(({ userId }) => userId), email: person.email };
  // Whom an operator has shut out does not come back under another account.
  if (namesakes.length > 0) return problem('disabled');
  if (!settings.allowsSignUp) return problem('no-account');
  const userId = randomUUID();
  for (const username of person.usernames)
    if (await accounts.create(userId, { ...person, username })) return { kind: 'found', userId };
  // Or it has been made since.
  const linked = await accounts.find(person.source, person.subject);
  if (linked === undefined) throw new Error('no name of a new account was free');
  return toFound(linked);
}
