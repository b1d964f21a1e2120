import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Scopes and the brand have words by language, and scopes an icon and a sensitivity. Scopes are found by what uses them. */
export class SayScopesByLanguage1764881450000 implements MigrationInterface {
  readonly name = 'SayScopesByLanguage1764881450000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
ALTER TABLE scopes ADD COLUMN texts jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(texts) = 'object'),
  ADD COLUMN icon text NOT NULL DEFAULT 'key',
  ADD COLUMN sensitivity text NOT NULL DEFAULT 'normal' CHECK (sensitivity IN ('normal', 'sensitive', 'very-sensitive'));
ALTER TABLE brand ADD COLUMN texts jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(texts) = 'object');
CREATE INDEX routes_scopes ON routes USING gin (scopes);
CREATE INDEX clients_allowed_scopes ON clients USING gin (allowed_scopes);
CREATE INDEX authorizations_scopes ON authorizations USING gin (scopes) WHERE revoked_at IS NULL;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
DROP INDEX authorizations_scopes, clients_allowed_scopes, routes_scopes;
ALTER TABLE brand DROP COLUMN texts;
ALTER TABLE scopes DROP COLUMN sensitivity, DROP COLUMN icon, DROP COLUMN texts;`);
  }
}
