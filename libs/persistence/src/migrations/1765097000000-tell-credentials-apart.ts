import type { MigrationInterface, QueryRunner } from 'typeorm';

// What goes along with a user who is deleted is told by that.
const IS_THERE = (id: string): string => `EXISTS (SELECT 1 FROM users u WHERE u.id = ${id})`;

/** @param more further members, as SQL that makes a jsonb */
const passkeys = (more: (row: 'OLD' | 'NEW') => string): string => `
CREATE OR REPLACE FUNCTION gatehouse_event_passkeys_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatehouse_event('credential.changed', NEW.user_id, NULL,
    '{"credential": "passkey", "change": "added"}'::jsonb${more('NEW')});
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION gatehouse_event_passkeys_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ${IS_THERE('OLD.user_id')} THEN
    PERFORM gatehouse_event('credential.changed', OLD.user_id, NULL,
      '{"credential": "passkey", "change": "removed"}'::jsonb${more('OLD')});
  END IF;
  RETURN NULL;
END $$;`;

// Of the device itself (WebAuthn §5.8.4), or, where nothing is said of the way to it, one that a device's account keeps.
const KIND = `
CREATE FUNCTION gatehouse_authenticator(transports text[], is_synced boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN 'internal' = ANY (transports) OR (transports = '{}' AND is_synced) THEN 'platform' ELSE 'roaming' END
$$;`;

const withKind = (row: 'OLD' | 'NEW'): string =>
  `\n      || jsonb_build_object('authenticator', gatehouse_authenticator(${row}.transports, ${row}.is_synced))`;

/** Codes are made and taken away as a set: one event for all of them. */
const RECOVERY_CODES = `
CREATE FUNCTION gatehouse_event_recovery_codes_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatehouse_event('credential.changed', made.user_id, NULL, '{"credential": "recovery-codes", "change": "added"}')
  FROM (SELECT DISTINCT user_id FROM fresh) AS made;
  RETURN NULL;
END $$;
CREATE TRIGGER recovery_codes_added_event AFTER INSERT ON user_recovery_codes REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_event_recovery_codes_added();

CREATE FUNCTION gatehouse_event_recovery_codes_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Those that others took the place of are told by these.
  PERFORM gatehouse_event('credential.changed', lost.user_id, NULL, '{"credential": "recovery-codes", "change": "removed"}')
  FROM (SELECT DISTINCT user_id FROM gone) AS lost
  WHERE ${IS_THERE('lost.user_id')} AND NOT EXISTS (SELECT 1 FROM user_recovery_codes c WHERE c.user_id = lost.user_id);
  RETURN NULL;
END $$;
CREATE TRIGGER recovery_codes_removed_event AFTER DELETE ON user_recovery_codes REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_event_recovery_codes_removed();

CREATE FUNCTION gatehouse_event_recovery_codes_used() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gatehouse_event('credential.changed', NEW.user_id, NULL, '{"credential": "recovery-codes", "change": "used"}');
  RETURN NULL;
END $$;
CREATE TRIGGER recovery_codes_used_event AFTER UPDATE OF used_at ON user_recovery_codes
  FOR EACH ROW WHEN (OLD.used_at IS NULL AND NEW.used_at IS NOT NULL)
  EXECUTE FUNCTION gatehouse_event_recovery_codes_used();`;

/** Events say what kind of passkey it was, and tell of recovery codes too. */
export class TellCredentialsApart1765097000000 implements MigrationInterface {
  readonly name = 'TellCredentialsApart1765097000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(KIND + passkeys(withKind) + RECOVERY_CODES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${passkeys(() => '')}
      DROP FUNCTION gatehouse_authenticator(text[], boolean);
      DROP FUNCTION gatehouse_event_recovery_codes_added() CASCADE;
      DROP FUNCTION gatehouse_event_recovery_codes_removed() CASCADE;
      DROP FUNCTION gatehouse_event_recovery_codes_used() CASCADE;`);
  }
}
