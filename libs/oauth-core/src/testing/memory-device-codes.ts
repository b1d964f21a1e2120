import {
  type DeviceCode,
  type DeviceCodeStore,
  POLL_LEEWAY_MS,
  SLOW_DOWN_SECONDS,
} from '../ports/device-codes.js';
import type { IssuedTokens } from '../ports/stores.js';

interface Row {
  readonly code: DeviceCode;
  /** Epoch milliseconds. */
  readonly nextPollAt: number;
}

export interface MemoryDeviceCodesOptions {
  readonly now: () => number;
  readonly isAuthorizationRevoked: (authorizationId: string) => boolean;
  readonly insertIssued: (issued: IssuedTokens) => void;
}

const atomically = <T>(work: () => T): Promise<T> => Promise.resolve().then(work);

/** Device codes in memory. */
export function createMemoryDeviceCodes(options: MemoryDeviceCodesOptions): DeviceCodeStore {
  const rows = new Map<string, Row>();
  const keyOf = (hash: Buffer): string => hash.toString('hex');

  /** Changes the code of a row that has not been answered. False: there is none that lives. */
  const answer = (hash: Buffer, change: Partial<DeviceCode>): Promise<boolean> =>
    atomically(() => {
      const row = rows.get(keyOf(hash));
      const isOpen = row?.code.approval === null && row.code.deniedAt === null;
      if (!isOpen || row.code.expiresAt <= options.now()) return false;
      rows.set(keyOf(hash), { ...row, code: { ...row.code, ...change } });
      return true;
    });

  return {
    insert: (code) =>
      atomically(() => {
        if ([...rows.values()].some((row) => row.code.userCode === code.userCode)) return false;
        rows.set(keyOf(code.deviceCodeHash), { code, nextPollAt: 0 });
        return true;
      }),
    findByUserCode: (userCode) =>
      atomically(() => [...rows.values()].find((row) => row.code.userCode === userCode)?.code),
    poll: (hash, clientId, now) =>
      atomically(() => {
        const row = rows.get(keyOf(hash));
        if (row?.code.clientId !== clientId) return undefined;
        const isTooSoon = row.nextPollAt > now;
        const intervalSeconds = row.code.intervalSeconds + (isTooSoon ? SLOW_DOWN_SECONDS : 0);
        const code = { ...row.code, intervalSeconds };
        rows.set(keyOf(hash), { code, nextPollAt: now + intervalSeconds * 1000 - POLL_LEEWAY_MS });
        return { code, isTooSoon };
      }),
    approve: (hash, approval) => answer(hash, { approval }),
    deny: (hash) => answer(hash, { deniedAt: options.now() }),
    claim: ({ deviceCodeHash }, approval, issued) =>
      atomically(() => {
        const row = rows.get(keyOf(deviceCodeHash));
        if (row?.code.claimedAt !== null || options.isAuthorizationRevoked(approval.authorizationId))
          return false;
        rows.set(keyOf(deviceCodeHash), { ...row, code: { ...row.code, claimedAt: options.now() } });
        options.insertIssued(issued);
        return true;
      }),
  };
}
