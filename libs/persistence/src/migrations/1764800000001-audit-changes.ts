import type { MigrationInterface, QueryRunner } from 'typeorm';
import { BY_OPERATORS } from './audited-table.js';

// The lock of the audit log's chain, and of the epochs.
const CHAIN_LOCK = 4_711_005;

/** Lives until the commit, where it becomes entries: nothing of it has to survive anything. */
const TABLES = `
CREATE UNLOGGED TABLE audit_pending (
  ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  type text NOT NULL,
  id text NOT NULL,
  part text NOT NULL,
  before jsonb,
  after jsonb
);
CREATE INDEX audit_pending_transaction ON audit_pending (transaction);
CREATE UNLOGGED TABLE audit_turns (transaction xid8 PRIMARY KEY);
`;

/** What is secret never gets further than here. Its fingerprint tells a change, and is gone with the commit. */
const ROWS = `
CREATE FUNCTION gatehouse_audit_hide(name text, value jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN jsonb_typeof(value) NOT IN ('string', 'object', 'array') THEN value
    WHEN name ~* '^sealed_|_hash$|(secret|password|passphrase|private_?key)s?$' AND value <> '""'
      THEN to_jsonb('(secret ' || encode(sha256(convert_to(value::text, 'UTF8')), 'hex') || ')')
    WHEN value #>> '{}' LIKE '\\\\x%' THEN to_jsonb('(' || (length(value #>> '{}') - 2) / 2 || ' bytes, SHA-256 '
      || encode(sha256(decode(substr(value #>> '{}', 3), 'hex')), 'hex') || ')')
    ELSE value END
$$;

CREATE FUNCTION gatehouse_audit_row(row_as_jsonb jsonb, silent text, with_sealed boolean) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_object_agg(key, gatehouse_audit_hide(key, value)), '{}')
  FROM jsonb_each(row_as_jsonb - string_to_array(silent, ',')) WHERE with_sealed OR key NOT LIKE 'sealed%'
$$;

CREATE FUNCTION gatehouse_audit_key(row_as_jsonb jsonb, columns text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(CASE jsonb_typeof(row_as_jsonb -> name)
      WHEN 'array' THEN (SELECT coalesce(string_agg(item, ','), '*') FROM jsonb_array_elements_text(row_as_jsonb -> name) AS items (item))
      ELSE row_as_jsonb ->> name END, ' ' ORDER BY place)
  FROM unnest(string_to_array(columns, ',')) WITH ORDINALITY AS names (name, place)
$$;
`;

/** Arguments: type, column of the ID, name and key of a part, columns that tell nothing. */
const TRIGGER = `
CREATE FUNCTION gatehouse_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_operated boolean := gatehouse_audit_context() ->> 'kind' <> 'end-user';
  old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  told jsonb := coalesce(new_row, old_row);
  -- What is sealed anew under another master key is not another secret.
  before jsonb := CASE WHEN old_row IS NOT NULL THEN gatehouse_audit_row(old_row, TG_ARGV[4], is_operated OR TG_OP <> 'UPDATE') END;
  after jsonb := CASE WHEN new_row IS NOT NULL THEN gatehouse_audit_row(new_row, TG_ARGV[4], is_operated OR TG_OP <> 'UPDATE') END;
  turn text := pg_current_xact_id()::text;
BEGIN
  IF before = after THEN RETURN NULL; END IF;
  INSERT INTO audit_pending (type, id, part, before, after) VALUES (TG_ARGV[0],
    CASE TG_ARGV[1] WHEN '' THEN TG_ARGV[0] ELSE told ->> TG_ARGV[1] END,
    CASE TG_ARGV[2] WHEN '' THEN '' ELSE rtrim(TG_ARGV[2] || '.' || coalesce(gatehouse_audit_key(told, TG_ARGV[3]), ''), '.') END,
    before, after);
  IF current_setting('gatehouse.audit_turn', true) IS DISTINCT FROM turn THEN
    INSERT INTO audit_turns (transaction) VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING;
    PERFORM set_config('gatehouse.audit_turn', turn, true);
  END IF;
  RETURN NULL;
END $$;
`;

/** One field for each leaf that says something; what is empty is as good as absent. */
const FIELDS = `
CREATE FUNCTION gatehouse_audit_shorten(value jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN length(value::text) <= 4000 THEN value ELSE to_jsonb(left(value #>> '{}', 2000) || '… ('
    || length(value #>> '{}') || ' characters, SHA-256 ' || encode(sha256(convert_to(value #>> '{}', 'UTF8')), 'hex') || ')') END
$$;

-- Headers that operators have the gateway add may carry the upstream's credentials.
CREATE FUNCTION gatehouse_audit_mask(value jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN jsonb_typeof(value) <> 'array' OR value::text !~* '"name": "[^"]*(auth|cookie|key|secret|token)' THEN value ELSE (
    SELECT jsonb_agg(CASE WHEN jsonb_typeof(item) = 'object' AND item ->> 'name' ~* '(auth|cookie|key|secret|token)' AND item ? 'value'
      THEN item || jsonb_build_object('value', gatehouse_audit_hide('secret', item -> 'value')) ELSE item END ORDER BY place)
    FROM jsonb_array_elements(value) WITH ORDINALITY AS items (item, place)) END
$$;

CREATE FUNCTION gatehouse_audit_fields(value jsonb, prefix text) RETURNS TABLE (path text, leaf jsonb) LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  key text;
  below jsonb;
  name text;
BEGIN
  FOR key, below IN SELECT * FROM jsonb_each(value) LOOP
    name := prefix || lower(left(key, 1)) || substr(replace(initcap(replace(key, '_', ' ')), ' ', ''), 2);
    IF key ~ '[A-Z]' THEN name := prefix || key; END IF;
    IF jsonb_typeof(below) = 'object' THEN
      RETURN QUERY SELECT * FROM gatehouse_audit_fields(below, name || '.');
    ELSIF below NOT IN ('null', '[]', '""') THEN
      path := name;
      leaf := gatehouse_audit_hide(key, gatehouse_audit_shorten(gatehouse_audit_mask(below)));
      RETURN NEXT;
    END IF;
  END LOOP;
END $$;

CREATE FUNCTION gatehouse_audit_show(leaf jsonb, is_changed boolean) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(leaf::text, '\\(secret [0-9a-f]{64}\\)', CASE WHEN is_changed THEN '(secret changed)' ELSE '(secret)' END, 'g')::jsonb
$$;

CREATE FUNCTION gatehouse_audit_changes(subject_type text, subject_id text) RETURNS jsonb LANGUAGE sql AS $$
  WITH parts AS (
    SELECT part, (array_agg(before ORDER BY ordinal))[1] AS before, (array_agg(after ORDER BY ordinal DESC))[1] AS after
    FROM audit_pending WHERE transaction = pg_current_xact_id() AND type = subject_type AND id = subject_id GROUP BY part),
  rows AS (
    SELECT CASE part WHEN '' THEN '' ELSE part || '.' END AS prefix,
      coalesce(before - 'id', '{}') AS before, coalesce(after - 'id', '{}') AS after
    FROM parts WHERE before IS DISTINCT FROM after),
  leaves AS (
    SELECT sides.path, sides.before, sides.after FROM rows, LATERAL (
      SELECT path, b.leaf AS before, a.leaf AS after
      FROM gatehouse_audit_fields(rows.before, rows.prefix) AS b
      FULL JOIN gatehouse_audit_fields(rows.after, rows.prefix) AS a USING (path)) AS sides
    WHERE sides.before IS DISTINCT FROM sides.after
    ORDER BY 1 LIMIT 1001)
  SELECT coalesce(jsonb_object_agg(CASE WHEN place > 1000 THEN '(more)' ELSE path END, jsonb_build_object(
    'before', CASE WHEN place <= 1000 THEN gatehouse_audit_show(before, false) END,
    'after', CASE WHEN place <= 1000 THEN gatehouse_audit_show(after, before IS NOT NULL) ELSE '"more fields than are told here"' END)), '{}')
  FROM (SELECT *, row_number() OVER (ORDER BY path) AS place FROM leaves) AS numbered
$$;
`;

/**
 * At the commit: one entry for each subject, chained in the same transaction. Secrets belong to a client, whose row may
 * be gone by now: then it was deleted in this transaction, which tells whose it was.
 */
const CLOSE = `
CREATE FUNCTION gatehouse_audit_close() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  context jsonb := gatehouse_audit_context();
  subject record;
  changes jsonb;
BEGIN
  PERFORM pg_advisory_xact_lock(${CHAIN_LOCK});
  UPDATE audit_pending p SET type = 'application', id = coalesce(
    (SELECT c.application_id::text FROM clients c WHERE c.id = p.id),
    (SELECT d.id FROM audit_pending d WHERE d.transaction = p.transaction AND d.type = 'application'
      AND d.part = 'clients.' || p.id LIMIT 1), p.id)
  WHERE p.transaction = pg_current_xact_id() AND p.type = 'client';
  FOR subject IN
    SELECT p.type, p.id, min(p.ordinal) AS first,
      bool_or(p.part = '' AND p.before IS NULL) AS is_new, bool_or(p.part = '' AND p.after IS NULL) AS is_gone,
      (array_agg(coalesce(p.after ->> 'name', p.after ->> 'username', p.before ->> 'name', p.before ->> 'username')
        ORDER BY p.ordinal DESC) FILTER (WHERE p.part = ''))[1] AS name
    FROM audit_pending p WHERE p.transaction = pg_current_xact_id() GROUP BY p.type, p.id ORDER BY first
  LOOP
    changes := gatehouse_audit_changes(subject.type, subject.id);
    CONTINUE WHEN changes = '{}';
    PERFORM gatehouse_audit_write(context,
      CASE WHEN context ->> 'type' = subject.type AND NOT (subject.is_gone AND context ->> 'action' LIKE '%.update')
        THEN context ->> 'action' ELSE subject.type
        || CASE WHEN subject.is_new THEN '.create' WHEN subject.is_gone THEN '.delete' ELSE '.update' END END,
      subject.type, subject.id, subject.name, changes, 'done', NULL);
  END LOOP;
  DELETE FROM audit_pending WHERE transaction = pg_current_xact_id();
  DELETE FROM audit_turns WHERE transaction = pg_current_xact_id();
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audit_turns_close AFTER INSERT ON audit_turns DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION gatehouse_audit_close();

CREATE FUNCTION gatehouse_audit_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  context jsonb := gatehouse_audit_context();
BEGIN
  PERFORM gatehouse_audit_write(context, CASE TG_OP WHEN 'INSERT' THEN 'operator.sign-in' ELSE 'operator.sign-out' END,
    'user', context ->> 'id', NULL, '{}', 'done', NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER console_sessions_audited AFTER INSERT OR DELETE ON console_sessions
  FOR EACH ROW WHEN (${BY_OPERATORS}) EXECUTE FUNCTION gatehouse_audit_session();
`;

/** Rows that change become entries of the audit log in the same transaction. */
export class AuditChanges1764800000001 implements MigrationInterface {
  readonly name = 'AuditChanges1764800000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES + ROWS + TRIGGER + FIELDS + CLOSE);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION gatehouse_audit();
      DROP FUNCTION gatehouse_audit_session() CASCADE;
      DROP TABLE audit_turns, audit_pending;
      DROP FUNCTION gatehouse_audit_close();
      DROP FUNCTION gatehouse_audit_changes(text, text);
      DROP FUNCTION gatehouse_audit_show(jsonb, boolean);
      DROP FUNCTION gatehouse_audit_fields(jsonb, text);
      DROP FUNCTION gatehouse_audit_mask(jsonb);
      DROP FUNCTION gatehouse_audit_shorten(jsonb);
      DROP FUNCTION gatehouse_audit_key(jsonb, text);
      DROP FUNCTION gatehouse_audit_row(jsonb, text, boolean);
      DROP FUNCTION gatehouse_audit_hide(text, jsonb);`);
  }
}
