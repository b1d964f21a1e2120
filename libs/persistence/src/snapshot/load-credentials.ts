import type { ApiCallers, ApiKey, RegisteredApplication } from '@gatehouse/gateway-core';
import type { Pool } from 'pg';

export async function loadApplications(pool: Pool): Promise<ReadonlyMap<string, RegisteredApplication>> {
  const { rows } = await pool.query<RegisteredApplication>(
    'SELECT id, name, enabled AS "isEnabled", origins FROM applications',
  );
  return new Map(rows.map((row) => [row.id, row]));
}

interface ApiKeyRow extends Omit<ApiKey, 'origins' | 'scopes'> {
  readonly keyHash: Buffer;
  readonly origins: string[];
  readonly scopes: string[];
}

export async function loadApiKeys(pool: Pool): Promise<ReadonlyMap<string, ApiKey>> {
  const { rows } = await pool.query<ApiKeyRow>(`
    SELECT id, application_id AS "applicationId", name, enabled AS "isEnabled", key_hash AS "keyHash",
      (extract(epoch FROM expires_at) * 1000)::float8 AS "expiresAt", origins, scopes
    FROM api_keys`);
  return new Map(
    rows.map(({ keyHash, origins, scopes, ...row }) => [
      keyHash.toString('base64url'),
      { ...row, origins: new Set(origins), scopes: new Set(scopes) },
    ]),
  );
}

/** What an API's row says of its callers. */
export interface ApiCallersRow {
  readonly access: 'everyone' | 'listed';
  readonly callers: string[];
  readonly resourceServers: string[];
  readonly outsideIssuers: string[];
}

/** Columns of `ApiCallersRow`, of the table `apis` as `a`. */
export const API_CALLERS_COLUMNS = `a.access,
      ARRAY(SELECT application_id::text FROM api_applications WHERE api_id = a.id AND role = 'caller') AS callers,
      ARRAY(SELECT application_id::text FROM api_applications
        WHERE api_id = a.id AND role = 'resource-server') AS "resourceServers",
      ARRAY(SELECT issuer_id::text FROM api_outside_issuers WHERE api_id = a.id ORDER BY position) AS "outsideIssuers"`;

export const toApiCallers = ({
  access,
  callers,
  resourceServers,
  outsideIssuers,
}: ApiCallersRow): ApiCallers => ({
  applications: access === 'everyone' ? null : new Set(callers),
  resourceServers: new Set(resourceServers),
  outsideIssuers,
});
