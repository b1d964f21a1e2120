import type { Pool } from 'pg';

/** The right to ask a provider, held by one node at a time. */
export interface TokenClaim {
  readonly providerId: string;
  readonly claim: string;
  /** The newest: it may have been replaced since the snapshot was read. */
  readonly sealedRefreshToken: Buffer | null;
}

/** What a provider gave. */
export interface FetchedTokens {
  readonly sealedAccessToken: Buffer;
  /** Null: the refresh token that there was, if any, stays (RFC 6749 §6). */
  readonly sealedRefreshToken: Buffer | null;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface ProviderTokensStore {
  /**
   * Takes the right to ask: one statement, and one node wins. Lost when somebody holds it, or when the provider has
   * answered, was changed, or was deleted since.
   * @param known what the claimant has seen last
   */
  claim(
    known: { readonly id: string; readonly version: number; readonly generation: number },
    claim: string,
  ): Promise<TokenClaim | undefined>;
  /** False: the claim was lost meanwhile, and what was fetched is thrown away. */
  save(claim: TokenClaim, tokens: FetchedTokens): Promise<boolean>;
  /** @param retryAt epoch milliseconds */
  fail(claim: TokenClaim, error: string, retryAt: number): Promise<void>;
  /** Tokens of an operator who has connected a provider; they replace whatever there was. False: changed meanwhile. */
  put(known: { readonly id: string; readonly version: number }, tokens: FetchedTokens): Promise<boolean>;
  /** Tells operators what went wrong when they connected a provider. */
  note(id: string, error: string): Promise<void>;
  /** Forgets access tokens that have expired. */
  purgeExpired(): Promise<void>;
}

// Longer than a fetch may take; whoever dies with it holds the others up no longer than this.
const CLAIM_SECONDS = 30;

const CLAIM = `
INSERT INTO provider_tokens AS t (provider_id, claim, claimed_until)
SELECT id, $2, now() + interval '${CLAIM_SECONDS} seconds' FROM providers WHERE id = $1 AND version = $3
ON CONFLICT (provider_id) DO UPDATE SET claim = excluded.claim, claimed_until = excluded.claimed_until
WHERE t.generation = $4 AND (t.claim IS NULL OR t.claimed_until < now())
RETURNING t.sealed_refresh_token AS "sealedRefreshToken"`;

const SAVE = `
UPDATE provider_tokens SET generation = generation + 1, sealed_access_token = $3,
  sealed_refresh_token = coalesce($4, sealed_refresh_token), fetched_at = now(), expires_at = to_timestamp($5 / 1000.0),
  error = NULL, failures = 0, retry_at = NULL, claim = NULL, claimed_until = NULL
WHERE provider_id = $1 AND claim = $2`;

const FAIL = `
UPDATE provider_tokens SET generation = generation + 1, error = $3, failures = failures + 1,
  retry_at = to_timestamp($4 / 1000.0), claim = NULL, claimed_until = NULL
WHERE provider_id = $1 AND claim = $2`;

const PUT = `
INSERT INTO provider_tokens AS t
  (provider_id, generation, sealed_access_token, sealed_refresh_token, fetched_at, expires_at)
SELECT id, 1, $3::bytea, $4::bytea, now(), to_timestamp($5 / 1000.0) FROM providers WHERE id = $1 AND version = $2
ON CONFLICT (provider_id) DO UPDATE SET generation = t.generation + 1,
  sealed_access_token = excluded.sealed_access_token, sealed_refresh_token = excluded.sealed_refresh_token,
  fetched_at = now(), expires_at = excluded.expires_at, error = NULL, failures = 0, retry_at = NULL, claim = NULL,
  claimed_until = NULL`;

const NOTE = `
INSERT INTO provider_tokens AS t (provider_id, generation, error) SELECT id, 1, $2::text FROM providers WHERE id = $1
ON CONFLICT (provider_id) DO UPDATE SET generation = t.generation + 1, error = excluded.error`;

const PURGE = `
UPDATE provider_tokens SET generation = generation + 1, sealed_access_token = NULL
WHERE expires_at < now() AND sealed_access_token IS NOT NULL AND (claim IS NULL OR claimed_until < now())`;

/** What providers have given, shared by the nodes of a deployment. */
export function createProviderTokensStore(pool: Pool): ProviderTokensStore {
  const run = async (name: string, text: string, values: unknown[]): Promise<boolean> =>
    (await pool.query({ name, text, values })).rowCount === 1;
  return {
    async claim({ id, version, generation }, claim) {
      const { rows } = await pool.query<Pick<TokenClaim, 'sealedRefreshToken'>>({
        name: 'provider-tokens-claim',
        text: CLAIM,
        values: [id, claim, version, generation],
      });
      return rows[0] && { providerId: id, claim, ...rows[0] };
    },
    save: ({ providerId, claim }, { sealedAccessToken, sealedRefreshToken, expiresAt }) =>
      run('provider-tokens-save', SAVE, [
        providerId,
        claim,
        sealedAccessToken,
        sealedRefreshToken,
        expiresAt,
      ]),
    async fail({ providerId, claim }, error, retryAt) {
      await run('provider-tokens-fail', FAIL, [providerId, claim, error, retryAt]);
    },
    put: ({ id, version }, { sealedAccessToken, sealedRefreshToken, expiresAt }) =>
      run('provider-tokens-put', PUT, [id, version, sealedAccessToken, sealedRefreshToken, expiresAt]),
    async note(id, error) {
      await run('provider-tokens-note', NOTE, [id, error]);
    },
    async purgeExpired() {
      await pool.query(PURGE);
    },
  };
}
