import type { Pool } from 'pg';
import { toJsonb } from './jsonb.js';

/** An error that the authorization server has answered with, as a node has seen it. No secret is in it. */
export interface ErrorAnswerFacts {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly requestId: string;
  /** Which one, without what is particular to the request. */
  readonly endpoint: string;
  /** 303: the client was told, by its redirect URI. */
  readonly status: number;
  /** An OAuth error code, or the code of a problem that a page shows. */
  readonly error: string;
  /** What the client or the person was told. */
  readonly description: string;
  /** What they were not told. */
  readonly reason: string;
  /** Registered where `isClientKnown`, else what was sent; null: nothing was. */
  readonly clientId: string | null;
  readonly isClientKnown: boolean;
  /** Of the browser, from which the user is known. */
  readonly sessionHash: Buffer | null;
  /** Of the page, from which the client is known. */
  readonly interactionHash: Buffer | null;
}

/** Where nodes write which errors they have answered with. */
export interface ErrorAnswerWriterStore {
  write(node: string, answers: readonly ErrorAnswerFacts[]): Promise<void>;
}

// Who was signed in, and for whom a page asked, is looked up here: nobody waits for it.
const WRITE = `
INSERT INTO error_answers (at, request_id, node, endpoint, status, error, description, reason, application_id,
  client_id, is_client_known, user_id)
SELECT r.at, r.request_id, $1, r.endpoint, r.status, r.error, r.description, r.reason, k.application_id,
  coalesce(k.id, r.client_id), k.id IS NOT NULL, s.user_id
FROM jsonb_to_recordset($2::jsonb) AS r (at timestamptz, request_id text, endpoint text, status smallint, error text,
    description text, reason text, client_id text, is_client_known boolean, session_hash text, interaction_hash text)
  LEFT JOIN interactions i ON i.id_hash = decode(r.interaction_hash, 'hex')
  LEFT JOIN sessions s ON s.id_hash = decode(r.session_hash, 'hex') AND s.expires_at > now()
  LEFT JOIN clients k ON k.id = CASE WHEN r.is_client_known THEN r.client_id
    WHEN r.client_id IS NULL THEN i.request ->> 'clientId' END`;

const toRow = (answer: ErrorAnswerFacts): object => ({
  at: new Date(answer.at).toISOString(),
  request_id: answer.requestId,
  endpoint: answer.endpoint,
  status: answer.status,
  error: answer.error,
  description: answer.description,
  reason: answer.reason,
  client_id: answer.clientId,
  is_client_known: answer.isClientKnown,
  session_hash: answer.sessionHash?.toString('hex') ?? null,
  interaction_hash: answer.interactionHash?.toString('hex') ?? null,
});

export function createErrorAnswerWriterStore(pool: Pool): ErrorAnswerWriterStore {
  return {
    async write(node, answers) {
      await pool.query({
        name: 'error-answers-write',
        text: WRITE,
        values: [node, toJsonb(answers.map(toRow))],
      });
    },
  };
}
