import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  type AuthorizationRequest,
  buildCodeResponse,
  buildErrorResponse,
  type Client,
  hashSecret,
  OAuthError,
  REAL_WORLD,
} from '@gatehouse/oauth-core';
import {
  createConsentStore,
  createInteractionStore,
  createSessionStore,
  type SessionView,
} from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { hashCookie, makeCookieValue } from '../browser-cookies.js';
import { decide } from './decision.js';

/** Who is signed in, for an answer; the part of a session view that a code remembers. */
export type SignedIn = Pick<SessionView, 'userId' | 'authenticatedAt'>;

/** Carries an authorization request to its answer: over sign-in and consent where a person must be asked. */
@Injectable()
export class AuthorizationService {
  readonly sessions;
  readonly interactions;
  readonly consents;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    const { pool } = platform.database;
    this.sessions = createSessionStore(pool);
    this.interactions = createInteractionStore(pool);
    this.consents = createConsentStore(pool);
  }

  /** The client of a request that waited; it may have been disabled or deleted meanwhile. @throws OAuthError */
  getClient(request: AuthorizationRequest): Client {
    const client = this.platform.currentDirectory().findClient(request.clientId);
    if (client?.isEnabled !== true)
      throw new OAuthError('invalid_client', 'This application has been disabled.');
    return client;
  }

  /** The session of a cookie value; undefined when there is none that lives. */
  async findSession(cookie: string | undefined, client: Client): Promise<SessionView | undefined> {
    return cookie === undefined ? undefined : this.sessions.find(hashCookie(cookie), client.applicationId);
  }

  /** Starts a session after a sign-in. Returns the cookie value: always a new one (session fixation). */
  async startSession(userId: string): Promise<string> {
    const cookie = makeCookieValue();
    const now = REAL_WORLD.now();
    await this.sessions.insert(
      hashCookie(cookie),
      userId,
      now,
      now + this.platform.env.sessionSeconds * 1000,
    );
    return cookie;
  }

  /** Where the browser goes next; `ask` is called when a person must be asked first. */
  async findLocation(
    request: AuthorizationRequest,
    client: Client,
    session: SessionView | undefined,
    ask: (page: 'sign-in' | 'consent') => Promise<string>,
  ): Promise<string> {
    const decision = decide(request, client, session);
    switch (decision.next) {
      case 'sign-in':
      case 'consent':
        return ask(decision.next);
      case 'refuse':
        return this.refuse(request, 'This account may not use any of the requested scopes.');
      case 'grant':
        if (session === undefined) throw new Error('granted without a session');
        return this.grant(request, client, session, decision.scopes, session);
    }
  }

  /** Keeps a request until a person has answered. Returns the interaction's ID for the page's address. */
  async begin(request: AuthorizationRequest, browser: string): Promise<string> {
    const id = makeCookieValue();
    const expiresAt = REAL_WORLD.now() + this.platform.env.interactionSeconds * 1000;
    await this.interactions.insert(hashCookie(id), hashCookie(browser), request, expiresAt);
    return id;
  }

  /** RFC 6749 §4.1.2: stores the authorization and a code for it. Returns the address at the client. */
  async grant(
    request: AuthorizationRequest,
    client: Client,
    user: SignedIn,
    scopes: readonly string[],
    known?: Pick<SessionView, 'authorizationId' | 'authorizedScopes'>,
  ): Promise<string> {
    const isCovered = known !== undefined && scopes.every((name) => known.authorizedScopes.includes(name));
    const authorizationId =
      (isCovered ? known.authorizationId : null) ??
      (await this.consents.grow(randomUUID(), client.applicationId, user.userId, scopes));
    const code = REAL_WORLD.randomSecret();
    await this.platform.stores.codes.insert({
      codeHash: hashSecret(code),
      grantId: randomUUID(),
      clientId: client.clientId,
      userId: user.userId,
      authorizationId,
      redirectUri: request.isRedirectUriGiven ? request.redirectUri : '',
      scopes,
      codeChallenge: request.codeChallenge,
      authenticatedAt: user.authenticatedAt,
      details: {},
      expiresAt: REAL_WORLD.now() + this.platform.env.codeSeconds * 1000,
      claimedAt: null,
    });
    return buildCodeResponse(this.platform.env.issuer, request, code);
  }

  /** RFC 6749 §4.1.2.1: the address that tells the client that it was refused. */
  refuse(request: AuthorizationRequest, description: string): string {
    return buildErrorResponse(
      this.platform.env.issuer,
      request,
      new OAuthError('access_denied', description),
    );
  }
}
