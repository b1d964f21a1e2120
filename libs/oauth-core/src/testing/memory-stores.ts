import { createMemoryBackchannelRequests } from './memory-backchannel-requests.js';
import { createMemoryDeviceCodes } from './memory-device-codes.js';
import { createMemoryPushedRequests } from './memory-pushed-requests.js';
import { createMemorySubjects } from './memory-subjects.js';
import { isRevoked, type RevocationKind, type RevocationSet } from '../kernel/revocation-set.js';
import type { EndUser } from '../ports/users.js';
import type {
  AuthorizationCode,
  IssuedTokens,
  RefreshToken,
  StoredAccessToken,
  Stores,
} from '../ports/stores.js';

/** Stores in memory, with the lever that the control plane pulls in a real deployment. */
export interface MemoryStores extends Stores {
  readonly currentRevocations: () => RevocationSet;
  readonly knownUsers: Map<string, EndUser>;
  /** User IDs by trusted issuer and subject, joined by a space. */
  readonly linkedSubjects: Map<string, string>;
  /** User and application IDs, joined by a space: who does not want to be asked by whom. */
  readonly blockedApplications: Set<string>;
  /** Ends an authorization: what came from it dies, and nothing more comes from it. */
  revokeAuthorization(authorizationId: string): void;
}

interface Memory {
  readonly now: () => number;
  readonly codes: Map<string, AuthorizationCode>;
  readonly refreshTokens: Map<string, RefreshToken>;
  readonly accessTokens: Map<string, StoredAccessToken>;
  readonly revoked: Readonly<Record<RevocationKind, Set<string>>>;
}

const keyOf = (hash: Buffer): string => hash.toString('hex');

/** What `work` reads and writes it does in one go: nobody else's work comes in between. */
const atomically = <T>(work: () => T): Promise<T> => Promise.resolve().then(work);

function insertIssued(memory: Memory, { accessToken, refreshToken }: IssuedTokens): void {
  if (accessToken !== undefined) memory.accessTokens.set(keyOf(accessToken.tokenHash), accessToken);
  if (refreshToken !== undefined) memory.refreshTokens.set(keyOf(refreshToken.tokenHash), refreshToken);
}

function createCodes(memory: Memory): Stores['codes'] {
  const { codes, revoked, now } = memory;
  return {
    insert: (code) => atomically(() => void codes.set(keyOf(code.codeHash), code)),
    find: (codeHash) => atomically(() => codes.get(keyOf(codeHash))),
    claim: (code, issued) =>
      atomically(() => {
        const row = codes.get(keyOf(code.codeHash));
        if (row?.claimedAt !== null || revoked.authorization.has(row.authorizationId)) return false;
        codes.set(keyOf(row.codeHash), { ...row, claimedAt: now() });
        insertIssued(memory, issued);
        return true;
      }),
  };
}

function createRefreshTokens(memory: Memory): Stores['refreshTokens'] {
  const { refreshTokens, revoked, now } = memory;
  const isDead = (row: RefreshToken): boolean =>
    revoked.grant.has(row.grantId) || revoked.authorization.has(row.authorizationId);
  return {
    find: (tokenHash) =>
      atomically(() => {
        const row = refreshTokens.get(keyOf(tokenHash));
        return row !== undefined && isDead(row) ? { ...row, revokedAt: now() } : row;
      }),
    begin: (authorizationId, issued) =>
      atomically(() => {
        if (revoked.authorization.has(authorizationId)) return false;
        insertIssued(memory, issued);
        return true;
      }),
    claim: (current, issued, sealedSuccessor) =>
      atomically(() => {
        const row = refreshTokens.get(keyOf(current.tokenHash));
        if (row?.rotatedAt !== null || isDead(row)) return false;
        refreshTokens.set(keyOf(row.tokenHash), { ...row, rotatedAt: now(), sealedSuccessor });
        insertIssued(memory, issued);
        return true;
      }),
    extend: (current, issued, idleExpiresAt) =>
      atomically(() => {
        const row = refreshTokens.get(keyOf(current.tokenHash));
        if (row?.rotatedAt !== null || isDead(row)) return false;
        refreshTokens.set(keyOf(row.tokenHash), { ...row, idleExpiresAt });
        insertIssued(memory, issued);
        return true;
      }),
  };
}

function createReplays(now: () => number): Stores['replays'] {
  const used = new Map<string, number>();
  return {
    claim: (use, identifier, expiresAt) =>
      atomically(() => {
        const key = `${use} ${identifier}`;
        if ((used.get(key) ?? 0) > now()) return false;
        used.set(key, expiresAt);
        return true;
      }),
  };
}

/** @param now epoch milliseconds */
export function createMemoryStores(now: () => number = Date.now): MemoryStores {
  const revoked = {
    'access-token': new Set<string>(),
    grant: new Set<string>(),
    authorization: new Set<string>(),
    user: new Set<string>(),
  };
  const memory: Memory = {
    now,
    codes: new Map(),
    refreshTokens: new Map(),
    accessTokens: new Map(),
    revoked,
  };
  const revocations: RevocationSet = {
    accessTokens: revoked['access-token'],
    grants: revoked.grant,
    authorizations: revoked.authorization,
    users: revoked.user,
  };
  const { accessTokens } = memory;
  const isAuthorizationRevoked = (id: string): boolean => revoked.authorization.has(id);
  const knownUsers = new Map<string, EndUser>();
  const linkedSubjects = new Map<string, string>();
  const blockedApplications = new Set<string>();
  const claims = {
    now,
    isAuthorizationRevoked,
    insertIssued: (issued: IssuedTokens) => insertIssued(memory, issued),
  };
  return {
    currentRevocations: () => revocations,
    revokeAuthorization: (authorizationId) => void revoked.authorization.add(authorizationId),
    codes: createCodes(memory),
    refreshTokens: createRefreshTokens(memory),
    replays: createReplays(now),
    pushedRequests: createMemoryPushedRequests(now),
    deviceCodes: createMemoryDeviceCodes(claims),
    backchannelRequests: createMemoryBackchannelRequests({ ...claims, blocks: blockedApplications }),
    blockedApplications,
    knownUsers,
    linkedSubjects,
    subjects: createMemorySubjects({ knownUsers, linkedSubjects, isAuthorizationRevoked }),
    users: { find: (userId) => atomically(() => knownUsers.get(userId)) },
    accessTokens: {
      insert: (token) => atomically(() => void accessTokens.set(keyOf(token.tokenHash), token)),
      find: (tokenHash) =>
        atomically(() => {
          const row = accessTokens.get(keyOf(tokenHash));
          return row === undefined || isRevoked(revocations, row.accessToken) ? undefined : row;
        }),
    },
    revocations: {
      revokeGrant: (grantId) => atomically(() => void revoked.grant.add(grantId)),
      revokeAccessToken: (tokenId) => atomically(() => void revoked['access-token'].add(tokenId)),
    },
  };
}
