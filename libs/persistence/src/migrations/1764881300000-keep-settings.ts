import type { MigrationInterface, QueryRunner } from 'typeorm';
import { auditTable } from './audited-table.js';

const UP = `
CREATE TABLE settings (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  -- By the names of the environment's variables, which win.
  values jsonb NOT NULL DEFAULT '{}',
  version integer NOT NULL DEFAULT 1
);
INSERT INTO settings DEFAULT VALUES;

CREATE TRIGGER settings_changed AFTER UPDATE ON settings
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('settings');
${auditTable({ table: 'settings', type: 'settings', id: '', silent: ['only_row'], on: 'UPDATE' })}
`;

/** What admins have set in the console, for every node: one row. */
export class KeepSettings1764881300000 implements MigrationInterface {
  readonly name = 'KeepSettings1764881300000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE settings;');
  }
}
