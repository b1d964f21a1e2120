import { Inject, Injectable } from '@nestjs/common';
import type { FoundToken } from '@gatehouse/dto';
import { type AccessToken, hashSecret, OAuthError, verifyJwtAccessToken } from '@gatehouse/oauth-core';
import { ErrorAnswersStore, TokenFinderStore } from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { AuthorizationsService } from './authorizations.service.js';

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const NOTHING = { authorizationId: null, grantId: null, tokenId: null, requestId: null } as const;

type Origin = Pick<AccessToken, 'clientId' | 'authorizationId' | 'grantId' | 'tokenId'>;

/**
 * From a token or an ID to the thing that it belongs to. What is asked is told to nobody: not to the log, and not in the
 * answer, which has IDs alone. What a member may not see is answered as what is not there.
 */
@Injectable()
export class TokenFinderService {
  private readonly store: TokenFinderStore;
  private readonly errors: ErrorAnswersStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuthorizationsService) private readonly authorizations: AuthorizationsService,
  ) {
    this.store = new TokenFinderStore(platform.database.dataSource);
    this.errors = new ErrorAnswersStore(platform.database.pool);
  }

  /** @throws ProblemError 404 */
  async find(typed: string, caller: Caller): Promise<FoundToken> {
    // As it is copied from a request.
    const text = typed.trim().replace(/^(authorization:\s*)?bearer\s+/i, '');
    const found =
      (JWT.test(text) ? await this.findJwt(text, caller) : await this.findOpaque(text, caller)) ??
      (await this.findId(text, caller));
    if (found === undefined) throw new ProblemError('token-unknown');
    return found;
  }

  private findJwt(text: string, caller: Caller): Promise<FoundToken | undefined> {
    const { env, currentDirectory } = this.platform;
    try {
      // An expired one too: its signature says that it is ours.
      const token = verifyJwtAccessToken(env.issuer, currentDirectory().keysByHeader, text);
      return this.answerAccessToken(token, caller);
    } catch (error) {
      if (error instanceof OAuthError) return Promise.resolve(undefined);
      throw error;
    }
  }

  private async findOpaque(text: string, caller: Caller): Promise<FoundToken | undefined> {
    const hash = hashSecret(text);
    const token = await this.store.findAccessToken(hash);
    if (token !== undefined) return this.answerAccessToken(token, caller);
    const refreshToken = await this.store.findRefreshToken(hash);
    if (refreshToken === undefined) return undefined;
    const { authorizationId, grantId } = refreshToken;
    if (!(await this.store.hasAuthorization(authorizationId, caller.memberId))) return undefined;
    return { ...NOTHING, kind: 'refresh-token', authorizationId, grantId };
  }

  private async findId(text: string, caller: Caller): Promise<FoundToken | undefined> {
    const { authorizations } = this;
    const since = (await authorizations.maySeeCalls(caller)) ? authorizations.callsSince() : undefined;
    const found = await this.store.findId(text, caller.memberId, since);
    if (found !== undefined) return { ...found, requestId: found.kind === 'call' ? text : null };
    const error = await this.errors.find(text, authorizations.callsSince(), caller.memberId);
    return error && { ...NOTHING, kind: 'error-answer', requestId: error.requestId };
  }

  private async answerAccessToken(token: Origin, { memberId }: Caller): Promise<FoundToken | undefined> {
    if (memberId !== null && !(await this.store.maySeeClient(token.clientId, memberId))) return undefined;
    const { authorizationId, grantId, tokenId } = token;
    const hasPage =
      authorizationId !== null && (await this.store.hasAuthorization(authorizationId, memberId));
    return {
      ...NOTHING,
      kind: 'access-token',
      authorizationId: hasPage ? authorizationId : null,
      grantId,
      tokenId,
    };
  }
}
