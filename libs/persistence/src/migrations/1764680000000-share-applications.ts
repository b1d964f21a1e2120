import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
ALTER TABLE users DROP CONSTRAINT users_operator_role_check;
ALTER TABLE users ADD CONSTRAINT users_operator_role_check
  CHECK (operator_role IN ('member', 'viewer', 'operator', 'admin'));
CREATE INDEX users_team ON users (lower(username)) WHERE operator_role IS NOT NULL;

CREATE TABLE console_sign_ins (
  user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  last_at timestamptz NOT NULL
);

CREATE TABLE organizations (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  version integer NOT NULL DEFAULT 1,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX organizations_name ON organizations (lower(name));

CREATE TABLE organization_members (
  organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('viewer', 'manager')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX organization_members_user ON organization_members (user_id);

ALTER TABLE applications ADD COLUMN organization_id uuid REFERENCES organizations (id);
CREATE INDEX applications_organization ON applications (organization_id) WHERE organization_id IS NOT NULL;

CREATE TABLE application_shares (
  application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  access text NOT NULL CHECK (access IN ('view', 'manage')),
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (application_id, user_id)
);
CREATE INDEX application_shares_user ON application_shares (user_id);

-- What members may do with applications, for whatever reason: the one place that says it.
CREATE VIEW application_rights AS
  SELECT m.user_id, a.id AS application_id, m.role = 'manager' AS can_manage
  FROM organization_members m JOIN applications a ON a.organization_id = m.organization_id
  UNION ALL
  SELECT s.user_id, s.application_id, s.access = 'manage' FROM application_shares s;
`;

/** Organizations that own applications, and applications that are shared with single people. */
export class ShareApplications1764680000000 implements MigrationInterface {
  readonly name = 'ShareApplications1764680000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
DROP VIEW application_rights;
DROP TABLE application_shares;
ALTER TABLE applications DROP COLUMN organization_id;
DROP TABLE organization_members, organizations, console_sign_ins;
DROP INDEX users_team;
UPDATE users SET operator_role = NULL WHERE operator_role = 'member';
ALTER TABLE users DROP CONSTRAINT users_operator_role_check;
ALTER TABLE users ADD CONSTRAINT users_operator_role_check CHECK (operator_role IN ('viewer', 'operator', 'admin'));`);
  }
}
