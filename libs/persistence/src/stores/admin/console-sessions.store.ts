import type { Pool } from 'pg';

/** An operator's session at the console, as stored. */
export interface ConsoleSession {
  readonly csrfToken: string;
  /** Access and refresh token, sealed under the master key. */
  readonly sealedTokens: Buffer;
}

/** Console sessions by the SHA-256 of their cookie. */
export class ConsoleSessionsStore {
  /** @param controlPool for what operators do, which the audit log is told of */
  constructor(
    private readonly pool: Pool,
    private readonly controlPool: Pool,
  ) {}

  async insert(idHash: Buffer, session: ConsoleSession, expiresAt: number): Promise<void> {
    await this.controlPool.query(
      'INSERT INTO console_sessions (id_hash, csrf_token, sealed_tokens, expires_at) VALUES ($1, $2, $3, $4)',
      [idHash, session.csrfToken, session.sealedTokens, new Date(expiresAt)],
    );
  }

  async find(idHash: Buffer): Promise<ConsoleSession | undefined> {
    const { rows } = await this.pool.query<ConsoleSession>({
      name: 'console-session-find',
      text: `SELECT csrf_token AS "csrfToken", sealed_tokens AS "sealedTokens" FROM console_sessions
        WHERE id_hash = $1 AND expires_at > now()`,
      values: [idHash],
    });
    return rows[0];
  }

  async updateTokens(idHash: Buffer, sealedTokens: Buffer): Promise<void> {
    await this.pool.query('UPDATE console_sessions SET sealed_tokens = $2 WHERE id_hash = $1', [
      idHash,
      sealedTokens,
    ]);
  }

  async delete(idHash: Buffer): Promise<void> {
    await this.controlPool.query('DELETE FROM console_sessions WHERE id_hash = $1', [idHash]);
  }
}
