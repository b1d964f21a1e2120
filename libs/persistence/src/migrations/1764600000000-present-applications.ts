import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
ALTER TABLE applications
  ADD COLUMN kind text NOT NULL DEFAULT 'web'
    CHECK (kind IN ('web', 'spa', 'native', 'machine', 'device', 'agent')),
  ADD COLUMN publisher text,
  ADD COLUMN verified boolean NOT NULL DEFAULT false,
  ADD COLUMN contact_phone text,
  ADD COLUMN homepage_url text,
  ADD COLUMN privacy_url text,
  ADD COLUMN terms_url text,
  ADD COLUMN logo_hash text;

CREATE TABLE application_logos (
  application_id uuid PRIMARY KEY REFERENCES applications (id) ON DELETE CASCADE,
  type text NOT NULL,
  bytes bytea NOT NULL,
  hash text NOT NULL
);
CREATE INDEX application_logos_hash ON application_logos (hash);

-- To the minute. Without a foreign key: what nodes have seen may be of an application that is gone.
CREATE TABLE application_uses (
  application_id uuid PRIMARY KEY,
  last_at timestamptz NOT NULL
);
INSERT INTO application_uses
  SELECT application_id, max(minute) FROM call_counts
  WHERE application_id IS NOT NULL AND refused_check IS NULL GROUP BY application_id;
`;

// As far as the first client tells: a public one whose callback is on the same machine, or has a scheme of its own, is an app.
const NAME_KINDS = `
UPDATE applications a SET kind = CASE
  WHEN c.grant_types && '{authorization_code,implicit}' AND c.type = 'confidential' THEN 'web'
  WHEN c.grant_types && '{authorization_code,implicit}' AND EXISTS (
    SELECT 1 FROM unnest(c.redirect_uris) AS uri
    WHERE uri !~ '^https?:' OR uri ~ '^http://(127\\.0\\.0\\.1|\\[::1\\]|localhost)[:/]') THEN 'native'
  WHEN c.grant_types && '{authorization_code,implicit}' THEN 'spa'
  WHEN 'urn:ietf:params:oauth:grant-type:device_code' = ANY (c.grant_types) THEN 'device'
  WHEN c.type = 'confidential' THEN 'machine'
  ELSE 'native' END
FROM (SELECT DISTINCT ON (application_id) * FROM clients ORDER BY application_id, created_at, id) c
WHERE c.application_id = a.id;
`;

const DOWN = `
DROP TABLE application_uses, application_logos;
ALTER TABLE applications
  DROP COLUMN kind, DROP COLUMN publisher, DROP COLUMN verified, DROP COLUMN contact_phone, DROP COLUMN homepage_url,
  DROP COLUMN privacy_url, DROP COLUMN terms_url, DROP COLUMN logo_hash;
`;

/** What people see of an application, what kind it is, and when it was last used. */
export class PresentApplications1764600000000 implements MigrationInterface {
  readonly name = 'PresentApplications1764600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
    await queryRunner.query(NAME_KINDS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}
