import type { AuthorizationRequest } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';

/** What has happened in an interaction so far. Absent members: not yet. */
export interface InteractionProgress {
  /** The account of the session was chosen to go on with (`prompt=select_account`). */
  readonly isAccountChosen?: boolean;
  /** Somebody has proved one factor, and has a second one that is asked for now. Null: no longer. */
  readonly pendingSignIn?: { readonly userId: string; readonly amr: readonly string[] } | null;
  /** What must come back from an identity provider, sealed; in base64. */
  readonly outsideSignIn?: string;
  /** Somebody has come from an identity provider, and may be one of these users. Null: no longer. */
  readonly pendingLink?: PendingLink | null;
  /** The answer on its way to the client as a form, sealed; in base64. */
  readonly sealedAnswer?: string;
}

/** Somebody whom an identity provider vouches for, with the address of accounts here. */
export interface PendingLink {
  /** The provider's issuer. */
  readonly source: string;
  readonly subject: string;
  readonly slug: string;
  readonly email: string;
  readonly userIds: readonly string[];
}

/** An interaction that waits for its person. */
export interface PendingInteraction {
  readonly request: AuthorizationRequest;
  readonly progress: InteractionProgress;
}

/**
 * Authorization requests that wait for a person to sign in and consent. Each belongs to the browser that began it, and
 * is answered once.
 */
export interface InteractionStore {
  insert(
    idHash: Buffer,
    browserHash: Buffer,
    request: AuthorizationRequest,
    expiresAt: number,
  ): Promise<void>;
  /** Undefined when unknown, expired, answered, or begun by another browser. */
  find(idHash: Buffer, browserHash: Buffer): Promise<PendingInteraction | undefined>;
  /** Adds to what has happened. Resolves to all of it. */
  advance(idHash: Buffer, progress: InteractionProgress): Promise<InteractionProgress>;
  /** Takes the sealed answer of an interaction that was claimed, once; undefined when there is none. */
  takeAnswer(idHash: Buffer, browserHash: Buffer): Promise<string | undefined>;
  /** Atomic. False: it has been answered already. */
  claim(idHash: Buffer): Promise<boolean>;
}

export function createInteractionStore(pool: Pool): InteractionStore {
  return {
    async insert(idHash, browserHash, request, expiresAt) {
      await pool.query({
        name: 'interaction-insert',
        text: 'INSERT INTO interactions (id_hash, browser_hash, request, expires_at) VALUES ($1, $2, $3, $4)',
        values: [idHash, browserHash, JSON.stringify(request), new Date(expiresAt)],
      });
    },

    async find(idHash, browserHash) {
      const { rows } = await pool.query<PendingInteraction>({
        name: 'interaction-find',
        text: `SELECT request, progress FROM interactions
          WHERE id_hash = $1 AND browser_hash = $2 AND claimed_at IS NULL AND expires_at > now()`,
        values: [idHash, browserHash],
      });
      return rows[0];
    },

    async advance(idHash, progress) {
      const { rows } = await pool.query<Pick<PendingInteraction, 'progress'>>({
        name: 'interaction-advance',
        text: 'UPDATE interactions SET progress = progress || $2::jsonb WHERE id_hash = $1 RETURNING progress',
        values: [idHash, JSON.stringify(progress)],
      });
      return rows[0]?.progress ?? progress;
    },

    async takeAnswer(idHash, browserHash) {
      const { rows } = await pool.query<{ readonly answer: string }>({
        name: 'interaction-take-answer',
        text: `DELETE FROM interactions
          WHERE id_hash = $1 AND browser_hash = $2 AND expires_at > now() AND progress ? 'sealedAnswer'
          RETURNING progress->>'sealedAnswer' AS answer`,
        values: [idHash, browserHash],
      });
      return rows[0]?.answer;
    },

    async claim(idHash) {
      const { rowCount } = await pool.query({
        name: 'interaction-claim',
        text: 'UPDATE interactions SET claimed_at = now() WHERE id_hash = $1 AND claimed_at IS NULL',
        values: [idHash],
      });
      return rowCount === 1;
    },
  };
}
