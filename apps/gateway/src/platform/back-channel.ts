import { REAL_WORLD, type RemoteKeys } from '@gatehouse/oauth-core';
import type { Env } from './env.js';
import { createGuardedFetch, type GuardedFetch } from './guarded-fetch.js';
import type { Logger } from './logger.js';
import { createOutsideServers, type OutsideServers } from './outside-servers.js';
import { createRemoteKeys } from './remote-keys.js';

/** How Gatehouse itself calls others. */
export interface BackChannel {
  /** For every call to an address that somebody else has chosen. */
  readonly guardedFetch: GuardedFetch;
  /** Key sets that clients and issuers publish. */
  readonly remoteKeys: RemoteKeys;
  /** Authorization servers that Gatehouse is a client of. */
  readonly outsideServers: OutsideServers;
}

export function createBackChannel(env: Env, logger: Logger): BackChannel {
  const guardedFetch = createGuardedFetch({ allowsPrivateAddresses: env.allowsPrivateAddresses });
  const onStale = (jwksUri: string, error: Error): void =>
    logger.warn('a key set cannot be read; its last keys are still used', { jwksUri, error: error.message });
  return {
    guardedFetch,
    remoteKeys: createRemoteKeys({ guardedFetch, world: REAL_WORLD, onStale }),
    outsideServers: createOutsideServers({
      guardedFetch,
      allowsPlainHttp: env.allowsPrivateAddresses,
      now: REAL_WORLD.now,
    }),
  };
}
