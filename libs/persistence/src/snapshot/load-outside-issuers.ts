import type { OutsideIssuer } from '@gatehouse/gateway-core';
import type { Pool } from 'pg';

interface Row extends Omit<OutsideIssuer, 'clients'> {
  readonly clients: Readonly<Record<string, string>> | null;
}

export async function loadOutsideIssuers(pool: Pool): Promise<ReadonlyMap<string, OutsideIssuer>> {
  const { rows } = await pool.query<Row>(`
    SELECT i.id, i.name, i.issuer, i.enabled AS "isEnabled", i.version, i.settings,
      i.sealed_client_secret AS "sealedClientSecret",
      (SELECT json_object_agg(c.client_id, c.application_id) FROM outside_clients c WHERE c.issuer_id = i.id) AS clients
    FROM outside_issuers i ORDER BY lower(i.name)`);
  return new Map(
    rows.map(({ clients, ...row }) => [row.id, { ...row, clients: new Map(Object.entries(clients ?? {})) }]),
  );
}
