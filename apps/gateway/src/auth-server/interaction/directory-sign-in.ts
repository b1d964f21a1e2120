import { randomUUID } from 'node:crypto';
import { createOutsideAccountStore } from '@gatehouse/persistence';
import { DirectoryUnavailableError } from '../../platform/ldap-directory.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { InteractionProblem } from './interaction.problem.js';

type Parts = Pick<Platform, 'database' | 'directory' | 'logger'>;

async function ask({ directory, logger }: Parts, username: string, password: string) {
  try {
    return await directory?.authenticate(username, password);
  } catch (error) {
    if (!(error instanceof DirectoryUnavailableError)) throw error;
    logger.error('the outside directory cannot be asked', { error, cause: error.cause });
    throw new InteractionProblem('directory-unavailable', { retryAfterSeconds: 5 });
  }
}

/**
 * Signs in with the password of the outside directory. Who it is, is decided by the directory's own ID: an account that
 * is here already is never handed over because of its name.
 * @returns the user's ID; undefined when the directory knows nobody so, or the account is disabled
 * @throws InteractionProblem 409, 503
 */
export async function signInByDirectory(
  parts: Parts,
  username: string,
  password: string,
): Promise<string | undefined> {
  const person = await ask(parts, username, password);
  if (person === undefined) return undefined;
  const accounts = createOutsideAccountStore(parts.database.pool);
  const newId = randomUUID();
  const known = await accounts.find(person.source, person.subject);
  if (known?.isEnabled === true) await accounts.refresh(person);
  if (known === undefined && (await accounts.create(newId, person))) return newId;
  // Two first sign-ins at once: the other one has made the account.
  const linked = known ?? (await accounts.find(person.source, person.subject));
  if (linked !== undefined) return linked.isEnabled ? linked.userId : undefined;
  parts.logger.warn('a person of the outside directory has the name of an account here', {
    source: person.source,
    subject: person.subject,
  });
  throw new InteractionProblem('username-of-another');
}
