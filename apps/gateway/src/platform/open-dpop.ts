import { createDpop, createDpopNonces, type Dpop, OAuthError, REAL_WORLD } from '@gatehouse/oauth-core';
import { createProofUses, type Database, isDatabaseUnavailable } from '@gatehouse/persistence';
import type { Env } from './env.js';
import type { Logger } from './logger.js';

/** Where nobody can say whether a proof was used, it does not count. */
function refuseUnclaimed(error: unknown): never {
  if (!isDatabaseUnavailable(error)) throw error;
  const description = 'Nobody can say right now whether the DPoP proof was used. Try again in a moment.';
  throw new OAuthError('temporarily_unavailable', description, 'database out of reach');
}

/** What checks DPoP proofs, for all planes of a node (RFC 9449). */
export function openDpop(
  { pool }: Pick<Database, 'pool'>,
  { requiresDpopNonces }: Pick<Env, 'requiresDpopNonces'>,
  logger: Logger,
  secret: Buffer,
): Dpop {
  const uses = createProofUses(pool, REAL_WORLD.now, (error) =>
    logger.warn('used DPoP proofs could not be cleared away', { error }),
  );
  return createDpop({
    nonces: createDpopNonces(secret, REAL_WORLD.now),
    requiresNonce: requiresDpopNonces,
    claim: (identifier, expiresAt) => uses.claim(identifier, expiresAt).catch(refuseUnclaimed),
    world: REAL_WORLD,
  });
}
