import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the console's overview shows over weeks: access tokens and sign-ins by the minute, and hours of everything told
 * apart by one thing at a time. And how the targets of APIs are, as each node sees them.
 */
export class SumUpTraffic1764690000000 implements MigrationInterface {
  readonly name = 'SumUpTraffic1764690000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
ALTER TABLE call_counts ADD COLUMN cache_asked bigint NOT NULL DEFAULT 0,
  ADD COLUMN cache_hits bigint NOT NULL DEFAULT 0;

CREATE TABLE event_counts (
  minute timestamptz NOT NULL,
  kind text NOT NULL,
  label text NOT NULL,
  application_id uuid,
  client_id text,
  events bigint NOT NULL
) PARTITION BY RANGE (minute);
CREATE UNIQUE INDEX event_counts_key ON event_counts (minute, kind, label, application_id, client_id)
  NULLS NOT DISTINCT;

CREATE TABLE traffic_hours (
  dimension text NOT NULL,
  hour timestamptz NOT NULL,
  key text NOT NULL,
  calls bigint NOT NULL,
  refused bigint NOT NULL,
  failed bigint NOT NULL,
  duration_ms double precision NOT NULL,
  cache_asked bigint NOT NULL,
  cache_hits bigint NOT NULL,
  buckets bigint[] NOT NULL,
  PRIMARY KEY (dimension, hour, key)
);

CREATE TABLE late_hours (hour timestamptz PRIMARY KEY);

CREATE TABLE traffic_summary (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  known_since timestamptz NOT NULL DEFAULT now(),
  summed_to timestamptz
);
INSERT INTO traffic_summary DEFAULT VALUES;

CREATE TABLE node_targets (
  node_id uuid PRIMARY KEY REFERENCES nodes (id) ON DELETE CASCADE,
  targets jsonb NOT NULL,
  reported_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE dismissals (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  key text NOT NULL,
  dismissed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, key)
);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
DROP TABLE dismissals, node_targets, traffic_summary, late_hours, traffic_hours, event_counts;
ALTER TABLE call_counts DROP COLUMN cache_hits, DROP COLUMN cache_asked;`);
  }
}
