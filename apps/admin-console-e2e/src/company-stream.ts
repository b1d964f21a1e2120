import { runSql } from '../../../tools/test-setup/index.mjs';

interface StreamOwner {
  readonly clientId: string;
  readonly applicationId: string;
}

/** A stream of security events that an operator holds back, and whose receiver has trouble. @returns its ID */
export async function holdStream(
  databaseUrl: string,
  { clientId, applicationId }: StreamOwner,
): Promise<string> {
  const id = '3d813cbb-47fb-42ba-91df-831e1593ac29';
  await runSql(
    databaseUrl,
    `INSERT INTO ssf_streams (id, client_id, application_id, description, push_url, requested, delivered, status, reason, held)
     VALUES ('${id}', '${clientId}', '${applicationId}', 'Ends sessions in the warehouse.',
       'https://warehouse.example/shared-signals/events?tenant=northern-region', '{}', '{session-revoked,credential-change}',
       'paused', 'Under investigation', true)`,
    `INSERT INTO ssf_stream_states (stream_id, taken_at, verified_at, failed_at, last_error)
     VALUES ('${id}', now() - interval '1 day', now() - interval '3 days', now() - interval '1 hour', 'answered 503')`,
  );
  return id;
}
