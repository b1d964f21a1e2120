import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { hashSecret, OAuthError } from '@gatehouse/oauth-core';
import { ConsoleSessionsStore, runAudited, SEALED_AS, TeamStore } from '@gatehouse/persistence';
import { toActor } from '../audit/audit-request.js';
import { describeAudited } from '../platform/audited-request.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import {
  AuthorizationClient,
  type OperatorTokens,
  type PendingSignIn,
  RefusedByServerError,
} from './authorization-client.js';

/** An operator's living session. */
export interface OpenSession {
  readonly csrfToken: string;
  /** Good for a while yet. */
  readonly accessToken: string;
}

const SIGN_IN_CONTEXT = 'console-sign-in';
const SESSION_CONTEXT = SEALED_AS.consoleSession();
// Refreshed before it can run out on the way.
const REFRESH_BEFORE_MS = 60_000;

const makeSecret = (): string => randomBytes(32).toString('base64url');

/** Operators' sessions: the tokens stay here, sealed; the browser has a cookie. */
@Injectable()
export class ConsoleSessionService {
  private readonly store: ConsoleSessionsStore;
  private readonly team: TeamStore;
  private readonly client: AuthorizationClient;
  /** One refresh at a time per session, by cookie hash. */
  private readonly refreshing = new Map<string, Promise<OperatorTokens>>();

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new ConsoleSessionsStore(platform.database.pool, platform.database.controlPool);
    this.team = new TeamStore(platform.database.pool);
    this.client = new AuthorizationClient(platform.env);
  }

  /** Where the browser goes to sign in, and the sealed value that it must bring back. */
  async begin(returnTo: string): Promise<{ readonly location: string; readonly cookie: string }> {
    const { location, pending } = await this.client.begin(returnTo);
    return { location, cookie: this.seal(pending, SIGN_IN_CONTEXT).toString('base64url') };
  }

  /**
   * Ends a sign-in.
   * @returns the session cookie's value and the path to show
   * @throws RefusedByServerError, Error when the cookie is not one of ours
   */
  async finish(
    query: string,
    cookie: string,
    request: IncomingMessage,
  ): Promise<{ readonly session: string; readonly returnTo: string }> {
    const pending = this.open(Buffer.from(cookie, 'base64url'), SIGN_IN_CONTEXT) as PendingSignIn;
    const tokens = await this.client.finish(query, pending);
    const { userId } = await this.platform.accessTokens.verify(tokens.accessToken);
    if (userId !== null) await this.team.recordSignIn(userId);
    const session = makeSecret();
    const expiresAt = Date.now() + this.platform.settings().consoleSessionSeconds * 1000;
    const sealedTokens = this.seal(tokens, SESSION_CONTEXT);
    await this.audited(request, 'operator.sign-in', tokens.accessToken, () =>
      this.store.insert(hashSecret(session), { csrfToken: makeSecret(), sealedTokens }, expiresAt),
    );
    return { session, returnTo: pending.returnTo };
  }

  /** The session of a cookie, its access token refreshed where it no longer serves; undefined when there is none. */
  async find(cookie: string): Promise<OpenSession | undefined> {
    const idHash = hashSecret(cookie);
    const stored = await this.store.find(idHash);
    if (stored === undefined) return undefined;
    const tokens = this.open(stored.sealedTokens, SESSION_CONTEXT) as OperatorTokens;
    const living = (await this.isGood(tokens)) ? tokens : await this.refresh(idHash, tokens);
    return living && { csrfToken: stored.csrfToken, accessToken: living.accessToken };
  }

  /** Ends a session here and gives its refresh token up. */
  async end(cookie: string, request: IncomingMessage): Promise<void> {
    const idHash = hashSecret(cookie);
    const stored = await this.store.find(idHash);
    if (stored === undefined) return;
    const { refreshToken, accessToken } = this.open(stored.sealedTokens, SESSION_CONTEXT) as OperatorTokens;
    await this.audited(request, 'operator.sign-out', accessToken, () => this.store.delete(idHash));
    await this.client.revoke(refreshToken ?? accessToken);
  }

  /** Whether a page of ours sent this change. */
  isCsrfToken(session: OpenSession, given: string | undefined): boolean {
    const [expected, actual] = [Buffer.from(session.csrfToken), Buffer.from(given ?? '')];
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  }

  /** False: about to end, or refused before its time, by a revoked signing key for instance; the session goes on. */
  private async isGood({ accessToken, expiresAt }: OperatorTokens): Promise<boolean> {
    if (expiresAt - REFRESH_BEFORE_MS <= Date.now()) return false;
    const { accessTokens } = this.platform;
    if (accessTokens.findRemembered(accessToken) !== undefined) return true;
    try {
      await accessTokens.verify(accessToken);
      return true;
    } catch (error) {
      if (error instanceof OAuthError && error.code === 'invalid_token') return false;
      throw error;
    }
  }

  /** Undefined when the refresh token no longer counts: the session is over. */
  private async refresh(idHash: Buffer, tokens: OperatorTokens): Promise<OperatorTokens | undefined> {
    const key = idHash.toString('base64');
    const running = this.refreshing.get(key) ?? this.refreshNow(idHash, tokens);
    this.refreshing.set(key, running);
    try {
      return await running;
    } catch (error) {
      if (!(error instanceof RefusedByServerError)) throw error;
      await this.store.delete(idHash);
      return undefined;
    } finally {
      this.refreshing.delete(key);
    }
  }

  private async refreshNow(idHash: Buffer, { refreshToken }: OperatorTokens): Promise<OperatorTokens> {
    if (refreshToken === null) throw new RefusedByServerError('invalid_grant', undefined);
    const renewed = await this.client.refresh(refreshToken);
    await this.store.updateTokens(idHash, this.seal(renewed, SESSION_CONTEXT));
    return renewed;
  }

  /** Does it in the name of the operator whose access token that is. */
  private async audited(
    request: IncomingMessage,
    action: string,
    accessToken: string,
    work: () => Promise<void>,
  ): Promise<void> {
    const caller = await this.platform.accessTokens.verify(accessToken).catch(() => undefined);
    return runAudited(describeAudited(this.platform.env, request, toActor(caller), action), work);
  }

  private seal(value: object, context: string): Buffer {
    return this.platform.sealing.seal(Buffer.from(JSON.stringify(value)), context);
  }

  private open(sealed: Buffer, context: string): unknown {
    return JSON.parse(this.platform.sealing.open(sealed, context).toString());
  }
}
