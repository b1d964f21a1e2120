import {
  type AuthorizationAnswer,
  type AuthorizationRequest,
  BACKCHANNEL_PAGE,
  type BackchannelApproval,
  type OAuthError,
  type UserGrant,
} from '@gatehouse/oauth-core';
import type { Platform } from '../../platform/platform.tokens.js';

type WaitingClient = NonNullable<AuthorizationRequest['backchannel']>;

/** What the page says last. Unanswered: the person who was asked has not said anything. */
export type BackchannelResult = 'allowed' | 'denied' | 'expired' | 'unanswered';

const showResult = ({ env }: Platform, result: BackchannelResult): AuthorizationAnswer => ({
  kind: 'redirect',
  location: `${env.issuer}${BACKCHANNEL_PAGE}?result=${result}`,
});

/**
 * CIBA §11: the client hears that it was refused, where the person said so. Whatever else stands in the way (another
 * person has signed in, a second factor is missing) is no answer of theirs: the request goes on waiting.
 */
export async function answerBackchannelRefusal(
  platform: Platform,
  { id, userId }: WaitingClient,
  { code }: OAuthError,
): Promise<AuthorizationAnswer> {
  if (code !== 'access_denied') return showResult(platform, 'unanswered');
  const isAnswered = await platform.stores.backchannelRequests.deny(id, userId);
  return showResult(platform, isAnswered ? 'denied' : 'expired');
}

/** CIBA §8: the client gets its tokens. They are not of the browser's session: they go on when that ends. */
export async function answerBackchannelGrant(
  platform: Platform,
  { id }: WaitingClient,
  user: UserGrant,
  scopes: readonly string[],
): Promise<AuthorizationAnswer> {
  const { sessionId: _, ...details } = user.details;
  const approval: BackchannelApproval = {
    grantId: user.grantId,
    userId: user.userId,
    authorizationId: user.authorizationId,
    scopes,
    authenticatedAt: user.authenticatedAt,
    details,
  };
  const isAnswered = await platform.stores.backchannelRequests.approve(id, approval);
  return showResult(platform, isAnswered ? 'allowed' : 'expired');
}
