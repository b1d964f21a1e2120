import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever writes an API, its addresses are kept with it, and no two APIs have one address. The empty host: every host. */
const UP = `
ALTER TABLE apis DROP CONSTRAINT apis_base_path_key, ADD COLUMN hosts text[] NOT NULL DEFAULT '{}',
  ADD COLUMN tls jsonb, ADD COLUMN sealed_client_key bytea;

CREATE TABLE api_addresses (
  host text NOT NULL,
  base_path text NOT NULL,
  api_id uuid NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
  PRIMARY KEY (host, base_path)
);
CREATE INDEX api_addresses_api ON api_addresses (api_id);
INSERT INTO api_addresses SELECT '', base_path, id FROM apis;

CREATE FUNCTION keep_api_addresses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM api_addresses WHERE api_id = NEW.id;
  INSERT INTO api_addresses SELECT host, NEW.base_path, NEW.id
    FROM unnest(CASE WHEN NEW.hosts = '{}' THEN ARRAY[''] ELSE NEW.hosts END) AS host;
  RETURN NULL;
END $$;
CREATE TRIGGER apis_addresses AFTER INSERT OR UPDATE OF hosts, base_path ON apis
  FOR EACH ROW EXECUTE FUNCTION keep_api_addresses();
`;

const DOWN = `
DROP TRIGGER apis_addresses ON apis;
DROP FUNCTION keep_api_addresses();
DROP TABLE api_addresses;
ALTER TABLE apis DROP COLUMN hosts, DROP COLUMN tls, DROP COLUMN sealed_client_key,
  ADD CONSTRAINT apis_base_path_key UNIQUE (base_path);
`;

/** APIs at hosts of their own, and how their upstreams are known over TLS. */
export class PublishAtHosts1764400000000 implements MigrationInterface {
  readonly name = 'PublishAtHosts1764400000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}
