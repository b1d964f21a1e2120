import type { Pool } from 'pg';

/** Somebody as an outside directory describes them. */
export interface OutsidePerson {
  /** Which directory. */
  readonly source: string;
  /** The ID there that never changes and is never given to anybody else. */
  readonly subject: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
}

export interface LinkedAccount {
  readonly userId: string;
  readonly isEnabled: boolean;
}

export interface OutsideAccountStore {
  find(source: string, subject: string): Promise<LinkedAccount | undefined>;
  /**
   * Makes an account and links it, in one statement. False: an account of this name is there already, and is not touched,
   * or somebody else was faster.
   */
  create(userId: string, person: OutsidePerson): Promise<boolean>;
}

const FIND = `
SELECT u.id AS "userId", u.enabled AS "isEnabled"
FROM outside_accounts o JOIN users u ON u.id = o.user_id WHERE o.source = $1 AND o.subject = $2`;

const CREATE = `
WITH account AS (
  INSERT INTO users (id, username, display_name, email) VALUES ($1, $4, $5, $6)
  ON CONFLICT DO NOTHING RETURNING id)
INSERT INTO outside_accounts (source, subject, user_id) SELECT $2, $3, id FROM account`;

const UNIQUE_VIOLATION = '23505';

/** Accounts of people whom an outside directory vouches for. */
export function createOutsideAccountStore(pool: Pool): OutsideAccountStore {
  return {
    async find(source, subject) {
      const { rows } = await pool.query<LinkedAccount>({
        name: 'outside-account-find',
        text: FIND,
        values: [source, subject],
      });
      return rows[0];
    },
    async create(userId, { source, subject, username, displayName, email }) {
      try {
        const { rowCount } = await pool.query({
          name: 'outside-account-create',
          text: CREATE,
          values: [userId, source, subject, username, displayName, email],
        });
        return rowCount === 1;
      } catch (error) {
        // The subject was linked meanwhile; the whole statement is undone.
        if ((error as { readonly code?: unknown }).code === UNIQUE_VIOLATION) return false;
        throw error;
      }
    },
  };
}
