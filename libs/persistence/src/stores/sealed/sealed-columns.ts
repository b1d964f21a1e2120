import type { Pool } from 'pg';

/** What the value of a row is sealed as: whoever seals it says so too. The argument is the primary key. */
export const SEALED_AS = {
  signingKey: (kid: string) => `signing-key:${kid}`,
  serverSecret: (name: string) => `server-secret:${name}`,
  clientSecret: (id: string) => `client-secret:${id}`,
  consoleSession: () => 'console-session',
  totp: (userId: string) => `totp:${userId}`,
  provider: (id: string) => `provider:${id}`,
  providerAccessToken: (id: string) => `provider-access-token:${id}`,
  providerRefreshToken: (id: string) => `provider-refresh-token:${id}`,
  upstreamClientKey: (apiId: string) => `upstream-client-key:${apiId}`,
  identityProvider: (id: string) => `identity-provider:${id}`,
  outsideIssuer: (id: string) => `outside-issuer:${id}`,
  backchannelDelivery: (id: string) => `backchannel-delivery:${id}`,
  backchannelAnswer: (id: string) => `backchannel-answer:${id}`,
  message: (id: string) => `message:${id}`,
  streamAuthorization: (id: string) => `stream-authorization:${id}`,
  webhookSecret: (id: string) => `webhook-secret:${id}`,
} as const;

/** A column whose values are sealed under the master key. */
interface SealedColumn {
  readonly table: string;
  /** The primary key. */
  readonly id: string;
  readonly column: string;
  readonly context: (id: string) => string;
}

/** Every one of them: a spec looks for columns that are sealed and not here. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'signing_keys', id: 'kid', column: 'sealed_private_key', context: SEALED_AS.signingKey },
  { table: 'server_secrets', id: 'name', column: 'sealed_value', context: SEALED_AS.serverSecret },
  { table: 'client_secrets', id: 'id', column: 'sealed_secret', context: SEALED_AS.clientSecret },
  { table: 'console_sessions', id: 'id_hash', column: 'sealed_tokens', context: SEALED_AS.consoleSession },
  { table: 'outbox_messages', id: 'id', column: 'sealed_body', context: SEALED_AS.message },
  { table: 'user_totp', id: 'user_id', column: 'sealed_secret', context: SEALED_AS.totp },
  {
    table: 'identity_providers',
    id: 'id',
    column: 'sealed_secrets',
    context: SEALED_AS.identityProvider,
  },
  {
    table: 'backchannel_requests',
    id: 'id',
    column: 'sealed_delivery',
    context: SEALED_AS.backchannelDelivery,
  },
  {
    table: 'backchannel_requests',
    id: 'id',
    column: 'sealed_answer',
    context: SEALED_AS.backchannelAnswer,
  },
  { table: 'apis', id: 'id', column: 'sealed_client_key', context: SEALED_AS.upstreamClientKey },
  {
    table: 'outside_issuers',
    id: 'id',
    column: 'sealed_client_secret',
    context: SEALED_AS.outsideIssuer,
  },
  { table: 'providers', id: 'id', column: 'sealed_secrets', context: SEALED_AS.provider },
  {
    table: 'provider_tokens',
    id: 'provider_id',
    column: 'sealed_access_token',
    context: SEALED_AS.providerAccessToken,
  },
  {
    table: 'provider_tokens',
    id: 'provider_id',
    column: 'sealed_refresh_token',
    context: SEALED_AS.providerRefreshToken,
  },
  {
    table: 'ssf_streams',
    id: 'id',
    column: 'sealed_authorization',
    context: SEALED_AS.streamAuthorization,
  },
  // The previous one was the current one once, and is moved as it is.
  { table: 'webhooks', id: 'id', column: 'sealed_secret', context: SEALED_AS.webhookSecret },
  { table: 'webhooks', id: 'id', column: 'sealed_previous_secret', context: SEALED_AS.webhookSecret },
];

/** What a walk through the sealed values found. */
export interface Resealed {
  readonly renewed: number;
  /** Opened by no master key of this process. */
  readonly lost: number;
}

const BATCH = 200;

interface Row {
  readonly id: unknown;
  /** The primary key as text. */
  readonly name: string;
  readonly sealed: Buffer;
}

/**
 * Seals anew what is not sealed under the current master key. A value that somebody else changes meanwhile is left as
 * they made it.
 * @param keyId the first bytes of everything that is sealed under the current master key
 * @param reseal opens and seals; undefined when no key opens it
 */
export async function resealAll(
  pool: Pool,
  keyId: Buffer,
  reseal: (sealed: Buffer, context: string) => Buffer | undefined,
): Promise<Resealed> {
  let [renewed, lost] = [0, 0];
  for (const sealedColumn of SEALED_COLUMNS) {
    for await (const row of walk(pool, sealedColumn, keyId)) {
      const fresh = reseal(row.sealed, sealedColumn.context(row.name));
      if (fresh === undefined) lost += 1;
      else renewed += await replace(pool, sealedColumn, row, fresh);
    }
  }
  return { renewed, lost };
}

/** The rows whose value is sealed under another key, in batches: there may be many sessions. */
async function* walk(pool: Pool, { table, id, column }: SealedColumn, keyId: Buffer): AsyncGenerator<Row> {
  let last: unknown;
  for (;;) {
    const { rows } = await pool.query<Row>(
      `SELECT ${id} AS id, ${id}::text AS name, ${column} AS sealed FROM ${table}
       WHERE ${column} IS NOT NULL AND substring(${column} FROM 1 FOR ${keyId.length}) <> $1
         ${last === undefined ? '' : `AND ${id} > $2`}
       ORDER BY ${id} LIMIT ${BATCH}`,
      last === undefined ? [keyId] : [keyId, last],
    );
    yield* rows;
    if (rows.length < BATCH) return;
    last = rows.at(-1)?.id;
  }
}

async function replace(
  pool: Pool,
  { table, id, column }: SealedColumn,
  row: Row,
  fresh: Buffer,
): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE ${table} SET ${column} = $3 WHERE ${id} = $1 AND ${column} = $2`,
    [row.id, row.sealed, fresh],
  );
  return rowCount ?? 0;
}
