import type { Pool } from 'pg';

/**
 * Sections of the snapshot by which rights are taken away. Each change that does so has an epoch: a number that grows in
 * the order in which the changes can be seen, so that whoever sees one has seen all before it.
 */
export const EPOCH_SECTIONS = ['revocations', 'clients', 'apis', 'keys', 'apiKeys'] as const;
export type EpochSection = (typeof EPOCH_SECTIONS)[number];

/** What loses its rights, or changes them. */
export const EPOCH_KINDS = [
  'access-token',
  'grant',
  'authorization',
  'user',
  'application',
  'client',
  'client-secret',
  'api-key',
  'signing-key',
  'api',
] as const;
export type EpochKind = (typeof EPOCH_KINDS)[number];

export const isEpochSection = (section: string): section is EpochSection =>
  (EPOCH_SECTIONS as readonly string[]).includes(section);

/** The newest epoch that can be seen; 0: none. */
export async function readEpoch(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ readonly epoch: number }>({
    name: 'epoch-read',
    text: 'SELECT coalesce(max(epoch), 0)::float8 AS epoch FROM revocation_epochs',
  });
  return rows[0]?.epoch ?? 0;
}

/** The newest epoch of one subject; 0: none. */
export async function findEpochOf(pool: Pool, kind: EpochKind, subjectId: string): Promise<number> {
  const { rows } = await pool.query<{ readonly epoch: number }>(
    `SELECT coalesce(max(epoch), 0)::float8 AS epoch FROM revocation_epochs WHERE kind = $1 AND subject_id = $2`,
    [kind, subjectId],
  );
  return rows[0]?.epoch ?? 0;
}
