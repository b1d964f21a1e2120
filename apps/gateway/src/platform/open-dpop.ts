import { createDpop, createDpopNonces, type Dpop, REAL_WORLD } from '@gatehouse/oauth-core';
import { createProofUses, type Database } from '@gatehouse/persistence';
import type { Env } from './env.js';
import type { Logger } from './logger.js';

/** What checks DPoP proofs, for all planes of a node (RFC 9449). */
export const openDpop = (
  { pool }: Pick<Database, 'pool'>,
  { requiresDpopNonces }: Pick<Env, 'requiresDpopNonces'>,
  logger: Logger,
  secret: Buffer,
): Dpop =>
  createDpop({
    nonces: createDpopNonces(secret, REAL_WORLD.now),
    requiresNonce: requiresDpopNonces,
    claim: createProofUses(pool, REAL_WORLD.now, (error) =>
      logger.warn('used DPoP proofs could not be cleared away', { error }),
    ).claim,
    world: REAL_WORLD,
  });
