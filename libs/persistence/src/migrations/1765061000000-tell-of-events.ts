import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One trigger: when it fires, and what it does then. */
interface Told {
  readonly name: string;
  readonly on: string;
  readonly when?: string;
  readonly body: string;
}

const toSql = ({ name, on, when, body }: Told): string => `
CREATE FUNCTION gatehouse_event_${name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
${body}
  RETURN ${on.startsWith('BEFORE') ? 'OLD' : 'NULL'};
END $$;
CREATE TRIGGER ${name}_event ${on} FOR EACH ROW ${when === undefined ? '' : `WHEN (${when})`}
  EXECUTE FUNCTION gatehouse_event_${name}();
`;

// What goes along with a user or an application that is deleted is told by that.
const USER_IS_THERE = 'EXISTS (SELECT 1 FROM users u WHERE u.id = OLD.user_id)';

const OF_PEOPLE: readonly Told[] = [
  {
    name: 'sessions',
    on: 'AFTER DELETE ON sessions',
    // One that has run out is swept away, which is no news.
    when: 'OLD.expires_at > now()',
    body: `
  IF ${USER_IS_THERE} THEN
    PERFORM gatehouse_event('session.revoked', OLD.user_id, NULL, jsonb_build_object('sessionId', OLD.id));
  END IF;`,
  },
  {
    name: 'users_enabled',
    on: 'AFTER UPDATE OF enabled ON users',
    when: 'OLD.enabled <> NEW.enabled',
    body: `
  PERFORM gatehouse_event(CASE WHEN NEW.enabled THEN 'user.enabled' ELSE 'user.disabled' END, NEW.id, NULL, '{}');`,
  },
  {
    name: 'users_deleted',
    on: 'BEFORE DELETE ON users',
    body: `
  PERFORM gatehouse_event('user.deleted', OLD.id, NULL, '{}');`,
  },
  {
    name: 'passwords',
    on: 'AFTER UPDATE OF password_hash ON users',
    when: 'OLD.password_hash IS DISTINCT FROM NEW.password_hash',
    body: `
  PERFORM gatehouse_event('credential.changed', NEW.id, NULL, jsonb_build_object('credential', 'password', 'change',
    CASE WHEN OLD.password_hash IS NULL THEN 'added' WHEN NEW.password_hash IS NULL THEN 'removed' ELSE 'changed' END));`,
  },
  {
    name: 'totp_added',
    on: 'AFTER INSERT ON user_totp',
    body: `
  PERFORM gatehouse_event('credential.changed', NEW.user_id, NULL, '{"credential": "totp", "change": "added"}');`,
  },
  {
    name: 'totp_changed',
    on: 'AFTER UPDATE ON user_totp',
    // Sealed anew under another master key it is the same.
    when: 'OLD.created_at <> NEW.created_at',
    body: `
  PERFORM gatehouse_event('credential.changed', NEW.user_id, NULL, '{"credential": "totp", "change": "changed"}');`,
  },
  {
    name: 'totp_removed',
    on: 'AFTER DELETE ON user_totp',
    body: `
  IF ${USER_IS_THERE} THEN
    PERFORM gatehouse_event('credential.changed', OLD.user_id, NULL, '{"credential": "totp", "change": "removed"}');
  END IF;`,
  },
  {
    name: 'passkeys_added',
    on: 'AFTER INSERT ON user_passkeys',
    body: `
  PERFORM gatehouse_event('credential.changed', NEW.user_id, NULL, '{"credential": "passkey", "change": "added"}');`,
  },
  {
    name: 'passkeys_removed',
    on: 'AFTER DELETE ON user_passkeys',
    body: `
  IF ${USER_IS_THERE} THEN
    PERFORM gatehouse_event('credential.changed', OLD.user_id, NULL, '{"credential": "passkey", "change": "removed"}');
  END IF;`,
  },
];

const OF_GRANTS: readonly Told[] = [
  {
    name: 'consents',
    on: 'AFTER INSERT ON consents',
    // Where nobody was asked, nobody has said anything.
    when: "NEW.way IN ('page', 'device')",
    body: `
  PERFORM gatehouse_event('consent.given', z.user_id, z.application_id, jsonb_build_object(
    'authorizationId', NEW.authorization_id, 'clientId', NEW.client_id, 'scopes', to_jsonb(NEW.scopes)))
  FROM authorizations z WHERE z.id = NEW.authorization_id;`,
  },
  {
    name: 'authorizations',
    on: 'AFTER UPDATE OF revoked_at ON authorizations',
    when: 'OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL',
    body: `
  PERFORM gatehouse_event('authorization.revoked', NEW.user_id, NEW.application_id,
    jsonb_build_object('authorizationId', NEW.id, 'reason', NEW.revoked_reason));`,
  },
  {
    name: 'revocations',
    on: 'AFTER INSERT ON revocations',
    // An authorization tells of itself.
    when: "NEW.kind <> 'authorization'",
    body: `
  PERFORM gatehouse_event('tokens.revoked', CASE NEW.kind WHEN 'user' THEN NEW.id::uuid ELSE family.user_id END,
    (SELECT c.application_id FROM clients c WHERE c.id = family.client_id),
    jsonb_build_object('of', NEW.kind, 'id', NEW.id, 'reason', NEW.reason))
  FROM (SELECT 1) AS one LEFT JOIN LATERAL (
    SELECT r.user_id, r.client_id FROM refresh_tokens r
    WHERE r.grant_id = CASE NEW.kind WHEN 'grant' THEN NEW.id::uuid END LIMIT 1) AS family ON true;`,
  },
  {
    name: 'registration_requests',
    on: 'AFTER INSERT ON registration_requests',
    body: `
  PERFORM gatehouse_event('registration.requested', NEW.user_id, NULL,
    jsonb_build_object('requestId', NEW.id, 'name', NEW.name, 'kind', NEW.kind));`,
  },
];

const SILENT = "ARRAY['version', 'created_at', 'updated_at', 'enabled']";

const OF_APPLICATIONS: readonly Told[] = [
  {
    name: 'applications',
    on: 'AFTER INSERT OR UPDATE ON applications',
    body: `
  IF TG_OP = 'INSERT' THEN
    PERFORM gatehouse_event('application.created', NULL, NEW.id, '{}');
    RETURN NULL;
  END IF;
  IF OLD.enabled <> NEW.enabled THEN
    PERFORM gatehouse_event(CASE WHEN NEW.enabled THEN 'application.enabled' ELSE 'application.disabled' END, NULL, NEW.id, '{}');
  END IF;
  PERFORM gatehouse_event('application.changed', NULL, NEW.id, jsonb_build_object('fields', fields))
  FROM gatehouse_event_fields(to_jsonb(OLD), to_jsonb(NEW), ${SILENT}) AS fields WHERE fields IS NOT NULL;`,
  },
  {
    name: 'applications_deleted',
    on: 'BEFORE DELETE ON applications',
    body: `
  PERFORM gatehouse_event('client.deleted', NULL, OLD.id, jsonb_build_object('clientId', c.id))
  FROM clients c WHERE c.application_id = OLD.id;
  PERFORM gatehouse_event('application.deleted', NULL, OLD.id, '{}');`,
  },
  {
    name: 'clients',
    on: 'AFTER INSERT OR UPDATE ON clients',
    body: `
  IF TG_OP = 'INSERT' THEN
    PERFORM gatehouse_event('client.created', NULL, NEW.application_id, jsonb_build_object('clientId', NEW.id));
    RETURN NULL;
  END IF;
  IF OLD.enabled <> NEW.enabled THEN
    PERFORM gatehouse_event(CASE WHEN NEW.enabled THEN 'client.enabled' ELSE 'client.disabled' END, NULL, NEW.application_id,
      jsonb_build_object('clientId', NEW.id));
  END IF;
  PERFORM gatehouse_event('client.changed', NULL, NEW.application_id, jsonb_build_object('clientId', NEW.id, 'fields', fields))
  FROM gatehouse_event_fields(to_jsonb(OLD), to_jsonb(NEW), ${SILENT}) AS fields WHERE fields IS NOT NULL;`,
  },
  {
    name: 'clients_deleted',
    on: 'BEFORE DELETE ON clients',
    body: `
  PERFORM gatehouse_event('client.deleted', NULL, OLD.application_id, jsonb_build_object('clientId', OLD.id))
  FROM applications a WHERE a.id = OLD.application_id;`,
  },
  {
    name: 'client_secrets',
    on: 'AFTER INSERT ON client_secrets',
    // The first one comes with its client.
    body: `
  PERFORM gatehouse_event('client.secret.rotated', NULL, c.application_id,
    jsonb_build_object('clientId', NEW.client_id, 'secretId', NEW.id))
  FROM clients c WHERE c.id = NEW.client_id
    AND EXISTS (SELECT 1 FROM client_secrets s WHERE s.client_id = NEW.client_id AND s.id <> NEW.id);`,
  },
];

const ALL: readonly (readonly [Told, string])[] = [...OF_PEOPLE, ...OF_GRANTS, ...OF_APPLICATIONS].map(
  (told) => [told, / ON (\w+)$/.exec(told.on)?.[1] ?? ''],
);

/** Rows that change become events in the same transaction. */
export class TellOfEvents1765061000000 implements MigrationInterface {
  readonly name = 'TellOfEvents1765061000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ALL.map(([told]) => toSql(told)).join(''));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      ALL.map(
        ([{ name }, table]) => `
      DROP TRIGGER ${name}_event ON ${table};
      DROP FUNCTION gatehouse_event_${name}();`,
      ).join(''),
    );
  }
}
