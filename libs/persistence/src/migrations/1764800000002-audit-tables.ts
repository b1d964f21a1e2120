import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type AuditedTable, auditTable, BY_OPERATORS } from './audited-table.js';

const ofApplication = (
  table: string,
  name: string,
  key: string,
  more: Partial<AuditedTable> = {},
): AuditedTable => ({
  table,
  type: 'application',
  id: 'application_id',
  part: { name, key: [key] },
  ...more,
});

const ofUser = (table: string, name: string, key: string, on: string): AuditedTable => ({
  table,
  type: 'user',
  id: 'user_id',
  part: { name, key: [key] },
  silent: ['user_id', 'counter'],
  on,
  when: BY_OPERATORS,
});

const TABLES_OF_OPERATORS: readonly AuditedTable[] = [
  { table: 'applications', type: 'application', id: 'id', silent: ['created_by', 'logo_hash'] },
  ofApplication('application_logos', 'logo', '', { silent: ['application_id', 'hash'] }),
  ofApplication('application_shares', 'shares', 'user_id', {
    silent: ['application_id', 'created_by', 'user_id'],
  }),
  { table: 'organizations', type: 'organization', id: 'id', silent: ['created_by'] },
  {
    table: 'organization_members',
    type: 'organization',
    id: 'organization_id',
    part: { name: 'members', key: ['user_id'] },
    silent: ['organization_id', 'user_id'],
  },
  ofApplication('clients', 'clients', 'id', { silent: ['application_id'] }),
  {
    table: 'client_secrets',
    type: 'client',
    id: 'client_id',
    part: { name: 'secrets', key: ['id'] },
    silent: ['client_id'],
  },
  ofApplication('api_keys', 'apiKeys', 'id', {
    on: 'INSERT OR DELETE',
    silent: ['application_id', 'created_by', 'last_used_at'],
  }),
  ofApplication('application_limits', 'limits', '', { silent: ['application_id'] }),
  ofApplication('application_api_limits', 'limits.apis', 'api_id', { silent: ['application_id', 'api_id'] }),
  { table: 'apis', type: 'api', id: 'id' },
  {
    table: 'routes',
    type: 'api',
    id: 'api_id',
    part: { name: 'routes', key: ['methods', 'path'] },
    silent: ['api_id', 'position', 'id'],
  },
  {
    table: 'api_applications',
    type: 'api',
    id: 'api_id',
    part: { name: 'applications', key: ['application_id', 'role'] },
    silent: ['api_id'],
  },
  {
    table: 'api_outside_issuers',
    type: 'api',
    id: 'api_id',
    part: { name: 'outsideIssuers', key: ['issuer_id'] },
    silent: ['api_id'],
  },
  {
    table: 'api_documents',
    type: 'api',
    id: 'api_id',
    part: { name: 'document', key: [] },
    silent: ['api_id', 'document', 'contract', 'notes', 'route_keys'],
  },
  { table: 'apis_file', type: 'apis-file', id: '', silent: ['applied_at'] },
  { table: 'scopes', type: 'scope', id: 'name' },
  { table: 'users', type: 'user', id: 'id' },
  ofUser('user_totp', 'authenticatorApp', '', 'DELETE'),
  ofUser('user_passkeys', 'passkeys', 'credential_id', 'DELETE'),
  ofUser('user_recovery_codes', 'recoveryCodes', '', 'DELETE'),
  ofUser('user_tickets', 'links', 'purpose', 'INSERT'),
  ofUser('sessions', 'sessions', 'id', 'DELETE'),
  ofUser('outside_accounts', 'outsideAccounts', 'source', 'INSERT OR UPDATE OR DELETE'),
  {
    table: 'authorizations',
    type: 'authorization',
    id: 'id',
    on: 'UPDATE',
    when: `OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL AND ${BY_OPERATORS}`,
  },
  {
    table: 'signing_keys',
    type: 'signing-keys',
    id: 'algorithm',
    part: { name: 'keys', key: ['kid'] },
    silent: ['public_jwk', 'algorithm', 'kid'],
  },
  { table: 'system_limits', type: 'limits', id: '', silent: ['only_row'] },
  {
    table: 'quota_counts',
    type: 'quota',
    id: 'key',
    part: { name: 'subjects', key: ['subject'] },
    silent: ['key', 'subject', 'alerted_at', 'starts_at', 'expires_at'],
    on: 'UPDATE',
    when: `OLD.count > 0 AND NEW.count = 0 AND ${BY_OPERATORS}`,
  },
  { table: 'brand', type: 'brand', id: '', silent: ['only_row'], on: 'UPDATE' },
  { table: 'providers', type: 'provider', id: 'id' },
  { table: 'trusted_issuers', type: 'trusted-issuer', id: 'id' },
  {
    table: 'linked_subjects',
    type: 'trusted-issuer',
    id: 'issuer_id',
    part: { name: 'subjects', key: ['subject'] },
    silent: ['issuer_id', 'subject'],
  },
  { table: 'outside_issuers', type: 'outside-issuer', id: 'id' },
  {
    table: 'outside_clients',
    type: 'outside-issuer',
    id: 'issuer_id',
    part: { name: 'clients', key: ['client_id'] },
    silent: ['issuer_id', 'client_id'],
  },
  { table: 'identity_providers', type: 'identity-provider', id: 'id' },
];

// Their use is no change, and is told by the gateway, which knows of no audit log.
const API_KEYS_CHANGED = `
CREATE TRIGGER api_keys_audited_change AFTER UPDATE ON api_keys
  FOR EACH ROW WHEN (OLD.last_used_at IS NOT DISTINCT FROM NEW.last_used_at)
  EXECUTE FUNCTION gatehouse_audit('application', 'application_id', 'apiKeys', 'id', 'version,created_at,updated_at,application_id,created_by,last_used_at');`;

/** Every change that operators, the APIs file or the server make to what is configured leaves an entry. */
export class AuditTables1764800000002 implements MigrationInterface {
  readonly name = 'AuditTables1764800000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES_OF_OPERATORS.map(auditTable).join('') + API_KEYS_CHANGED);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const drops = TABLES_OF_OPERATORS.map(({ table }) => `DROP TRIGGER ${table}_audited ON ${table};`);
    await queryRunner.query(`${drops.join('')} DROP TRIGGER api_keys_audited_change ON api_keys;`);
  }
}
