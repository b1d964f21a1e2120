import type { MigrationInterface, QueryRunner } from 'typeorm';

const SESSIONS = `
ALTER TABLE sessions
  ADD COLUMN started_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN address text,
  ADD COLUMN user_agent text;
UPDATE sessions SET started_at = authenticated_at, seen_at = authenticated_at;
`;

const CONSENTS = `
CREATE TABLE consents (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  authorization_id uuid NOT NULL REFERENCES authorizations (id) ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT now(),
  client_id text NOT NULL,
  scopes text[] NOT NULL,
  way text NOT NULL CHECK (way IN ('page', 'device', 'first-party')),
  address text,
  user_agent text
);
CREATE INDEX consents_authorization ON consents (authorization_id, at);
`;

const REASONS = `
ALTER TABLE authorizations ADD COLUMN revoked_reason text;
ALTER TABLE refresh_tokens ADD COLUMN revoked_reason text;
ALTER TABLE revocations ADD COLUMN reason text;
`;

// Those of calls are of texts inside a document: calls are stored in batches that nobody waits for.
const INDEXES = `
CREATE INDEX authorizations_updated ON authorizations (updated_at DESC, id);
CREATE INDEX access_tokens_token ON access_tokens (token_id);
CREATE INDEX access_tokens_authorization ON access_tokens (authorization_id) WHERE authorization_id IS NOT NULL;
CREATE INDEX access_tokens_own ON access_tokens (client_id, issued_at) WHERE user_id IS NULL;
CREATE INDEX calls_token ON calls ((details -> 'token' ->> 'tokenId'), at) WHERE details -> 'token' ->> 'tokenId' IS NOT NULL;
CREATE INDEX calls_authorization ON calls ((details -> 'token' ->> 'authorizationId'), at)
  WHERE details -> 'token' ->> 'authorizationId' IS NOT NULL;
CREATE INDEX calls_own ON calls (client_id, at) WHERE user_id IS NULL AND details -> 'token' ->> 'tokenId' IS NOT NULL;
`;

/** Sessions know their browser, authorizations how they were allowed, what is revoked why; and a token is found by its ID. */
export class KnowWhereThingsComeFrom1764910000000 implements MigrationInterface {
  readonly name = 'KnowWhereThingsComeFrom1764910000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(SESSIONS + CONSENTS + REASONS + INDEXES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX calls_own, calls_authorization, calls_token, access_tokens_own, access_tokens_authorization,
        access_tokens_token, authorizations_updated;
      ALTER TABLE revocations DROP COLUMN reason;
      ALTER TABLE refresh_tokens DROP COLUMN revoked_reason;
      ALTER TABLE authorizations DROP COLUMN revoked_reason;
      DROP TABLE consents;
      ALTER TABLE sessions DROP COLUMN user_agent, DROP COLUMN address, DROP COLUMN seen_at, DROP COLUMN started_at;`);
  }
}
