import type { Pool } from 'pg';

/** What an operator does not want to see again. */
export class DismissalsStore {
  constructor(private readonly pool: Pool) {}

  async list(userId: string): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ readonly key: string }>(
      'SELECT key FROM dismissals WHERE user_id = $1 ORDER BY key',
      [userId],
    );
    return rows.map(({ key }) => key);
  }

  async insert(userId: string, key: string): Promise<void> {
    await this.pool.query('INSERT INTO dismissals (user_id, key) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      userId,
      key,
    ]);
  }

  async delete(userId: string, key: string): Promise<void> {
    await this.pool.query('DELETE FROM dismissals WHERE user_id = $1 AND key = $2', [userId, key]);
  }
}
