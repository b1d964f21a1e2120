import type { MigrationInterface, QueryRunner } from 'typeorm';

const USES_LEGACY = `grant_types && ARRAY['password', 'implicit'] OR EXISTS (
  SELECT FROM jsonb_array_elements_text(settings -> 'responseTypes') AS type
  WHERE 'token' = ANY (string_to_array(type, ' ')))`;

/**
 * Clients that use what only the profile "legacy" has get it, so that what works goes on working; and whether the access
 * tokens of a client were bound is found without reading what others did.
 */
export class HoldClientsToProfiles1765070000000 implements MigrationInterface {
  readonly name = 'HoldClientsToProfiles1765070000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
UPDATE clients SET settings = settings || '{"profile": "legacy"}' WHERE ${USES_LEGACY};
CREATE INDEX event_counts_binding ON event_counts (client_id, minute) WHERE kind = 'token-binding';`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
DROP INDEX event_counts_binding;
UPDATE clients SET settings = settings - 'profile' - 'senderConstraint';
DELETE FROM event_counts WHERE kind = 'token-binding';`);
  }
}
