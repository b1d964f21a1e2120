import { type Grant, OAuthError, type TokenEndpoint } from '@gatehouse/oauth-core';
import { isDatabaseUnavailable } from '@gatehouse/persistence';
import type { Platform } from '../../platform/platform.tokens.js';

type Counting = Pick<Platform, 'metrics' | 'events'>;

/** A token endpoint that counts what it hands out, and what it does not. */
export const withTokenCounts = (
  counting: Counting,
  grants: readonly Grant[],
  create: (grants: readonly Grant[]) => TokenEndpoint,
): TokenEndpoint => countErrors(counting, create(grants.map((grant) => countTokens(counting, grant))));

const countTokens = ({ metrics, events }: Counting, grant: Grant): Grant => ({
  ...grant,
  handle: async (request) => {
    const answer = await grant.handle(request);
    metrics.count('tokens', { grant: grant.type });
    events.count('token', grant.type, request.client);
    if (request.client.senderConstraint === 'observed')
      events.count('token-binding', request.confirmation === undefined ? 'unbound' : 'bound', request.client);
    return answer;
  },
});

const countErrors =
  ({ metrics, events }: Counting, answer: TokenEndpoint): TokenEndpoint =>
  async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      const code = toCode(error);
      metrics.count('tokenErrors', { error: code });
      events.count('token-error', code);
      throw error;
    }
  };

function toCode(error: unknown): string {
  if (error instanceof OAuthError) return error.code;
  return isDatabaseUnavailable(error) ? 'temporarily_unavailable' : 'server_error';
}
