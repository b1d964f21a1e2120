import type { MigrationInterface, QueryRunner } from 'typeorm';
import { auditTable } from './audited-table.js';

const UP = `
CREATE TABLE details_types (
  name text PRIMARY KEY,
  -- As it was typed: the order of its members is its operator's.
  schema text NOT NULL,
  api_ids uuid[] NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  texts jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(texts) = 'object'),
  icon text NOT NULL,
  sensitivity text NOT NULL CHECK (sensitivity IN ('normal', 'sensitive', 'very-sensitive')),
  remembered boolean NOT NULL,
  registrable boolean NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX details_types_apis ON details_types USING gin (api_ids);
CREATE TRIGGER details_types_changed AFTER INSERT OR UPDATE OR DELETE ON details_types
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('detailsTypes');
${auditTable({ table: 'details_types', type: 'details-type', id: 'name' })}

-- A type without an API works nowhere.
CREATE FUNCTION gatehouse_forget_api() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE details_types SET api_ids = array_remove(api_ids, OLD.id), version = version + 1, updated_at = now()
  WHERE api_ids @> ARRAY[OLD.id];
  RETURN NULL;
END $$;
CREATE TRIGGER apis_forgotten AFTER DELETE ON apis FOR EACH ROW EXECUTE FUNCTION gatehouse_forget_api();

-- What is allowed again is there once, and the newest are kept.
CREATE FUNCTION gatehouse_add_details(known jsonb, added jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(detail ORDER BY place), '[]') FROM (
    SELECT detail, max(place) AS place FROM jsonb_array_elements(known || added) WITH ORDINALITY AS all_details (detail, place)
    GROUP BY detail ORDER BY max(place) DESC LIMIT 50) newest
$$;

ALTER TABLE routes ADD COLUMN required_detail jsonb CHECK (jsonb_typeof(required_detail) = 'object');
ALTER TABLE authorizations ADD COLUMN details jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(details) = 'array');
ALTER TABLE consents ADD COLUMN details jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(details) = 'array');
ALTER TABLE device_codes ADD COLUMN authorization_details jsonb NOT NULL DEFAULT '[]'
  CHECK (jsonb_typeof(authorization_details) = 'array');`;

const DOWN = `
ALTER TABLE device_codes DROP COLUMN authorization_details;
ALTER TABLE consents DROP COLUMN details;
ALTER TABLE authorizations DROP COLUMN details;
ALTER TABLE routes DROP COLUMN required_detail;
DROP FUNCTION gatehouse_add_details;
DROP TRIGGER apis_forgotten ON apis;
DROP FUNCTION gatehouse_forget_api;
DROP TABLE details_types;`;

/** Types of authorization details (RFC 9396), and what was asked for and allowed by them. */
export class AskInDetail1765040000000 implements MigrationInterface {
  readonly name = 'AskInDetail1765040000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}
