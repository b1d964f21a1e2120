import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  ACR_PASSWORD,
  type AuthorizationAnswer,
  type AuthorizationRequest,
  type Client,
  type Consented,
  findSubject,
  isSameDetail,
  OAuthError,
  readIdTokenHint,
  REAL_WORLD,
} from '@gatehouse/oauth-core';
import {
  createConsentStore,
  createInteractionStore,
  createSessionStore,
  type ConsentWay,
  type InteractionProgress,
  type SessionPlace,
  type SessionView,
} from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { hashCookie, makeCookieValue } from '../browser-cookies.js';
import { SessionEndService } from '../logout/session-end.service.js';
import { answerGrant, answerRefusal } from './answers.js';
import { decide, type Decision, type Question } from './decision.js';

/** How somebody has signed in. */
export interface SignIn {
  readonly userId: string;
  /** RFC 8176. */
  readonly amr: readonly string[];
  readonly acr: string;
}

/** What was allowed, and how. */
export interface Allowed extends Consented {
  readonly way: ConsentWay;
}

/** A session need not be written at every request. */
const SEEN_MS = 60_000;

const hasNews = ({ seenAt, place: { address, userAgent } }: SessionView, place: SessionPlace): boolean =>
  REAL_WORLD.now() - seenAt > SEEN_MS || address !== place.address || userAgent !== place.userAgent;

/** A sign-in with a password alone. */
export const signInByPassword = (userId: string): SignIn => ({ userId, amr: ['pwd'], acr: ACR_PASSWORD });

/** Carries an authorization request to its answer: over sign-in and consent where a person must be asked. */
@Injectable()
export class AuthorizationService {
  readonly sessions;
  readonly interactions;
  readonly consents;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(SessionEndService) private readonly sessionEnds: SessionEndService,
  ) {
    const { pool } = platform.database;
    this.sessions = createSessionStore(pool);
    this.interactions = createInteractionStore(pool);
    this.consents = createConsentStore(pool);
  }

  /** The client of a request that waited; it may have been disabled or deleted meanwhile. @throws OAuthError */
  getClient(request: Pick<AuthorizationRequest, 'clientId'>): Client {
    const client = this.platform.currentDirectory().findClient(request.clientId);
    if (client?.isEnabled !== true)
      throw new OAuthError('invalid_client', 'This application has been disabled.');
    return client;
  }

  /** The session of a cookie value; undefined when there is none that lives. */
  async findSession(
    cookie: string | undefined,
    client: Pick<Client, 'applicationId'>,
    place: SessionPlace,
  ): Promise<SessionView | undefined> {
    if (cookie === undefined) return undefined;
    const session = await this.sessions.find(hashCookie(cookie), client.applicationId);
    if (session !== undefined && hasNews(session, place)) await this.sessions.touch(session.sessionId, place);
    return session;
  }

  /**
   * A session after a sign-in: the browser's old one goes on where it is the same person's, and ends everywhere where it
   * is not. Returns the cookie value: always a new one (session fixation).
   */
  async startSession(
    { userId, amr, acr }: SignIn,
    previous: string | undefined,
    place: SessionPlace,
  ): Promise<string> {
    const cookie = makeCookieValue();
    const now = REAL_WORLD.now();
    const expiresAt = now + this.platform.settings().sessionSeconds * 1000;
    const session = { idHash: hashCookie(cookie), userId, authenticatedAt: now, amr, acr, place, expiresAt };
    if (previous !== undefined && (await this.sessions.renew(hashCookie(previous), session))) return cookie;
    if (previous !== undefined) await this.endSession(previous);
    await this.sessions.insert(session);
    return cookie;
  }

  /** Ends the session of a cookie value everywhere; nothing happens where there is none. */
  async endSession(cookie: string): Promise<void> {
    await this.sessionEnds.end({ idHash: hashCookie(cookie) });
  }

  /** Where a request stands with whoever is signed in. */
  decide(
    request: AuthorizationRequest,
    client: Client,
    session: SessionView | undefined,
    progress: InteractionProgress = {},
  ): Decision {
    const subjects = this.findExpectedSubjects(request, client);
    const { pairwiseKey } = this.platform.tokenPlane;
    const isExpected = (userId: string): boolean =>
      (request.backchannel?.userId ?? userId) === userId &&
      subjects.every((subject) => subject === findSubject(pairwiseKey, client, userId));
    const { operatorsNeedSecondFactor } = this.platform.settings();
    const now = REAL_WORLD.now();
    const { detailsTypes } = this.platform.snapshots.current();
    const isRemembered = (type: string): boolean => detailsTypes.get(type)?.isRemembered === true;
    const standing = { session, progress, isExpected, isRemembered, operatorsNeedSecondFactor, now };
    return decide(request, client, standing);
  }

  /** Where the browser goes next; `ask` is called when a person must be asked first. */
  async findAnswer(
    request: AuthorizationRequest,
    client: Client,
    session: SessionView | undefined,
    ask: (question: Question) => Promise<AuthorizationAnswer>,
    progress?: InteractionProgress,
  ): Promise<AuthorizationAnswer> {
    const decision = this.decide(request, client, session, progress);
    switch (decision.next) {
      case 'sign-in':
      case 'second-factor':
      case 'select-account':
      case 'consent':
        return ask(decision.next);
      case 'refuse':
        return answerRefusal(this.platform, client, request, decision.error);
      case 'grant':
        if (session === undefined) throw new Error('granted without a session');
        return this.grant(request, client, session, { ...decision, way: 'first-party' });
    }
  }

  /** Keeps a request until a person has answered. Returns the interaction's ID for the page's address. */
  async begin(request: AuthorizationRequest, browser: string): Promise<string> {
    const id = makeCookieValue();
    const expiresAt = REAL_WORLD.now() + this.platform.settings().interactionSeconds * 1000;
    await this.interactions.insert(hashCookie(id), hashCookie(browser), request, expiresAt);
    return id;
  }

  /** RFC 6749 §4.1.2: stores the authorization, and what was asked for with it. */
  async grant(
    request: AuthorizationRequest,
    client: Client,
    session: SessionView,
    { scopes, details, way }: Allowed,
  ): Promise<AuthorizationAnswer> {
    const isCovered =
      scopes.every((name) => session.authorizedScopes.includes(name)) &&
      details.every((detail) => session.authorizedDetails.some((known) => isSameDetail(known, detail)));
    const authorizationId =
      (isCovered ? session.authorizationId : null) ??
      (await this.consents.grow({
        newId: randomUUID(),
        applicationId: client.applicationId,
        clientId: client.clientId,
        userId: session.userId,
        sessionId: session.sessionId,
        scopes,
        details,
        way,
      }));
    const granted = { request, client, session, authorizationId, scopes, details };
    return answerGrant(this.platform, this.sessions, granted);
  }

  /** RFC 6749 §4.1.2.1: the answer that tells the client that the end user refused. */
  refuse(
    request: AuthorizationRequest,
    client: Client,
    error = new OAuthError('access_denied', 'The end user refused.'),
  ): Promise<AuthorizationAnswer> {
    return answerRefusal(this.platform, client, request, error);
  }

  private findExpectedSubjects({ claims, idTokenHint }: AuthorizationRequest, client: Client): string[] {
    const { env, currentDirectory } = this.platform;
    const hint =
      idTokenHint === null ? undefined : readIdTokenHint(env.issuer, currentDirectory(), idTokenHint);
    // One that is of another client, or not ours, tells nothing of the user.
    const hinted = hint?.clientId === client.clientId ? hint.subject : null;
    return [hinted, claims.subject].filter((subject) => subject !== null);
  }
}
