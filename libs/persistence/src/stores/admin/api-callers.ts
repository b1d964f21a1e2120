import type { DataSource, EntityManager } from 'typeorm';

/** Which applications an API knows: those that may call it, and those that are the service behind it. */
export interface ApiCallersContent {
  readonly applicationIds: readonly string[];
  readonly resourceServerIds: readonly string[];
}

interface Row {
  readonly apiId: string;
  readonly applicationIds: string[];
  readonly resourceServerIds: string[];
}

const NOBODY: ApiCallersContent = { applicationIds: [], resourceServerIds: [] };

/** @returns them by API ID; every ID that was asked for is there */
export async function readApiCallers(
  dataSource: DataSource,
  apiIds: readonly string[],
): Promise<(apiId: string) => ApiCallersContent> {
  const rows = await dataSource.query<Row[]>(
    `SELECT api_id AS "apiId",
       coalesce(array_agg(application_id::text) FILTER (WHERE role = 'caller'), '{}') AS "applicationIds",
       coalesce(array_agg(application_id::text) FILTER (WHERE role = 'resource-server'), '{}') AS "resourceServerIds"
     FROM api_applications WHERE api_id = ANY ($1) GROUP BY api_id`,
    [apiIds],
  );
  const byApi = new Map(rows.map(({ apiId, ...content }) => [apiId, content]));
  return (apiId) => byApi.get(apiId) ?? NOBODY;
}

/** Replaces them, whole. */
export async function replaceApiCallers(
  manager: EntityManager,
  apiId: string,
  { applicationIds, resourceServerIds }: ApiCallersContent,
): Promise<void> {
  await manager.query('DELETE FROM api_applications WHERE api_id = $1', [apiId]);
  if (applicationIds.length + resourceServerIds.length === 0) return;
  await manager.query(
    `INSERT INTO api_applications (api_id, application_id, role)
     SELECT $1::uuid, id, 'caller' FROM unnest($2::uuid[]) AS id
     UNION ALL SELECT $1::uuid, id, 'resource-server' FROM unnest($3::uuid[]) AS id`,
    [apiId, applicationIds, resourceServerIds],
  );
}
