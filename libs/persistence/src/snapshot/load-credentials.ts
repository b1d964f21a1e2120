import type { ApiCallers, ApiKey } from '@gatehouse/gateway-core';
import type { Pool } from 'pg';
import type { KnownApplication } from './known-application.js';
import { readVersioned, type VersionedRow, type VersionedSource, versionOf } from './versioned-rows.js';

const APPLICATIONS: VersionedSource<KnownApplication & VersionedRow, KnownApplication> = {
  versions: `SELECT a.id::text AS key, ${versionOf('a')} AS version FROM applications a`,
  rows: `SELECT a.id::text AS key, ${versionOf('a')} AS version, a.id, a.name, a.enabled AS "isEnabled", a.origins,
      a.publisher, a.verified AS "isVerified", a.homepage_url AS "homepageUrl", a.privacy_url AS "privacyUrl",
      a.terms_url AS "termsUrl", a.logo_hash AS "logoHash",
      (SELECT r.kind FROM client_registrations r JOIN clients c ON c.id = r.client_id
        WHERE c.application_id = a.id ORDER BY r.created_at LIMIT 1) AS "registeredBy"
    FROM applications a`,
  where: 'a.id = ANY ($1::uuid[])',
  toValue: ({ key: _, version: __, ...application }) => application,
};

export const loadApplications = (
  pool: Pool,
  before: ReadonlyMap<string, KnownApplication> | undefined,
): Promise<ReadonlyMap<string, KnownApplication>> => readVersioned(pool, APPLICATIONS, before);

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
