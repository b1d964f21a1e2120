import type { SubjectMapping } from '../kernel/trusted-issuer.js';
import type { AllowedDetails, SubjectStore } from '../ports/subjects.js';
import type { EndUser } from '../ports/users.js';
import { isSameDetail } from '../rfc9396-authorization-details/coverage.js';

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
  const authorizations = new Map<string, AllowedDetails>();

  const findDetails = (applicationId: string, userId: string): AllowedDetails | undefined => {
    const stored = authorizations.get(`${applicationId} ${userId}`);
    return stored === undefined || isAuthorizationRevoked(stored.authorizationId) ? undefined : stored;
  };

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
    findDetails: (applicationId, userId) => Promise.resolve(findDetails(applicationId, userId)),
    authorize(newId, { applicationId }, userId, { details }) {
      if (!knownUsers.has(userId)) return Promise.resolve(undefined);
      const living = findDetails(applicationId, userId) ?? { authorizationId: newId, details: [] };
      const added = details.filter((detail) => !living.details.some((one) => isSameDetail(one, detail)));
      const { authorizationId } = living;
      authorizations.set(`${applicationId} ${userId}`, {
        authorizationId,
        details: [...living.details, ...added],
      });
      return Promise.resolve(authorizationId);
    },
  };
}
