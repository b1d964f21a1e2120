import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
CREATE TABLE outside_issuers (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  issuer text NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  settings jsonb NOT NULL,
  sealed_client_secret bytea,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT outside_issuers_issuer UNIQUE (issuer)
);
CREATE UNIQUE INDEX outside_issuers_name ON outside_issuers (lower(name));

CREATE TABLE outside_clients (
  issuer_id uuid NOT NULL REFERENCES outside_issuers (id) ON DELETE CASCADE,
  client_id text NOT NULL,
  application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  PRIMARY KEY (issuer_id, client_id)
);
CREATE INDEX outside_clients_application ON outside_clients (application_id);

-- No cascade from the issuer: an API that accepts it has to be changed first.
CREATE TABLE api_outside_issuers (
  api_id uuid NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
  issuer_id uuid NOT NULL REFERENCES outside_issuers (id),
  position integer NOT NULL,
  PRIMARY KEY (api_id, issuer_id)
);
CREATE INDEX api_outside_issuers_issuer ON api_outside_issuers (issuer_id);

CREATE TRIGGER outside_issuers_changed AFTER INSERT OR UPDATE OR DELETE ON outside_issuers
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('outsideIssuers');
CREATE TRIGGER outside_clients_changed AFTER INSERT OR UPDATE OR DELETE ON outside_clients
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('outsideIssuers');
CREATE TRIGGER api_outside_issuers_changed AFTER INSERT OR UPDATE OR DELETE ON api_outside_issuers
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('apis');
`;

/** Others whose access tokens APIs accept: how those are judged, and which applications their clients are here. */
export class AcceptOutsideTokens1764480000000 implements MigrationInterface {
  readonly name = 'AcceptOutsideTokens1764480000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE api_outside_issuers, outside_clients, outside_issuers;');
  }
}
