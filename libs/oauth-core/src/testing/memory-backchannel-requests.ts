import {
  type BackchannelRequest,
  type BackchannelRequestStore,
  MAX_OPEN_OF_APPLICATION,
  MAX_OPEN_OF_USER,
} from '../ports/backchannel-requests.js';
import { POLL_LEEWAY_MS, SLOW_DOWN_SECONDS } from '../ports/device-codes.js';
import type { IssuedTokens } from '../ports/stores.js';

interface Row {
  readonly request: BackchannelRequest;
  /** Epoch milliseconds. */
  readonly nextPollAt: number;
}

export interface MemoryBackchannelRequestsOptions {
  readonly now: () => number;
  /** User and application IDs, joined by a space. */
  readonly blocks: ReadonlySet<string>;
  readonly isAuthorizationRevoked: (authorizationId: string) => boolean;
  readonly insertIssued: (issued: IssuedTokens) => void;
}

const atomically = <T>(work: () => T): Promise<T> => Promise.resolve().then(work);

/** Requests that wait for end users, in memory. */
export function createMemoryBackchannelRequests(
  options: MemoryBackchannelRequestsOptions,
): BackchannelRequestStore {
  const { now, blocks } = options;
  const rows = new Map<string, Row>();
  const isOpen = ({ request }: Row): boolean =>
    request.approval === null && request.deniedAt === null && request.expiresAt > now();

  /** Changes a request that has not been answered. False: there is none that lives, of this person. */
  const answer = (id: string, userId: string, change: Partial<BackchannelRequest>): Promise<boolean> =>
    atomically(() => {
      const row = rows.get(id);
      if (row === undefined || !isOpen(row) || row.request.userId !== userId) return false;
      rows.set(id, { ...row, request: { ...row.request, ...change } });
      return true;
    });

  return {
    insert: (request) =>
      atomically(() => {
        const { userId, applicationId } = request;
        if (blocks.has(`${userId} ${applicationId}`)) return 'blocked';
        const open = [...rows.values()].filter((row) => isOpen(row) && row.request.userId === userId);
        const own = open.filter((row) => row.request.applicationId === applicationId);
        if (open.length >= MAX_OPEN_OF_USER || own.length >= MAX_OPEN_OF_APPLICATION) return 'too-many';
        rows.set(request.id, { request, nextPollAt: 0 });
        return 'stored';
      }),
    poll: (hash, clientId, at) =>
      atomically(() => {
        const row = [...rows.values()].find(({ request }) => request.authRequestIdHash.equals(hash));
        if (row?.request.clientId !== clientId) return undefined;
        const isTooSoon = row.nextPollAt > at;
        const intervalSeconds = row.request.intervalSeconds + (isTooSoon ? SLOW_DOWN_SECONDS : 0);
        const request = { ...row.request, intervalSeconds };
        rows.set(request.id, { request, nextPollAt: at + intervalSeconds * 1000 - POLL_LEEWAY_MS });
        return { request, isTooSoon };
      }),
    approve: (id, approval) => answer(id, approval.userId, { approval }),
    deny: (id, userId) => answer(id, userId, { deniedAt: now() }),
    claim: ({ id }, approval, issued) =>
      atomically(() => {
        const row = rows.get(id);
        if (row?.request.claimedAt !== null || row.request.approval === null) return false;
        if (options.isAuthorizationRevoked(approval.authorizationId)) return false;
        rows.set(id, { ...row, request: { ...row.request, claimedAt: now() } });
        options.insertIssued(issued);
        return true;
      }),
  };
}
