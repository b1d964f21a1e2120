import type { MigrationInterface, QueryRunner } from 'typeorm';

// The lock of the audit log's chain, and of the epochs.
const CHAIN_LOCK = 4_711_005;

const SUBJECT = 'subject.type, subject.id, subject.name, changes';
const ACTION = `
      CASE WHEN context ->> 'type' = subject.type AND NOT (subject.is_gone AND context ->> 'action' LIKE '%.update')
        THEN context ->> 'action' ELSE subject.type
        || CASE WHEN subject.is_new THEN '.create' WHEN subject.is_gone THEN '.delete' ELSE '.update' END END`;

/** Goes through what this transaction changed, in its order, and forgets it. */
const eachSubject = (then: string): string => `
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
    ${then}
  END LOOP;
  DELETE FROM audit_pending WHERE transaction = pg_current_xact_id();
  DELETE FROM audit_turns WHERE transaction = pg_current_xact_id();`;

/** What an entry says; its number and its time are given to it by the chain. */
const ENTRY = `jsonb_strip_nulls(jsonb_build_object(
    'actor', jsonb_build_object('kind', context ->> 'kind', 'id', context ->> 'id', 'client', context ->> 'client',
      'name', coalesce(context ->> 'name', gatehouse_audit_name(context ->> 'kind', context ->> 'id'))),
    'address', context ->> 'address', 'requestId', context ->> 'requestId', 'operation', context ->> 'operation',
    'action', action,
    'subject', jsonb_build_object('type', type, 'id', id, 'name', coalesce(name, gatehouse_audit_name(type, id))),
    'result', result, 'detail', detail)) || jsonb_build_object('changes', changes)`;

const write = (entry: string): string => `
CREATE OR REPLACE FUNCTION gatehouse_audit_write(
  context jsonb, action text, type text, id text, name text, changes jsonb, result text, detail text
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_entries (entry) VALUES ((${entry})::text);
END $$;`;

const READY = `
CREATE UNLOGGED TABLE audit_ready (
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  ordinal bigint NOT NULL,
  entry text NOT NULL,
  PRIMARY KEY (transaction, ordinal)
);
CREATE FUNCTION gatehouse_audit_entry(
  context jsonb, action text, type text, id text, name text, changes jsonb, result text, detail text
) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT ${ENTRY}
$$;`;

/** Makes the entries of what this transaction has changed since it was last asked. */
const PREPARE = `
CREATE FUNCTION gatehouse_audit_prepare() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  context jsonb := gatehouse_audit_context();
  subject record;
  changes jsonb;
BEGIN
  ${eachSubject(`INSERT INTO audit_ready (ordinal, entry)
      VALUES (subject.first, gatehouse_audit_entry(context, ${ACTION}, ${SUBJECT}, 'done', NULL)::text);`)}
END $$;`;

const close = (declarations: string, body: string): string => `
CREATE OR REPLACE FUNCTION gatehouse_audit_close() RETURNS trigger LANGUAGE plpgsql AS $$
${declarations}BEGIN
  ${body}
  RETURN NULL;
END $$;`;

const CLOSE = close(
  '',
  `PERFORM gatehouse_audit_prepare();
  PERFORM pg_advisory_xact_lock(${CHAIN_LOCK});
  INSERT INTO audit_entries (entry) SELECT entry FROM audit_ready WHERE transaction = pg_current_xact_id() ORDER BY ordinal;
  DELETE FROM audit_ready WHERE transaction = pg_current_xact_id();
  -- What is changed later, where constraints were asked for early, has a turn of its own.
  PERFORM set_config('gatehouse.audit_turn', '', true);`,
);

const CLOSE_UNDER_LOCK = close(
  `DECLARE
  context jsonb := gatehouse_audit_context();
  subject record;
  changes jsonb;
`,
  `PERFORM pg_advisory_xact_lock(${CHAIN_LOCK});
  ${eachSubject(`PERFORM gatehouse_audit_write(context, ${ACTION}, ${SUBJECT}, 'done', NULL);`)}`,
);

/** Epochs of a transaction come before its turn: the first of them has the entries made, while the lock is still free. */
const PREPARE_ONCE = `IF current_setting('gatehouse.audit_turn', true) = turn
    AND current_setting('gatehouse.audit_prepared', true) IS DISTINCT FROM turn THEN
    PERFORM gatehouse_audit_prepare();
    PERFORM set_config('gatehouse.audit_prepared', turn, true);
  END IF;`;

const epoch = (prepare: string): string => `
CREATE OR REPLACE FUNCTION gatehouse_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
  turn text := pg_current_xact_id()::text;
BEGIN
  ${prepare}
  PERFORM pg_advisory_xact_lock(${CHAIN_LOCK});
  INSERT INTO revocation_epochs (epoch, kind, subject_id, section, revoked_at, expires_at)
  VALUES (nextval('revocation_epoch'), coalesce(nullif(TG_ARGV[0], ''), subject ->> 'kind'), subject ->> TG_ARGV[1],
    TG_ARGV[2], clock_timestamp(), now() + interval '25 hours');
  PERFORM pg_notify('gatehouse', TG_ARGV[2]);
  RETURN NULL;
END $$;`;

/**
 * The lock that orders epochs and the chain was held while a commit's entries were made: with ten thousand applications
 * inserted at once a revocation waited until its statement timed out. Entries are made before the lock is taken, and only
 * numbered, dated, hashed and inserted under it.
 */
export class ChainWhatIsPrepared1764970000000 implements MigrationInterface {
  readonly name = 'ChainWhatIsPrepared1764970000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      READY +
        write('gatehouse_audit_entry(context, action, type, id, name, changes, result, detail)') +
        PREPARE +
        CLOSE +
        epoch(PREPARE_ONCE),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${epoch('')}
      ${CLOSE_UNDER_LOCK}
      ${write(ENTRY)}
      DROP FUNCTION gatehouse_audit_prepare();
      DROP FUNCTION gatehouse_audit_entry(jsonb, text, text, text, text, jsonb, text, text);
      DROP TABLE audit_ready;`);
  }
}
