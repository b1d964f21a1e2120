import { randomBytes } from 'node:crypto';
import { type Database, ensureServerSecret, SEALED_AS } from '@gatehouse/persistence';
import type { Sealing } from './sealing.js';

/** Secrets that a deployment has once, whatever becomes of its master key. */
export type ServerSecret =
  /** Of pairwise subjects (OpenID Connect Core §8.1): it must never change. */
  | 'pairwise-subjects'
  /** Of the pages' CSRF tokens: every node checks what another one gave. */
  | 'csrf-tokens';

/** Made when it is first asked for. 32 bytes. */
export async function readServerSecret(
  { pool }: Database,
  sealing: Sealing,
  name: ServerSecret,
): Promise<Buffer> {
  const context = SEALED_AS.serverSecret(name);
  const sealed = await ensureServerSecret(pool, name, () => sealing.seal(randomBytes(32), context));
  return sealing.open(sealed, context);
}
