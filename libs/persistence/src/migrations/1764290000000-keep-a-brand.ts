import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
CREATE TABLE brand (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  name text,
  accent text,
  support_url text,
  terms_url text,
  privacy_url text,
  logo bytea,
  logo_type text,
  version integer NOT NULL DEFAULT 1,
  CHECK ((logo IS NULL) = (logo_type IS NULL))
);
INSERT INTO brand DEFAULT VALUES;

CREATE TRIGGER brand_changed AFTER UPDATE ON brand
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('brand');
`;

/** What the end users' pages look like: one row, changed in the console. */
export class KeepABrand1764290000000 implements MigrationInterface {
  readonly name = 'KeepABrand1764290000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE brand;');
  }
}
