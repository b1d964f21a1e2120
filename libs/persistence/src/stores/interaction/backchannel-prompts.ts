import type { BackchannelRequest } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';
import {
  BACKCHANNEL_COLUMNS,
  type BackchannelRequestRow,
  IS_OPEN,
  toBackchannelRequest,
} from '../token/backchannel-requests.js';

/** An application that may not ask somebody any more. */
export interface BackchannelBlock {
  readonly applicationId: string;
  readonly applicationName: string;
  readonly blockedAt: Date;
}

/** What waits for the answer of one person, and whom they do not want to be asked by. */
export interface BackchannelPromptStore {
  /** Those that can still be answered, the newest first. */
  listOpen(userId: string): Promise<readonly BackchannelRequest[]>;
  /** Undefined: it has been answered, has expired, or is for another person. */
  findOpen(id: string, userId: string): Promise<BackchannelRequest | undefined>;
  listBlocks(userId: string): Promise<readonly BackchannelBlock[]>;
  /** Can be repeated. Refuses what waits of the application, too. */
  block(userId: string, applicationId: string): Promise<void>;
  /** Can be repeated. */
  unblock(userId: string, applicationId: string): Promise<void>;
}

const BLOCK = `
WITH blocked AS (
  INSERT INTO backchannel_blocks (user_id, application_id) VALUES ($1, $2) ON CONFLICT DO NOTHING)
UPDATE backchannel_requests SET denied_at = now(), notify_at = CASE WHEN notify_at IS NOT NULL THEN now() END
WHERE user_id = $1 AND application_id = $2 AND ${IS_OPEN}`;

export function createBackchannelPromptStore(pool: Pick<Pool, 'query'>): BackchannelPromptStore {
  const find = async (condition: string, values: unknown[]): Promise<readonly BackchannelRequest[]> => {
    const { rows } = await pool.query<BackchannelRequestRow>(
      `SELECT ${BACKCHANNEL_COLUMNS} FROM backchannel_requests WHERE ${condition} AND ${IS_OPEN}
       ORDER BY requested_at DESC, id`,
      values,
    );
    return rows.map(toBackchannelRequest);
  };
  return {
    listOpen: (userId) => find('user_id = $1', [userId]),
    findOpen: async (id, userId) => (await find('id = $1 AND user_id = $2', [id, userId]))[0],
    async listBlocks(userId) {
      const { rows } = await pool.query<BackchannelBlock>(
        `SELECT b.application_id AS "applicationId", a.name AS "applicationName", b.blocked_at AS "blockedAt"
         FROM backchannel_blocks b JOIN applications a ON a.id = b.application_id
         WHERE b.user_id = $1 ORDER BY b.blocked_at DESC`,
        [userId],
      );
      return rows;
    },
    block: async (userId, applicationId) => void (await pool.query(BLOCK, [userId, applicationId])),
    unblock: async (userId, applicationId) =>
      void (await pool.query('DELETE FROM backchannel_blocks WHERE user_id = $1 AND application_id = $2', [
        userId,
        applicationId,
      ])),
  };
}
