import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What went through the gateway: single calls for hours, sums for days. Old partitions are dropped, nothing is deleted. */
export class SeeTraffic1764460000000 implements MigrationInterface {
  readonly name = 'SeeTraffic1764460000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
CREATE SEQUENCE calls_id;
CREATE TABLE calls (
  id bigint NOT NULL DEFAULT nextval('calls_id'),
  at timestamptz NOT NULL,
  request_id text NOT NULL,
  node text NOT NULL,
  method text NOT NULL,
  path text NOT NULL,
  status smallint NOT NULL,
  refused_check text,
  api_id uuid,
  application_id uuid,
  client_id text,
  user_id text,
  duration_ms real NOT NULL,
  details jsonb NOT NULL
) PARTITION BY RANGE (at);
CREATE INDEX calls_request ON calls (request_id);
CREATE INDEX calls_at ON calls (at);

CREATE TABLE call_seconds (
  second timestamptz NOT NULL,
  node text NOT NULL,
  calls integer NOT NULL,
  refused integer NOT NULL,
  failed integer NOT NULL,
  PRIMARY KEY (second, node)
) PARTITION BY RANGE (second);

CREATE TABLE call_counts (
  minute timestamptz NOT NULL,
  api_id uuid,
  application_id uuid,
  client_id text,
  scopes text NOT NULL,
  status smallint NOT NULL,
  refused_check text,
  calls bigint NOT NULL,
  duration_ms double precision NOT NULL,
  upstream_ms double precision NOT NULL,
  bytes_in bigint NOT NULL,
  bytes_out bigint NOT NULL,
  buckets bigint[] NOT NULL
) PARTITION BY RANGE (minute);
CREATE UNIQUE INDEX call_counts_key ON call_counts
  (minute, api_id, application_id, client_id, scopes, status, refused_check) NULLS NOT DISTINCT;

CREATE TABLE authorization_uses (
  day timestamptz NOT NULL,
  authorization_id uuid NOT NULL,
  scope text NOT NULL,
  calls bigint NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (authorization_id, scope, day)
) PARTITION BY RANGE (day);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP TABLE calls, call_seconds, call_counts, authorization_uses; DROP SEQUENCE calls_id;',
    );
  }
}
