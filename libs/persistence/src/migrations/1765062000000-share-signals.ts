import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
CREATE TABLE ssf_streams (
  id uuid PRIMARY KEY,
  -- SSF 1.0 §8.1.1: one for each receiver.
  client_id text NOT NULL UNIQUE REFERENCES clients (id) ON DELETE CASCADE,
  application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  description text,
  -- Where SETs are pushed to (RFC 8935); null: they are polled (RFC 8936).
  push_url text,
  -- What is sent there in the Authorization header.
  sealed_authorization bytea,
  requested text[] NOT NULL,
  delivered text[] NOT NULL,
  status text NOT NULL DEFAULT 'enabled' CHECK (status IN ('enabled', 'paused', 'disabled')),
  reason text,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Every user of the application is a subject, but for these.
CREATE TABLE ssf_removed_subjects (
  stream_id uuid NOT NULL REFERENCES ssf_streams (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  PRIMARY KEY (stream_id, user_id)
);

CREATE TABLE ssf_sets (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  stream_id uuid NOT NULL REFERENCES ssf_streams (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('session-revoked', 'credential-change', 'verification')),
  -- Without a reference: it may be that the user was deleted.
  user_id uuid,
  data jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  failed boolean NOT NULL DEFAULT false,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '30 days',
  PRIMARY KEY (id, expires_at)
) PARTITION BY RANGE (expires_at);
CREATE INDEX ssf_sets_due ON ssf_sets (stream_id, due_at) WHERE NOT failed;
`;

/** A stream hears of a user who has an authorization with its application, or had one until this transaction. */
const EMIT = `
CREATE FUNCTION gatehouse_signal(event_type text, subject_user uuid, details jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  signal text := CASE WHEN event_type = 'credential.changed' THEN 'credential-change'
    WHEN event_type IN ('session.revoked', 'user.disabled', 'user.deleted') THEN 'session-revoked' END;
BEGIN
  IF signal IS NULL OR subject_user IS NULL THEN RETURN; END IF;
  INSERT INTO ssf_sets (stream_id, kind, user_id, data)
  SELECT s.id, signal, subject_user, details FROM ssf_streams s
  WHERE s.status <> 'disabled' AND signal = ANY (s.delivered)
    AND EXISTS (SELECT 1 FROM authorizations z WHERE z.user_id = subject_user AND z.application_id = s.application_id
      AND (z.revoked_at IS NULL OR z.revoked_at >= now()))
    AND NOT EXISTS (SELECT 1 FROM ssf_removed_subjects r WHERE r.stream_id = s.id AND r.user_id = subject_user);
END $$;

CREATE OR REPLACE FUNCTION gatehouse_event(event_type text, subject_user uuid, subject_application uuid, details jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH told AS (
    INSERT INTO events (type, user_id, application_id, organization_id, data)
    VALUES (event_type, subject_user, subject_application,
      (SELECT a.organization_id FROM applications a WHERE a.id = subject_application),
      jsonb_strip_nulls(jsonb_build_object('userId', subject_user, 'applicationId', subject_application) || details))
    RETURNING id, organization_id)
  INSERT INTO webhook_deliveries (webhook_id, event_id)
  SELECT w.id, told.id FROM told, webhooks w
  WHERE w.enabled AND (w.types = '{}' OR event_type = ANY (w.types))
    AND (w.organization_id IS NULL OR w.organization_id = told.organization_id);
  PERFORM gatehouse_signal(event_type, subject_user, details);
END $$;
`;

/** Receivers of the Shared Signals Framework are told what happened to the users whom they know. */
export class ShareSignals1765062000000 implements MigrationInterface {
  readonly name = 'ShareSignals1765062000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES + EMIT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION gatehouse_signal(event_type text, subject_user uuid, details jsonb)
        RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$;
      DROP TABLE ssf_sets, ssf_removed_subjects, ssf_streams;`);
  }
}
