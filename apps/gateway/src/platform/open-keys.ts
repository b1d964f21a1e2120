import { REAL_WORLD } from '@gatehouse/oauth-core';
import { createSigningKeysStore, type Database } from '@gatehouse/persistence';
import type { Env } from './env.js';
import { createGuardedFetch } from './guarded-fetch.js';
import { createKeyKeeper, type KeyKeeper } from './key-keeper.js';
import type { Logger } from './logger.js';
import { createHttpSigner, type OutsideSigner } from './outside-signer.js';
import type { Sealing } from './sealing.js';
import { generateSigningKey, type PrivateParts } from './signing-keys.js';

/** The signer of the settings. Operators have chosen it: it may stand in their own network. */
function findSigner({ signerUrl, signerToken }: Env): OutsideSigner | undefined {
  if (signerUrl === '') return undefined;
  const fetch = createGuardedFetch({ allowsPrivateAddresses: true });
  return createHttpSigner({ url: signerUrl, token: signerToken, fetch });
}

/** Where this process finds the private parts of signing keys, and who keeps the keys in order. */
export function openKeys(
  { controlPool }: Database,
  env: Env,
  logger: Logger,
  sealing: Sealing,
): { readonly privateParts: PrivateParts; readonly keyKeeper: KeyKeeper } {
  const signer = findSigner(env);
  const room = {
    store: createSigningKeysStore(controlPool),
    make: signer === undefined ? generateSigningKey.bind(undefined, sealing) : undefined,
    logger,
    now: REAL_WORLD.now,
  };
  return { privateParts: { sealing, signer }, keyKeeper: createKeyKeeper(room, env.keyRotationDays, signer) };
}
