import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Narrowed, or ended earlier, counts as taken away: a receipt too many does no harm. */
const CHANGED = `(OLD.enabled AND NOT NEW.enabled) OR OLD.scopes <> NEW.scopes OR OLD.origins <> NEW.origins
  OR OLD.expires_at IS DISTINCT FROM NEW.expires_at`;

/** API keys that lose rights have a receipt too. */
export class AcknowledgeApiKeys1764530000000 implements MigrationInterface {
  readonly name = 'AcknowledgeApiKeys1764530000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
CREATE CONSTRAINT TRIGGER api_keys_changed_epoch AFTER UPDATE ON api_keys DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (${CHANGED}) EXECUTE FUNCTION gatehouse_epoch('api-key', 'id', 'apiKeys');
CREATE CONSTRAINT TRIGGER api_keys_deleted_epoch AFTER DELETE ON api_keys DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION gatehouse_epoch('api-key', 'id', 'apiKeys');`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
DROP TRIGGER api_keys_changed_epoch ON api_keys;
DROP TRIGGER api_keys_deleted_epoch ON api_keys;`);
  }
}
