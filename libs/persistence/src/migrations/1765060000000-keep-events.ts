import type { MigrationInterface, QueryRunner } from 'typeorm';
import { auditTable } from './audited-table.js';

const EVENTS = `
CREATE TABLE events (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  type text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  user_id uuid,
  application_id uuid,
  -- That owned the application then.
  organization_id uuid,
  -- IDs, names of columns and moments; never a secret.
  data jsonb NOT NULL,
  expires_at timestamptz NOT NULL DEFAULT now() + interval '30 days',
  PRIMARY KEY (id, expires_at)
) PARTITION BY RANGE (expires_at);

-- What time alone brings about is told of once.
CREATE TABLE event_marks (key text PRIMARY KEY, expires_at timestamptz NOT NULL);
CREATE INDEX event_marks_expiry ON event_marks (expires_at);
`;

const WEBHOOKS = `
CREATE TABLE webhooks (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  url text NOT NULL,
  -- Empty: all.
  types text[] NOT NULL DEFAULT '{}',
  enabled boolean NOT NULL DEFAULT true,
  -- Told of nothing but what is about its applications.
  organization_id uuid REFERENCES organizations (id) ON DELETE CASCADE,
  sealed_secret bytea NOT NULL,
  -- Signs beside the new one for a while.
  sealed_previous_secret bytea,
  previous_secret_expires_at timestamptz,
  created_by text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX webhooks_name ON webhooks (lower(name));
CREATE INDEX webhooks_organization ON webhooks (organization_id);

CREATE TABLE webhook_states (
  webhook_id uuid PRIMARY KEY REFERENCES webhooks (id) ON DELETE CASCADE,
  delivered_at timestamptz,
  failing_since timestamptz,
  failed_at timestamptz,
  last_error text,
  -- Since when it is off because it kept failing.
  given_up_at timestamptz
);

CREATE TABLE webhook_deliveries (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  webhook_id uuid NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  event_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
  -- Since it was made, or sent anew by an operator.
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  -- Every attempt: when, how long it took, and the status or the error.
  tries jsonb NOT NULL DEFAULT '[]',
  -- Of the last one, its beginning.
  answer text,
  expires_at timestamptz NOT NULL DEFAULT now() + interval '30 days',
  PRIMARY KEY (id, expires_at)
) PARTITION BY RANGE (expires_at);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, due_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (webhook_id, created_at DESC, id DESC);
CREATE INDEX webhook_deliveries_failed ON webhook_deliveries (webhook_id, created_at) WHERE state = 'failed';

${auditTable({ table: 'webhooks', type: 'webhook', id: 'id', silent: ['created_by'] })}
`;

/** In the transaction of what has happened: either both are there, or neither. */
const EMIT = `
CREATE FUNCTION gatehouse_event(event_type text, subject_user uuid, subject_application uuid, details jsonb)
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
END $$;

-- 'redirect_uris' → 'redirectUris': the names of what is another, and never what it is.
CREATE FUNCTION gatehouse_event_fields(before jsonb, after jsonb, silent text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_agg(lower(left(key, 1)) || substr(replace(initcap(replace(key, '_', ' ')), ' ', ''), 2) ORDER BY key)
  FROM jsonb_each(after - silent) WHERE value IS DISTINCT FROM before -> key
$$;
`;

/** What happens is written down with it, for programs that want to be told. */
export class KeepEvents1765060000000 implements MigrationInterface {
  readonly name = 'KeepEvents1765060000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(EVENTS + WEBHOOKS + EMIT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION gatehouse_event_fields(jsonb, jsonb, text[]);
      DROP FUNCTION gatehouse_event(text, uuid, uuid, jsonb);
      DROP TABLE webhook_deliveries, webhook_states, webhooks, event_marks, events;`);
  }
}
