import type { BackchannelRequest } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';
import {
  BACKCHANNEL_COLUMNS,
  type BackchannelRequestRow,
  toBackchannelRequest,
} from '../token/backchannel-requests.js';

/** An answer that a client is to be told of. */
export interface DueBackchannelDelivery {
  readonly request: BackchannelRequest;
  readonly sealedDelivery: Buffer;
  /** What was pushed before and did not arrive; null: nothing yet. */
  readonly sealedAnswer: Buffer | null;
  /** This one included. */
  readonly attempts: number;
}

export interface BackchannelDeliveryStore {
  /**
   * Takes what has been answered, or has had its time; each is due again after a pause that doubles, unless it is
   * finished. Nodes share the work: each is taken by one.
   */
  takeDue(limit: number): Promise<readonly DueBackchannelDelivery[]>;
  /** Not again before so many seconds have passed, but once more before its end. */
  putOff(id: string, seconds: number): Promise<void>;
  /** Nothing more is told. */
  finish(id: string): Promise<void>;
}

const TAKE = `
UPDATE backchannel_requests SET attempts = attempts + 1, notify_at = now() + make_interval(secs => 2 * 2 ^ attempts)
WHERE id IN (
  SELECT id FROM backchannel_requests WHERE notify_at <= now() AND expires_at > now()
  ORDER BY notify_at LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING ${BACKCHANNEL_COLUMNS}, sealed_delivery AS "sealedDelivery", sealed_answer AS "sealedAnswer", attempts`;

const PUT_OFF = `
UPDATE backchannel_requests
SET notify_at = greatest(notify_at, least(now() + make_interval(secs => $2::float8), expires_at - interval '5 seconds'))
WHERE id = $1 AND notify_at IS NOT NULL`;

const FINISH = `
UPDATE backchannel_requests SET notify_at = NULL, sealed_delivery = NULL, sealed_answer = NULL WHERE id = $1`;

export function createBackchannelDeliveryStore(pool: Pick<Pool, 'query'>): BackchannelDeliveryStore {
  return {
    async takeDue(limit) {
      const { rows } = await pool.query<BackchannelRequestRow & Omit<DueBackchannelDelivery, 'request'>>(
        TAKE,
        [limit],
      );
      return rows.map(({ sealedDelivery, sealedAnswer, attempts, ...row }) => ({
        request: toBackchannelRequest(row),
        sealedDelivery,
        sealedAnswer,
        attempts,
      }));
    },
    putOff: async (id, seconds) => void (await pool.query(PUT_OFF, [id, seconds])),
    finish: async (id) => void (await pool.query(FINISH, [id])),
  };
}
