import { randomBytes } from 'node:crypto';
import { type Database, ensureServerSecret } from '@gatehouse/persistence';
import type { Sealing } from './sealing.js';

const PAIRWISE = 'pairwise-subjects';
const context = (name: string): string => `server-secret:${name}`;

/** The key of pairwise subjects (OpenID Connect Core §8.1): made once, for it must never change. 32 bytes. */
export async function readPairwiseKey({ pool }: Database, sealing: Sealing): Promise<Buffer> {
  const sealed = await ensureServerSecret(pool, PAIRWISE, () =>
    sealing.seal(randomBytes(32), context(PAIRWISE)),
  );
  return sealing.open(sealed, context(PAIRWISE));
}
