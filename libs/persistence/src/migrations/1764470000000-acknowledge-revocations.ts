import type { MigrationInterface, QueryRunner } from 'typeorm';

// Any number, the same on every node, and not one that another lock has.
const EPOCH_LOCK = 4_711_005;

const TABLES = `
CREATE SEQUENCE revocation_epoch;
CREATE TABLE revocation_epochs (
  epoch bigint PRIMARY KEY,
  kind text NOT NULL,
  subject_id text NOT NULL,
  section text NOT NULL,
  revoked_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX revocation_epochs_subject ON revocation_epochs (kind, subject_id, epoch);
CREATE INDEX revocation_epochs_expiry ON revocation_epochs (expires_at);

CREATE TABLE nodes (
  id uuid PRIMARY KEY,
  host text NOT NULL,
  pid integer NOT NULL,
  worker integer NOT NULL,
  roles text[] NOT NULL,
  version text NOT NULL,
  unheard_seconds integer NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  heard_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  is_hearing boolean NOT NULL DEFAULT false,
  first_epoch bigint,
  seen jsonb NOT NULL DEFAULT '{}',
  stopped_at timestamptz,
  expires_at timestamptz NOT NULL DEFAULT now() + interval '25 hours'
);
CREATE INDEX nodes_expiry ON nodes (expires_at);

CREATE TABLE epoch_acknowledgements (
  node_id uuid NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
  section text NOT NULL,
  epoch bigint NOT NULL,
  acknowledged_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (node_id, section, epoch)
);
CREATE INDEX epoch_acknowledgements_expiry ON epoch_acknowledgements (expires_at);
`;

/**
 * Runs when the transaction commits, under a lock that is held until the commit can be seen: epochs can be seen in
 * their order, so whoever sees one has seen all before it. Commits that NOTIFY take turns anyway.
 * Arguments: kind (empty: the column of that name), the column that names the subject, section of the snapshot.
 */
const FUNCTION = `
CREATE FUNCTION gatehouse_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subject jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
  PERFORM pg_advisory_xact_lock(${EPOCH_LOCK});
  INSERT INTO revocation_epochs (epoch, kind, subject_id, section, revoked_at, expires_at)
  VALUES (nextval('revocation_epoch'), coalesce(nullif(TG_ARGV[0], ''), subject ->> 'kind'), subject ->> TG_ARGV[1],
    TG_ARGV[2], clock_timestamp(), now() + interval '25 hours');
  PERFORM pg_notify('gatehouse', TG_ARGV[2]);
  RETURN NULL;
END $$;
`;

interface Source {
  readonly name: string;
  readonly on: string;
  readonly when?: string;
  readonly argv: readonly [kind: string, subject: string, section: string];
}

const DISABLED = 'OLD.enabled AND NOT NEW.enabled';

/** What takes rights away. */
const SOURCES: readonly Source[] = [
  { name: 'revoked', on: 'INSERT ON revocations', argv: ['', 'id', 'revocations'] },
  {
    name: 'disabled',
    on: 'UPDATE ON applications',
    when: DISABLED,
    argv: ['application', 'id', 'clients'],
  },
  { name: 'deleted', on: 'DELETE ON applications', argv: ['application', 'id', 'clients'] },
  { name: 'disabled', on: 'UPDATE ON clients', when: DISABLED, argv: ['client', 'id', 'clients'] },
  { name: 'deleted', on: 'DELETE ON clients', argv: ['client', 'id', 'clients'] },
  { name: 'deleted', on: 'DELETE ON client_secrets', argv: ['client-secret', 'id', 'clients'] },
  {
    name: 'disabled',
    on: 'UPDATE ON users',
    when: `(${DISABLED}) OR OLD.operator_role IS DISTINCT FROM NEW.operator_role`,
    argv: ['user', 'id', 'revocations'],
  },
  {
    name: 'revoked',
    on: 'UPDATE ON signing_keys',
    when: "OLD.state <> 'revoked' AND NEW.state = 'revoked'",
    argv: ['signing-key', 'kid', 'keys'],
  },
  // By the version: a migration that changes rows and then their table must not have triggers pending.
  {
    name: 'changed',
    on: 'UPDATE ON apis',
    when: 'OLD.version <> NEW.version',
    argv: ['api', 'id', 'apis'],
  },
  { name: 'deleted', on: 'DELETE ON apis', argv: ['api', 'id', 'apis'] },
];

const tableOf = ({ on }: Source): string => on.replace(/^.* ON /, '');
const nameOf = (source: Source): string => `${tableOf(source)}_${source.name}_epoch`;

const TRIGGERS = SOURCES.map(
  (source) => `
CREATE CONSTRAINT TRIGGER ${nameOf(source)} AFTER ${source.on} DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW ${source.when === undefined ? '' : `WHEN (${source.when})`}
  EXECUTE FUNCTION gatehouse_epoch(${source.argv.map((text) => `'${text}'`).join(', ')});`,
).join('');

/** Nodes are known, changes that take rights away are counted, and each node says how far it has come. */
export class AcknowledgeRevocations1764470000000 implements MigrationInterface {
  readonly name = 'AcknowledgeRevocations1764470000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES + FUNCTION + TRIGGERS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const drops = SOURCES.map((source) => `DROP TRIGGER ${nameOf(source)} ON ${tableOf(source)};`).join('');
    await queryRunner.query(`${drops}
      DROP FUNCTION gatehouse_epoch();
      DROP TABLE epoch_acknowledgements, nodes, revocation_epochs;
      DROP SEQUENCE revocation_epoch;`);
  }
}
