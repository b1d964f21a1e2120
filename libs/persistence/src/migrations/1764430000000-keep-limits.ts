import type { MigrationInterface, QueryRunner } from 'typeorm';

const notify = (table: string): string => `
CREATE TRIGGER ${table}_changed AFTER INSERT OR UPDATE OR DELETE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('limits');`;

const UP = `
CREATE TABLE system_limits (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  limits jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(limits) = 'object'),
  version integer NOT NULL DEFAULT 1
);
INSERT INTO system_limits DEFAULT VALUES;

CREATE TABLE application_limits (
  application_id uuid PRIMARY KEY REFERENCES applications (id) ON DELETE CASCADE,
  limits jsonb CHECK (jsonb_typeof(limits) = 'array'),
  version integer NOT NULL DEFAULT 1
);

CREATE TABLE application_api_limits (
  application_id uuid NOT NULL REFERENCES application_limits (application_id) ON DELETE CASCADE,
  api_id uuid NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
  limits jsonb NOT NULL CHECK (jsonb_typeof(limits) = 'array'),
  PRIMARY KEY (application_id, api_id)
);
CREATE INDEX application_api_limits_api ON application_api_limits (api_id);
${['system_limits', 'application_limits', 'application_api_limits'].map(notify).join('')}

CREATE TABLE quota_counts (
  key text NOT NULL,
  subject text NOT NULL,
  starts_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  count bigint NOT NULL DEFAULT 0,
  alert smallint NOT NULL DEFAULT 0,
  alerted_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (key, subject, starts_at)
);
CREATE INDEX quota_counts_updated ON quota_counts (updated_at);
CREATE INDEX quota_counts_expiry ON quota_counts (expires_at);
CREATE INDEX quota_counts_subject ON quota_counts (subject);
`;

/** Limits for the whole gateway and for applications, and the calls that count against quotas. */
export class KeepLimits1764430000000 implements MigrationInterface {
  readonly name = 'KeepLimits1764430000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP TABLE quota_counts, application_api_limits, application_limits, system_limits;',
    );
  }
}
