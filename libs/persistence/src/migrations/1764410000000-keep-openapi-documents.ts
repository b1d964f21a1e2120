import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The OpenAPI document that an API was made from, and what requests are checked against because of it. */
export class KeepOpenApiDocuments1764410000000 implements MigrationInterface {
  readonly name = 'KeepOpenApiDocuments1764410000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
CREATE TABLE api_documents (
  api_id uuid PRIMARY KEY REFERENCES apis ON DELETE CASCADE,
  document text NOT NULL,
  format text NOT NULL CHECK (format IN ('json', 'yaml')),
  title text NOT NULL,
  document_version text NOT NULL,
  contract json NOT NULL,
  -- Of the contract: nodes do not read again what they know.
  hash text NOT NULL,
  notes json NOT NULL,
  route_keys text[] NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER api_documents_changed AFTER INSERT OR UPDATE OR DELETE ON api_documents
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('contracts');
-- Contracts are read for the APIs that want requests validated: they are stale when one begins or ends to want it.
CREATE TRIGGER apis_validation_changed AFTER UPDATE ON apis
  FOR EACH ROW WHEN ((OLD.policies->'requestValidation') IS DISTINCT FROM (NEW.policies->'requestValidation'))
  EXECUTE FUNCTION gatehouse_notify('contracts');`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TRIGGER apis_validation_changed ON apis; DROP TABLE api_documents;');
  }
}
