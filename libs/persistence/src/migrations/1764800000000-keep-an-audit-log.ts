import type { MigrationInterface, QueryRunner } from 'typeorm';

// The lock of the epochs: a transaction may take both, and with one lock there is no order to take them in.
const CHAIN_LOCK = 4_711_005;

const field = (path: string): string => `(entry::jsonb #>> '{${path}}')`;
const WORDS = ['actor,name', 'subject,name', 'subject,id', 'address', 'requestId']
  .map((path) => `coalesce(entry::jsonb #>> '{${path}}', '')`)
  .join(" || ' ' || ");

/** Everything but `entry` and `hash` is made of `entry`: nobody can change one without the other. */
const TABLE = `
CREATE TABLE audit_entries (
  number bigint PRIMARY KEY,
  entry text NOT NULL,
  hash bytea NOT NULL,
  at text COLLATE "C" NOT NULL GENERATED ALWAYS AS ${field('at')} STORED,
  actor_id text GENERATED ALWAYS AS ${field('actor,id')} STORED,
  action text COLLATE "C" NOT NULL GENERATED ALWAYS AS ${field('action')} STORED,
  subject_type text GENERATED ALWAYS AS ${field('subject,type')} STORED,
  subject_id text GENERATED ALWAYS AS ${field('subject,id')} STORED,
  operation text GENERATED ALWAYS AS ${field('operation')} STORED,
  words tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(
    regexp_replace(lower(${WORDS}), '[\\s!-/:-@\\[-\`{-~]+', ' ', 'g'), ' '), ''))) STORED
);
CREATE INDEX audit_entries_at ON audit_entries (at);
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, number);
CREATE INDEX audit_entries_action ON audit_entries (action, number);
CREATE INDEX audit_entries_subject ON audit_entries (subject_type, subject_id, number);
CREATE INDEX audit_entries_operation ON audit_entries (operation);
CREATE INDEX audit_entries_words ON audit_entries USING gin (words);
`;

/**
 * Whoever inserts an entry gives what it says; its number, its time and its hash are given to it here, one writer at a
 * time. The lock is held until the commit can be seen, so the newest entry that is read is the newest that there is.
 */
const CHAIN = `
CREATE FUNCTION gatehouse_audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  newest record;
BEGIN
  PERFORM pg_advisory_xact_lock(${CHAIN_LOCK});
  SELECT number, hash INTO newest FROM audit_entries ORDER BY number DESC LIMIT 1;
  NEW.number := coalesce(newest.number, 0) + 1;
  NEW.entry := (NEW.entry::jsonb || jsonb_build_object('number', NEW.number,
    'at', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text;
  NEW.hash := sha256(coalesce(newest.hash, decode(repeat('00', 32), 'hex')) || convert_to(NEW.entry, 'UTF8'));
  RETURN NEW;
END $$;
CREATE TRIGGER audit_entries_chain BEFORE INSERT ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION gatehouse_audit_chain();

CREATE FUNCTION gatehouse_audit_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('gatehouse.audit_trim', true) = 'yes' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the audit log is only ever appended to';
END $$;
CREATE TRIGGER audit_entries_keep BEFORE UPDATE OR DELETE ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION gatehouse_audit_keep();
CREATE TRIGGER audit_entries_keep_all BEFORE TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_audit_keep();
`;

/** Who acts, as the connection was told by the one who took it; and what things are called now. */
const FACTS = `
CREATE FUNCTION gatehouse_audit_context() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN told LIKE '{%' THEN told::jsonb WHEN told = 'end-user' THEN '{"kind": "end-user"}'::jsonb
    ELSE '{"kind": "server"}'::jsonb END
  FROM (SELECT current_setting('gatehouse.audit', true)) AS setting (told)
$$;

CREATE FUNCTION gatehouse_audit_name(type text, id text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  key uuid := CASE WHEN id ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN id::uuid END;
BEGIN
  RETURN CASE type
    WHEN 'application' THEN (SELECT a.name FROM applications a WHERE a.id = key)
    WHEN 'api' THEN (SELECT a.name FROM apis a WHERE a.id = key)
    WHEN 'user' THEN (SELECT u.username FROM users u WHERE u.id = key)
    WHEN 'operator' THEN (SELECT u.username FROM users u WHERE u.id = key)
    WHEN 'organization' THEN (SELECT o.name FROM organizations o WHERE o.id = key)
    WHEN 'provider' THEN (SELECT p.name FROM providers p WHERE p.id = key)
    WHEN 'trusted-issuer' THEN (SELECT i.name FROM trusted_issuers i WHERE i.id = key)
    WHEN 'outside-issuer' THEN (SELECT i.name FROM outside_issuers i WHERE i.id = key)
    WHEN 'identity-provider' THEN (SELECT i.name FROM identity_providers i WHERE i.id = key)
    WHEN 'client' THEN (SELECT a.name FROM clients c JOIN applications a ON a.id = c.application_id
      WHERE c.id = gatehouse_audit_name.id)
    WHEN 'authorization' THEN (SELECT u.username || ' → ' || a.name FROM authorizations z
      JOIN users u ON u.id = z.user_id JOIN applications a ON a.id = z.application_id WHERE z.id = key)
  END;
END $$;

CREATE FUNCTION gatehouse_audit_write(
  context jsonb, action text, type text, id text, name text, changes jsonb, result text, detail text
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_entries (entry) VALUES ((jsonb_strip_nulls(jsonb_build_object(
    'actor', jsonb_build_object('kind', context ->> 'kind', 'id', context ->> 'id', 'client', context ->> 'client',
      'name', coalesce(context ->> 'name', gatehouse_audit_name(context ->> 'kind', context ->> 'id'))),
    'address', context ->> 'address', 'requestId', context ->> 'requestId', 'operation', context ->> 'operation',
    'action', action,
    'subject', jsonb_build_object('type', type, 'id', id, 'name', coalesce(name, gatehouse_audit_name(type, id))),
    'result', result, 'detail', detail)) || jsonb_build_object('changes', changes))::text);
END $$;
`;

/** Takes the oldest entries away, and says so at the other end of the chain: with the hash that the rest begins from. */
const TRIM = `
CREATE FUNCTION gatehouse_audit_trim(days integer, most integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  cutoff text := to_char((clock_timestamp() - make_interval(days => days)) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
  last record;
  removed bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(${CHAIN_LOCK});
  SELECT number, hash INTO last FROM (
    SELECT number, hash, at FROM audit_entries ORDER BY number LIMIT most) AS oldest
  WHERE at < cutoff ORDER BY number DESC LIMIT 1;
  IF last.number IS NULL THEN RETURN 0; END IF;
  PERFORM set_config('gatehouse.audit_trim', 'yes', true);
  DELETE FROM audit_entries WHERE number <= last.number;
  GET DIAGNOSTICS removed = ROW_COUNT;
  PERFORM set_config('gatehouse.audit_trim', '', true);
  PERFORM gatehouse_audit_write(gatehouse_audit_context(), 'audit.trim', 'audit', 'audit', NULL, jsonb_build_object(
    'throughNumber', jsonb_build_object('before', NULL, 'after', last.number),
    'throughHash', jsonb_build_object('before', NULL, 'after', encode(last.hash, 'hex')),
    'entries', jsonb_build_object('before', NULL, 'after', removed)), 'done', NULL);
  RETURN removed;
END $$;
`;

/** Who did what: appended only, each entry chained to the one before it by SHA-256. */
export class KeepAnAuditLog1764800000000 implements MigrationInterface {
  readonly name = 'KeepAnAuditLog1764800000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLE + CHAIN + FACTS + TRIM);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION gatehouse_audit_trim(integer, integer);
      DROP FUNCTION gatehouse_audit_write(jsonb, text, text, text, text, jsonb, text, text);
      DROP FUNCTION gatehouse_audit_name(text, text);
      DROP FUNCTION gatehouse_audit_context();
      DROP TABLE audit_entries;
      DROP FUNCTION gatehouse_audit_chain();
      DROP FUNCTION gatehouse_audit_keep();`);
  }
}
