import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

/** A user, and an application with one client. */
export interface Parties {
  readonly userId: string;
  readonly username: string;
  readonly applicationId: string;
  readonly clientId: string;
}

/** An authorization that lives, with its parties. */
export interface TestAuthorization extends Parties {
  readonly authorizationId: string;
}

export async function insertParties(pool: Pool): Promise<Parties> {
  const [userId, applicationId] = [randomUUID(), randomUUID()];
  const username = `ada-${userId.slice(0, 8)}`;
  const clientId = `print-shop-${applicationId.slice(0, 8)}`;
  await pool.query('INSERT INTO users (id, username, display_name) VALUES ($1, $2, $3)', [
    userId,
    username,
    'Ada',
  ]);
  await pool.query("INSERT INTO applications (id, name, created_by) VALUES ($1, 'Print Shop', 'a spec')", [
    applicationId,
  ]);
  await pool.query(
    `INSERT INTO clients (id, application_id, type, authentication_method)
     VALUES ($1, $2, 'confidential', 'client_secret_basic')`,
    [clientId, applicationId],
  );
  return { userId, username, applicationId, clientId };
}

export async function insertAuthorization(
  pool: Pool,
  scopes: readonly string[] = ['photos'],
): Promise<TestAuthorization> {
  const parties = await insertParties(pool);
  const authorizationId = randomUUID();
  await pool.query(
    'INSERT INTO authorizations (id, application_id, user_id, scopes) VALUES ($1, $2, $3, $4)',
    [authorizationId, parties.applicationId, parties.userId, scopes],
  );
  return { ...parties, authorizationId };
}

export interface TestUser {
  readonly username: string;
  readonly email: string;
  readonly isEmailVerified: boolean;
}

/** @returns its ID */
export async function insertUser(
  pool: Pool,
  { username, email, isEmailVerified }: TestUser,
): Promise<string> {
  const userId = randomUUID();
  await pool.query(
    'INSERT INTO users (id, username, display_name, email, email_verified) VALUES ($1, $2, $2, $3, $4)',
    [userId, username, email, isEmailVerified],
  );
  return userId;
}

/** Links a subject of a new trusted issuer to a user. @returns the issuer's ID */
export async function insertLinkedSubject(pool: Pool, subject: string, userId: string): Promise<string> {
  const issuerId = randomUUID();
  await pool.query(
    `INSERT INTO trusted_issuers (id, name, issuer, jwks, subject_mapping)
     VALUES ($1, 'A spec', $2, '{"keys":[]}', 'linked-subject')`,
    [issuerId, `https://${issuerId}.example`],
  );
  await pool.query('INSERT INTO linked_subjects (issuer_id, subject, user_id) VALUES ($1, $2, $3)', [
    issuerId,
    subject,
    userId,
  ]);
  return issuerId;
}
