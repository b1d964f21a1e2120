import type { MigrationInterface, QueryRunner } from 'typeorm';

/** With the order of the two: where all entries go, the one that tells so must follow the last of them. */
const trim = (body: string): string => `
CREATE OR REPLACE FUNCTION gatehouse_audit_trim(days integer, most integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  cutoff text := to_char((clock_timestamp() - make_interval(days => days)) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
  last record;
  removed bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(4711005);
  SELECT number, hash INTO last FROM (
    SELECT number, hash, at FROM audit_entries ORDER BY number LIMIT most) AS oldest
  WHERE at < cutoff ORDER BY number DESC LIMIT 1;
  IF last.number IS NULL THEN RETURN 0; END IF;
  ${body}
  RETURN removed;
END $$;`;

const COUNT = 'SELECT count(*) INTO removed FROM audit_entries WHERE number <= last.number;';
const DELETE = `
  PERFORM set_config('gatehouse.audit_trim', 'yes', true);
  DELETE FROM audit_entries WHERE number <= last.number;
  PERFORM set_config('gatehouse.audit_trim', '', true);`;
const TELL = `
  PERFORM gatehouse_audit_write(gatehouse_audit_context(), 'audit.trim', 'audit', 'audit', NULL, jsonb_build_object(
    'throughNumber', jsonb_build_object('before', NULL, 'after', last.number),
    'throughHash', jsonb_build_object('before', NULL, 'after', encode(last.hash, 'hex')),
    'entries', jsonb_build_object('before', NULL, 'after', removed)), 'done', NULL);`;

/** An audit log whose entries were all older than they are kept began anew at number 1, and its chain broke. */
export class KeepTheChainWhenAllIsOld1764860000000 implements MigrationInterface {
  readonly name = 'KeepTheChainWhenAllIsOld1764860000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(trim(COUNT + TELL + DELETE));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(trim(COUNT + DELETE + TELL));
  }
}
