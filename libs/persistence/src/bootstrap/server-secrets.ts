import type { Pool } from 'pg';

/**
 * A secret that a deployment has once: the stored one, or the one that is made now. Atomic across nodes that start
 * together.
 * @param make the sealed value
 * @returns the sealed value that every node has
 */
export async function ensureServerSecret(
  pool: Pool,
  name: string,
  make: () => Promise<Buffer>,
): Promise<Buffer> {
  const find = async (): Promise<Buffer | undefined> => {
    const { rows } = await pool.query<{ readonly value: Buffer }>(
      'SELECT sealed_value AS value FROM server_secrets WHERE name = $1',
      [name],
    );
    return rows[0]?.value;
  };
  const known = await find();
  if (known !== undefined) return known;
  await pool.query(
    'INSERT INTO server_secrets (name, sealed_value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING',
    [name, await make()],
  );
  const made = await find();
  if (made === undefined) throw new Error(`the server secret ${name} was not stored`);
  return made;
}
