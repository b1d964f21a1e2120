import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
DROP INDEX signing_keys_active;
ALTER TABLE signing_keys
  ADD COLUMN state text,
  ADD COLUMN outside boolean NOT NULL DEFAULT false,
  ADD COLUMN activates_at timestamptz,
  ADD COLUMN activated_at timestamptz,
  ADD COLUMN expires_at timestamptz,
  ALTER COLUMN sealed_private_key DROP NOT NULL;
UPDATE signing_keys SET
  state = CASE WHEN active THEN 'active' ELSE 'retired' END,
  activated_at = created_at,
  retired_at = CASE WHEN active THEN NULL ELSE coalesce(retired_at, now()) END,
  expires_at = CASE WHEN active THEN NULL ELSE coalesce(retired_at, now()) + interval '25 hours' END;
ALTER TABLE signing_keys
  DROP COLUMN active,
  ALTER COLUMN state SET NOT NULL,
  ADD CONSTRAINT signing_keys_state_check CHECK (state IN ('next', 'active', 'retired', 'revoked')),
  ADD CONSTRAINT signing_keys_private_check
    CHECK ((sealed_private_key IS NULL) = (outside OR state = 'revoked'));
CREATE UNIQUE INDEX signing_keys_active ON signing_keys (algorithm) WHERE state = 'active';
CREATE UNIQUE INDEX signing_keys_next ON signing_keys (algorithm) WHERE state = 'next';
`;

const DOWN = `
DELETE FROM signing_keys WHERE sealed_private_key IS NULL;
DROP INDEX signing_keys_next;
DROP INDEX signing_keys_active;
ALTER TABLE signing_keys ADD COLUMN active boolean;
UPDATE signing_keys SET active = state = 'active';
ALTER TABLE signing_keys
  DROP CONSTRAINT signing_keys_private_check,
  DROP COLUMN state,
  DROP COLUMN outside,
  DROP COLUMN activates_at,
  DROP COLUMN activated_at,
  DROP COLUMN expires_at,
  ALTER COLUMN active SET NOT NULL,
  ALTER COLUMN sealed_private_key SET NOT NULL;
CREATE UNIQUE INDEX signing_keys_active ON signing_keys (algorithm) WHERE active;
`;

/** Signing keys are published ahead, sign, and stay published while what they signed can live; some sign elsewhere. */
export class GiveSigningKeysALife1764200000000 implements MigrationInterface {
  readonly name = 'GiveSigningKeysALife1764200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}
