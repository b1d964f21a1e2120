import { AUDITED_FIELDS } from '@gatehouse/dto/audited-fields';
import {
  type CircuitBreaker,
  DEFAULT_POLICIES,
  type HealthCheck,
  type OutsideIssuerSettings,
  type ProviderSettings,
  type UpstreamTls,
} from '@gatehouse/gateway-core';
import { DEFAULT_CLIENT_SETTINGS } from '@gatehouse/oauth-core';
import type { Database } from '../database.js';
import type { IdentityProviderSettings } from '../snapshot/identity-provider.js';
import { openTestDatabase } from '../testing/index.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** As the trigger's arguments are written in `audited-table.ts`; secrets of a client become its application's. */
const COLUMNS = `
SELECT DISTINCT CASE args[1] WHEN 'client' THEN 'application' ELSE args[1] END AS type,
  CASE args[3] WHEN '' THEN '' ELSE args[3] || '.' END || CASE args[4] WHEN '' THEN '' ELSE '*.' END AS prefix,
  columns.attname AS name, columns.atttypid = 'jsonb'::regtype AS "isJson"
FROM pg_trigger t
JOIN pg_proc p ON p.oid = t.tgfoid AND p.proname = 'gatehouse_audit'
JOIN pg_class c ON c.oid = t.tgrelid AND c.relnamespace = current_schema()::regnamespace
CROSS JOIN LATERAL (SELECT regexp_split_to_array(encode(t.tgargs, 'escape'), '\\\\000') AS args) AS given
JOIN pg_attribute columns ON columns.attrelid = c.oid AND columns.attnum > 0 AND NOT columns.attisdropped
WHERE columns.attname <> 'id' AND columns.attname <> ALL (string_to_array(args[5], ','))`;

interface Column {
  readonly type: string;
  readonly prefix: string;
  readonly name: string;
  readonly isJson: boolean;
}

/** `base_path` → `basePath`, as the database has it in entries */
const toField = ({ prefix, name }: Column): string =>
  prefix + name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const listOf = (type: string): readonly string[] => AUDITED_FIELDS[type] ?? [];

describe('the fields that the audit log can tell of', () => {
  it('are listed for every column of every audited table, and no others', async () => {
    // Something to do where this fails: the list in libs/dto, and a name in the console's texts.
    const { rows } = await database.pool.query<Column>(COLUMNS);
    expect(rows.length).toBeGreaterThan(100);
    const unlisted = rows.filter((column) => {
      const field = toField(column);
      return !listOf(column.type).some(
        (one) => one === field || (column.isJson && one.startsWith(`${field}.`)),
      );
    });
    expect(unlisted.map((column) => `${column.type}: ${toField(column)}`)).toEqual([]);
    const unknown = Object.entries(AUDITED_FIELDS).flatMap(([type, fields]) =>
      fields
        .filter(
          (field) =>
            !rows.some((column) => {
              const known = toField(column);
              return (
                column.type === type && (field === known || (column.isJson && field.startsWith(`${known}.`)))
              );
            }),
        )
        .map((field) => `${type}: ${field}`),
    );
    expect(unknown).toEqual([]);
  });

  // The compiler misses what a type has and these do not.
  const provider: Record<keyof ProviderSettings, true> = {
    flow: true,
    issuer: true,
    tokenEndpoint: true,
    authorizationEndpoint: true,
    clientId: true,
    authenticationMethod: true,
    keyId: true,
    scopes: true,
    resource: true,
    audience: true,
    subject: true,
  };
  const identityProvider: Record<keyof IdentityProviderSettings, true> = {
    clientId: true,
    authenticationMethod: true,
    keyId: true,
    scopes: true,
    usernameClaim: true,
    nameClaim: true,
    allowsSignUp: true,
    emailDomains: true,
    assumesEmailVerified: true,
  };
  const outsideIssuer: Record<keyof OutsideIssuerSettings, true> = {
    judgement: true,
    clockSkewSeconds: true,
    audience: true,
    clientClaim: true,
    acceptsUnmapped: true,
    scopes: true,
  };
  const tls: Record<keyof UpstreamTls, true> = {
    caCertificates: true,
    clientCertificate: true,
    serverName: true,
  };
  const breaker: Record<keyof CircuitBreaker, true> = {
    failures: true,
    openSeconds: true,
    failureStatuses: true,
  };
  const health: Record<keyof HealthCheck, true> = {
    path: true,
    intervalSeconds: true,
    timeoutMs: true,
    healthyAfter: true,
    unhealthyAfter: true,
  };

  it.each([
    ['application', 'clients.*.settings', DEFAULT_CLIENT_SETTINGS],
    ['api', 'policies', DEFAULT_POLICIES],
    ['api', 'policies.circuitBreaker', breaker],
    ['api', 'policies.healthCheck', health],
    ['api', 'tls', tls],
    ['provider', 'settings', provider],
    ['identity-provider', 'settings', identityProvider],
    ['outside-issuer', 'settings', outsideIssuer],
  ])('are listed for %s: %s as its record has them', (type, place, members) => {
    const listed = listOf(type)
      .filter((field) => field.startsWith(`${place}.`))
      .map((field) => field.slice(place.length + 1).split('.', 1)[0]);
    expect([...new Set(listed)].sort()).toEqual(Object.keys(members).sort());
  });
});
