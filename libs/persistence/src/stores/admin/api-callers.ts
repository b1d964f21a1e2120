import type { EntityManager } from 'typeorm';

/** Whom an API knows: applications that may call it, those that are the service behind it, and outside issuers. */
export interface ApiCallersContent {
  readonly applicationIds: readonly string[];
  readonly resourceServerIds: readonly string[];
  readonly outsideIssuerIds: readonly string[];
}

interface Row {
  readonly apiId: string;
  readonly applicationIds: string[];
  readonly resourceServerIds: string[];
  readonly outsideIssuerIds: string[];
}

const NOBODY: ApiCallersContent = { applicationIds: [], resourceServerIds: [], outsideIssuerIds: [] };

/** @returns them by API ID; every ID that was asked for is there */
export async function readApiCallers(
  source: Pick<EntityManager, 'query'>,
  apiIds: readonly string[],
): Promise<(apiId: string) => ApiCallersContent> {
  const rows = await source.query<Row[]>(
    `SELECT id AS "apiId",
       ARRAY(SELECT application_id::text FROM api_applications
         WHERE api_id = id AND role = 'caller') AS "applicationIds",
       ARRAY(SELECT application_id::text FROM api_applications
         WHERE api_id = id AND role = 'resource-server') AS "resourceServerIds",
       ARRAY(SELECT issuer_id::text FROM api_outside_issuers
         WHERE api_id = id ORDER BY position) AS "outsideIssuerIds"
     FROM unnest($1::uuid[]) AS id`,
    [apiIds],
  );
  const byApi = new Map(rows.map(({ apiId, ...content }) => [apiId, content]));
  return (apiId) => byApi.get(apiId) ?? NOBODY;
}

/** Replaces them, whole. */
export async function replaceApiCallers(
  manager: EntityManager,
  apiId: string,
  { applicationIds, resourceServerIds, outsideIssuerIds }: ApiCallersContent,
): Promise<void> {
  await manager.query('DELETE FROM api_outside_issuers WHERE api_id = $1', [apiId]);
  if (outsideIssuerIds.length > 0) {
    await manager.query(
      `INSERT INTO api_outside_issuers (api_id, issuer_id, position)
       SELECT $1::uuid, id, position FROM unnest($2::uuid[]) WITH ORDINALITY AS t (id, position)`,
      [apiId, outsideIssuerIds],
    );
  }
  await manager.query('DELETE FROM api_applications WHERE api_id = $1', [apiId]);
  if (applicationIds.length + resourceServerIds.length === 0) return;
  await manager.query(
    `INSERT INTO api_applications (api_id, application_id, role)
     SELECT $1::uuid, id, 'caller' FROM unnest($2::uuid[]) AS id
     UNION ALL SELECT $1::uuid, id, 'resource-server' FROM unnest($3::uuid[]) AS id`,
    [apiId, applicationIds, resourceServerIds],
  );
}
