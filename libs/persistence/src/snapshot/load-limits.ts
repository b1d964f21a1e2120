import {
  type ApplicationLimits,
  completeLimits,
  type Limit,
  type LimitBook,
  type Limits,
} from '@gatehouse/gateway-core';
import type { Pool } from 'pg';

interface ApplicationRow {
  readonly applicationId: string;
  readonly everywhere: readonly Limit[] | null;
  readonly byApi: Readonly<Record<string, readonly Limit[]>> | null;
}

const APPLICATIONS = `
SELECT a.application_id AS "applicationId", a.limits AS everywhere,
  (SELECT json_object_agg(b.api_id, b.limits) FROM application_api_limits b
    WHERE b.application_id = a.application_id) AS "byApi"
FROM application_limits a`;

/** Every limit but those of the APIs. */
export async function loadLimits(pool: Pool): Promise<LimitBook> {
  const [system, applications] = await Promise.all([
    pool.query<{ readonly limits: Partial<Limits> }>('SELECT limits FROM system_limits'),
    pool.query<ApplicationRow>(APPLICATIONS),
  ]);
  return {
    system: completeLimits(system.rows[0]?.limits ?? {}),
    applications: new Map(
      applications.rows.map(({ applicationId, everywhere, byApi }): [string, ApplicationLimits] => [
        applicationId,
        { everywhere, byApi: new Map(Object.entries(byApi ?? {})) },
      ]),
    ),
  };
}
