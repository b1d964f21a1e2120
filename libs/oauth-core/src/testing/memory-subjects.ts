import type { SubjectMapping } from '../kernel/trusted-issuer.js';
import type { SubjectStore } from '../ports/subjects.js';
import type { EndUser } from '../ports/users.js';

export interface MemorySubjects {
  /** By user ID; whoever is disabled is not in it. */
  readonly knownUsers: ReadonlyMap<string, EndUser>;
  /** User IDs by trusted issuer and subject, joined by a space. */
  readonly linkedSubjects: ReadonlyMap<string, string>;
  readonly isAuthorizationRevoked: (authorizationId: string) => boolean;
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Users as others name them, in memory. */
export function createMemorySubjects(memory: MemorySubjects): SubjectStore {
  const { knownUsers, linkedSubjects, isAuthorizationRevoked } = memory;
  const authorizations = new Map<string, string>();

  const isMeant = (mapping: SubjectMapping, user: EndUser, subject: string): boolean =>
    mapping === 'username'
      ? isSame(user.username, subject)
      : user.isEmailVerified && user.email !== null && isSame(user.email, subject);

  return {
    find(mapping, issuerId, subject) {
      if (mapping === 'linked-subject') {
        const userId = linkedSubjects.get(`${issuerId ?? ''} ${subject}`);
        return Promise.resolve(userId === undefined || !knownUsers.has(userId) ? undefined : userId);
      }
      const meant = [...knownUsers.values()].filter((user) => isMeant(mapping, user, subject));
      return Promise.resolve(meant.length === 1 ? meant[0]?.userId : undefined);
    },
    authorize(newId, { applicationId }, userId) {
      if (!knownUsers.has(userId)) return Promise.resolve(undefined);
      const key = `${applicationId} ${userId}`;
      const living = authorizations.get(key);
      const id = living === undefined || isAuthorizationRevoked(living) ? newId : living;
      authorizations.set(key, id);
      return Promise.resolve(id);
    },
  };
}
