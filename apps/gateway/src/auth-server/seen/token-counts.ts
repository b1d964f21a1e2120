import { type Grant, OAuthError, type TokenEndpoint } from '@gatehouse/oauth-core';
import { isDatabaseUnavailable } from '@gatehouse/persistence';
import type { Metrics } from '../../platform/metrics/metrics.js';

/** A token endpoint that counts, where somebody may ask for the counts. */
export function withTokenCounts(
  { metrics }: { readonly metrics: Metrics },
  grants: readonly Grant[],
  create: (grants: readonly Grant[]) => TokenEndpoint,
): TokenEndpoint {
  if (!metrics.isOn) return create(grants);
  return countErrors(metrics, create(grants.map((grant) => countTokens(metrics, grant))));
}

const countTokens = (metrics: Metrics, grant: Grant): Grant => ({
  ...grant,
  handle: async (request) => {
    const answer = await grant.handle(request);
    metrics.count('tokens', { grant: grant.type });
    return answer;
  },
});

const countErrors =
  (metrics: Metrics, answer: TokenEndpoint): TokenEndpoint =>
  async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      metrics.count('tokenErrors', { error: toCode(error) });
      throw error;
    }
  };

function toCode(error: unknown): string {
  if (error instanceof OAuthError) return error.code;
  return isDatabaseUnavailable(error) ? 'temporarily_unavailable' : 'server_error';
}
