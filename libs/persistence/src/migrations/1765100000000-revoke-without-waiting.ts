import type { MigrationInterface, QueryRunner } from 'typeorm';

// A revocation waits for nothing but what it changes itself: tokens and authorizations, never clients. And it fails on no ID.
const WITHOUT_WAITING = `
CREATE OR REPLACE FUNCTION gatehouse_event_revocations() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject uuid := CASE WHEN NEW.id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN NEW.id::uuid END;
BEGIN
  PERFORM gatehouse_event('tokens.revoked', CASE NEW.kind WHEN 'user' THEN subject ELSE family.user_id END, family.application_id,
    jsonb_build_object('of', NEW.kind, 'id', NEW.id, 'reason', NEW.reason))
  FROM (SELECT 1) AS one LEFT JOIN LATERAL (
    SELECT r.user_id, z.application_id FROM refresh_tokens r LEFT JOIN authorizations z ON z.id = r.authorization_id
    WHERE NEW.kind = 'grant' AND r.grant_id = subject LIMIT 1) AS family ON true;
  RETURN NULL;
END $$;
`;

const WAITING_FOR_CLIENTS = `
CREATE OR REPLACE FUNCTION gatehouse_event_revocations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatehouse_event('tokens.revoked', CASE NEW.kind WHEN 'user' THEN NEW.id::uuid ELSE family.user_id END,
    (SELECT c.application_id FROM clients c WHERE c.id = family.client_id),
    jsonb_build_object('of', NEW.kind, 'id', NEW.id, 'reason', NEW.reason))
  FROM (SELECT 1) AS one LEFT JOIN LATERAL (
    SELECT r.user_id, r.client_id FROM refresh_tokens r
    WHERE r.grant_id = CASE NEW.kind WHEN 'grant' THEN NEW.id::uuid END LIMIT 1) AS family ON true;
  RETURN NULL;
END $$;
`;

/** Telling of a revocation holds no revocation up. */
export class RevokeWithoutWaiting1765100000000 implements MigrationInterface {
  readonly name = 'RevokeWithoutWaiting1765100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(WITHOUT_WAITING);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(WAITING_FOR_CLIENTS);
  }
}
