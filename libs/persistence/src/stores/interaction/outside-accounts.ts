import type { Pool } from 'pg';

/** Somebody as an outside directory or an identity provider describes them. */
export interface OutsidePerson {
  /** Which directory, or the issuer. */
  readonly source: string;
  /** The ID there that never changes and is never given to anybody else. */
  readonly subject: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
}

export interface LinkedAccount {
  readonly userId: string;
  readonly isEnabled: boolean;
}

export interface OutsideAccountStore {
  find(source: string, subject: string): Promise<LinkedAccount | undefined>;
  /** Whoever has this address here, in any case of its letters: as theirs, or as their user name. */
  findByEmail(email: string): Promise<readonly LinkedAccount[]>;
  /**
   * Makes an account and links it, in one statement. False: an account of this name is there already, and is not touched,
   * or somebody else was faster.
   */
  create(userId: string, person: OutsidePerson): Promise<boolean>;
  /** Lets a subject sign in as somebody who has an account here; nothing happens where it is linked already. */
  link(source: string, subject: string, userId: string): Promise<void>;
}

const FIND = `
SELECT u.id AS "userId", u.enabled AS "isEnabled"
FROM outside_accounts o JOIN users u ON u.id = o.user_id WHERE o.source = $1 AND o.subject = $2`;

const FIND_BY_EMAIL = `
SELECT id AS "userId", enabled AS "isEnabled" FROM users WHERE lower(email) = lower($1) OR lower(username) = lower($1)`;

const CREATE = `
WITH account AS (
  INSERT INTO users (id, username, display_name, email, email_verified) VALUES ($1, $4, $5, $6, $7)
  ON CONFLICT DO NOTHING RETURNING id)
INSERT INTO outside_accounts (source, subject, user_id) SELECT $2, $3, id FROM account`;

const LINK = `
INSERT INTO outside_accounts (source, subject, user_id, made_account)
SELECT $1, $2, id, false FROM users WHERE id = $3 ON CONFLICT DO NOTHING`;

const UNIQUE_VIOLATION = '23505';

/** Accounts of people whom an outside directory or an identity provider vouches for. */
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

    async findByEmail(email) {
      const { rows } = await pool.query<LinkedAccount>({
        name: 'outside-account-find-by-email',
        text: FIND_BY_EMAIL,
        values: [email],
      });
      return rows;
    },

    async create(userId, { source, subject, username, displayName, email, emailVerified }) {
      try {
        const { rowCount } = await pool.query({
          name: 'outside-account-create',
          text: CREATE,
          values: [userId, source, subject, username, displayName, email, emailVerified],
        });
        return rowCount === 1;
      } catch (error) {
        // The subject was linked meanwhile; the whole statement is undone.
        if ((error as { readonly code?: unknown }).code === UNIQUE_VIOLATION) return false;
        throw error;
      }
    },

    async link(source, subject, userId) {
      await pool.query({
        name: 'outside-account-link',
        text: LINK,
        values: [source, subject, userId],
      });
    },
  };
}
