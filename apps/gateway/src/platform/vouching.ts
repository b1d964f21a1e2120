import { findLongestBoundMs } from '@gatehouse/gateway-core';
import { type AccessTokenVerifier, OAuthError } from '@gatehouse/oauth-core';
import type { Platform } from './platform.tokens.js';

/** Whether this node has not heard of revocations for longer than its bound. */
export const isUnheard = ({ snapshots }: Pick<Platform, 'snapshots'>, boundMs: number): boolean =>
  snapshots.unheardMs() > boundMs;

/** Why no load balancer should send this node requests; undefined: it should. */
export function findUnreadiness(platform: Pick<Platform, 'drain' | 'env' | 'snapshots'>): string | undefined {
  if (platform.drain.isDraining) return 'This process is stopping.';
  const isDeaf = isUnheard(platform, findLongestBoundMs([], platform.env.unheardSeconds));
  return isDeaf ? 'This process cannot hear of revocations.' : undefined;
}

/** The verifier of the token plane: it does not vouch for an access token that may have been revoked unheard. */
export function createVouchingVerifier(
  platform: Pick<Platform, 'env' | 'snapshots' | 'accessTokens'>,
): AccessTokenVerifier {
  const { accessTokens } = platform;
  const boundMs = findLongestBoundMs([], platform.env.unheardSeconds);
  return {
    findRemembered: (text) => (isUnheard(platform, boundMs) ? undefined : accessTokens.findRemembered(text)),
    async verify(text) {
      const token = await accessTokens.verify(text);
      if (!isUnheard(platform, boundMs)) return token;
      throw new OAuthError(
        'temporarily_unavailable',
        'Nobody can say right now whether the access token was revoked. Try again in a moment.',
        'unheard',
      );
    },
  };
}
