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

/** A directory or provider that somebody signs in with. */
export interface OutsideLink {
  readonly source: string;
  /** The account was made for it: it has no password here, and ends with it. */
  readonly madeAccount: boolean;
}

/** An account that was made for somebody from outside. */
export interface MadeAccount {
  readonly userId: string;
  readonly source: string;
  /** The address that stands here came from there with the latest sign-in. */
  readonly suppliesEmail: boolean;
}

export interface OutsideAccountStore {
  listOf(userId: string): Promise<readonly OutsideLink[]>;
  /** Of these users, those whose account was made for somebody from outside, and from where. */
  listMade(userIds: readonly string[]): Promise<readonly MadeAccount[]>;
  /** False: there is no such link, the account was made for it, or it is the only way in. */
  unlink(userId: string, source: string): Promise<boolean>;

  find(source: string, subject: string): Promise<LinkedAccount | undefined>;
  /** Whoever has this address here, in any case of its letters: as theirs, or as their user name. */
  findByEmail(email: string): Promise<readonly LinkedAccount[]>;
  /**
   * Makes an account and links it, in one statement. False: an account of this name is there already, and is not touched,
   * or somebody else was faster.
   */
  create(userId: string, person: OutsidePerson): Promise<boolean>;
  /**
   * What an account that was made for this subject is called, and its address, as they are there now; nothing happens to
   * other accounts, nor where somebody else has the address here. @param displayName null: none is said
   */
  refresh(
    person: Omit<OutsidePerson, 'username' | 'displayName'> & { readonly displayName: string | null },
  ): Promise<void>;
  /** Lets a subject sign in as somebody who has an account here; nothing happens where it is linked already. */
  link(source: string, subject: string, userId: string): Promise<void>;
}

const LIST = `
SELECT DISTINCT source, made_account AS "madeAccount" FROM outside_accounts WHERE user_id = $1 ORDER BY source`;

const LIST_MADE = `
SELECT user_id AS "userId", min(source) AS source, bool_or(supplies_email) AS "suppliesEmail" FROM outside_accounts
WHERE user_id = ANY ($1::uuid[]) AND made_account GROUP BY user_id`;

const FIND = `
SELECT u.id AS "userId", u.enabled AS "isEnabled"
FROM outside_accounts o JOIN users u ON u.id = o.user_id WHERE o.source = $1 AND o.subject = $2`;

const FIND_BY_EMAIL = `
SELECT id AS "userId", enabled AS "isEnabled" FROM users WHERE lower(email) = lower($1) OR lower(username) = lower($1)`;

const CREATE = `
WITH account AS (
  INSERT INTO users (id, username, display_name, email, email_verified) VALUES ($1, $4, $5, $6, $7)
  ON CONFLICT DO NOTHING RETURNING id)
INSERT INTO outside_accounts (source, subject, user_id, supplies_email) SELECT $2, $3, id, $6::text IS NOT NULL FROM account`;

const REFRESH = `
WITH next AS (
  SELECT u.id, coalesce($3, u.display_name) AS display_name,
    CASE WHEN $4::text IS NULL OR EXISTS (
      SELECT 1 FROM users other WHERE other.id <> u.id AND (lower(other.email) = lower($4) OR lower(other.username) = lower($4)))
    THEN u.email ELSE $4 END AS email
  FROM outside_accounts o JOIN users u ON u.id = o.user_id
  WHERE o.source = $1 AND o.subject = $2 AND o.made_account),
supply AS (
  UPDATE outside_accounts SET supplies_email = coalesce(next.email = $4, false) FROM next
  WHERE source = $1 AND subject = $2 AND supplies_email <> coalesce(next.email = $4, false))
UPDATE users SET display_name = next.display_name, email = next.email, version = version + 1, updated_at = now(),
  email_verified = CASE WHEN next.email IS NOT DISTINCT FROM users.email THEN users.email_verified ELSE $5 END
FROM next WHERE users.id = next.id
  AND (users.display_name, users.email) IS DISTINCT FROM (next.display_name, next.email)`;

const LINK = `
INSERT INTO outside_accounts (source, subject, user_id, made_account)
SELECT $1, $2, id, false FROM users WHERE id = $3 ON CONFLICT DO NOTHING`;

const UNLINK = `
DELETE FROM outside_accounts o WHERE o.user_id = $1 AND o.source = $2 AND NOT o.made_account AND (
  EXISTS (SELECT 1 FROM users u WHERE u.id = $1 AND u.password_hash IS NOT NULL)
  OR EXISTS (SELECT 1 FROM user_passkeys p WHERE p.user_id = $1)
  OR EXISTS (SELECT 1 FROM outside_accounts other WHERE other.user_id = $1 AND other.source <> $2))`;

const UNIQUE_VIOLATION = '23505';

/** Accounts of people whom an outside directory or an identity provider vouches for. */
export function createOutsideAccountStore(pool: Pool): OutsideAccountStore {
  const read = async <Row extends object>(name: string, text: string, values: readonly unknown[]) =>
    (await pool.query<Row>({ name, text, values: [...values] })).rows;
  const change = async (name: string, text: string, values: readonly unknown[]) =>
    (await pool.query({ name, text, values: [...values] })).rowCount ?? 0;

  return {
    listOf: (userId) => read<OutsideLink>('outside-account-list', LIST, [userId]),
    listMade: (userIds) => read<MadeAccount>('outside-account-list-made', LIST_MADE, [userIds]),
    find: async (source, subject) =>
      (await read<LinkedAccount>('outside-account-find', FIND, [source, subject]))[0],
    findByEmail: (email) => read<LinkedAccount>('outside-account-find-by-email', FIND_BY_EMAIL, [email]),
    refresh: async ({ source, subject, displayName, email, emailVerified }) =>
      void (await change('outside-account-refresh', REFRESH, [
        source,
        subject,
        displayName,
        email,
        emailVerified,
      ])),
    link: async (source, subject, userId) =>
      void (await change('outside-account-link', LINK, [source, subject, userId])),
    unlink: async (userId, source) => (await change('outside-account-unlink', UNLINK, [userId, source])) > 0,

    async create(userId, { source, subject, username, displayName, email, emailVerified }) {
      try {
        const values = [userId, source, subject, username, displayName, email, emailVerified];
        return (await change('outside-account-create', CREATE, values)) === 1;
      } catch (error) {
        // The subject was linked meanwhile; the whole statement is undone.
        if ((error as { readonly code?: unknown }).code === UNIQUE_VIOLATION) return false;
        throw error;
      }
    },
  };
}
