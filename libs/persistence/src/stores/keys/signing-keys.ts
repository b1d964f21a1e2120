import type { SigningAlgorithm, SigningKeyState } from '@gatehouse/oauth-core';
import type { Pool, PoolClient } from 'pg';
import { withOneConnection } from '../../one-connection.js';

/** A signing key without its private part: what the control plane shows and decides on. */
export interface SigningKeyRecord {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  /** `revoked`: compromised; published no more, its private part is gone. */
  readonly state: SigningKeyState | 'revoked';
  /** Its private part is with the outside signer. */
  readonly isOutside: boolean;
  readonly publicJwk: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  /** When a next key was told to begin; null: the schedule decides. */
  readonly activatesAt: Date | null;
  readonly activatedAt: Date | null;
  readonly retiredAt: Date | null;
  /** Of a retired key: when nothing that it signed lives any more. */
  readonly expiresAt: Date | null;
}

export interface NewSigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly publicJwk: Readonly<Record<string, string>>;
  /** Null: with the outside signer. */
  readonly sealedPrivateKey: Buffer | null;
}

/** Changes to the signing keys, inside one transaction that no other node can step into. */
export interface SigningKeyChanges {
  list(): Promise<SigningKeyRecord[]>;
  insert(key: NewSigningKey, state: 'next' | 'active'): Promise<void>;
  /** Tells a next key when to begin. */
  schedule(kid: string, activatesAt: Date): Promise<void>;
  /** The next key signs from now on, and the one that did retires. */
  activate(kid: string): Promise<void>;
  retire(kid: string): Promise<void>;
  /** A retired key is the next one again. */
  recall(kid: string): Promise<void>;
  /** What it signed is refused from now on. Its private part is destroyed. */
  revoke(kid: string): Promise<void>;
  delete(kid: string): Promise<void>;
}

export interface SigningKeysStore {
  /** Newest first within an algorithm; the revoked ones too. */
  list(): Promise<SigningKeyRecord[]>;
  /** Changes keys while no other node does; waits for its turn. All or nothing. */
  change<T>(work: (changes: SigningKeyChanges) => Promise<T>): Promise<T>;
}

/**
 * How long a retired key stays published: the longest life of what it signs (an access token: one day), and an hour for
 * nodes that hear late of the change and for clocks that differ.
 */
const RETIRED_INTERVAL = '25 hours';
const CHANGE_LOCK = 4_711_003;

const LIST = `
SELECT kid, algorithm, state, outside AS "isOutside", public_jwk AS "publicJwk", created_at AS "createdAt",
  activates_at AS "activatesAt", activated_at AS "activatedAt", retired_at AS "retiredAt", expires_at AS "expiresAt"
FROM signing_keys ORDER BY algorithm, created_at DESC`;

const RETIRE = `
UPDATE signing_keys SET state = 'retired', retired_at = now(), expires_at = now() + interval '${RETIRED_INTERVAL}'
WHERE state = 'active'`;

function createChanges(connection: PoolClient): SigningKeyChanges {
  const run = async (text: string, values: unknown[]): Promise<void> =>
    void (await connection.query(text, values));
  return {
    list: () => list(connection),
    insert: ({ kid, algorithm, publicJwk, sealedPrivateKey }, state) =>
      run(
        `INSERT INTO signing_keys (kid, algorithm, public_jwk, sealed_private_key, outside, state, activated_at)
         VALUES ($1, $2, $3, $4, $4::bytea IS NULL, $5, CASE WHEN $5 = 'active' THEN now() END)`,
        [kid, algorithm, JSON.stringify(publicJwk), sealedPrivateKey, state],
      ),
    schedule: (kid, activatesAt) =>
      run("UPDATE signing_keys SET activates_at = $2 WHERE kid = $1 AND state = 'next'", [kid, activatesAt]),
    async activate(kid) {
      await run(`${RETIRE} AND algorithm = (SELECT algorithm FROM signing_keys WHERE kid = $1)`, [kid]);
      await run(
        "UPDATE signing_keys SET state = 'active', activates_at = NULL, activated_at = now() WHERE kid = $1",
        [kid],
      );
    },
    retire: (kid) => run(`${RETIRE} AND kid = $1`, [kid]),
    recall: (kid) =>
      run(
        `UPDATE signing_keys SET state = 'next', created_at = now(), activated_at = NULL, retired_at = NULL,
           expires_at = NULL WHERE kid = $1 AND state = 'retired'`,
        [kid],
      ),
    revoke: (kid) =>
      run(
        `UPDATE signing_keys SET state = 'revoked', retired_at = coalesce(retired_at, now()), expires_at = NULL,
           activates_at = NULL, sealed_private_key = NULL WHERE kid = $1`,
        [kid],
      ),
    delete: (kid) => run('DELETE FROM signing_keys WHERE kid = $1', [kid]),
  };
}

async function list(queryable: Pick<Pool, 'query'>): Promise<SigningKeyRecord[]> {
  const { rows } = await queryable.query<SigningKeyRecord>(LIST);
  return rows;
}

/** @returns the signing keys of a deployment, as rows; the snapshot has those that are published */
export function createSigningKeysStore(pool: Pool): SigningKeysStore {
  return {
    list: () => list(pool),
    change: (work) =>
      withOneConnection(pool, async (connection) => {
        await connection.query('BEGIN');
        await connection.query('SELECT pg_advisory_xact_lock($1)', [CHANGE_LOCK]);
        const result = await work(createChanges(connection));
        await connection.query('COMMIT');
        return result;
      }),
  };
}
