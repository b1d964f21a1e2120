import { Inject, Injectable } from '@nestjs/common';
import { ACR_MFA, type EndUser, isAcrReached, REAL_WORLD } from '@gatehouse/oauth-core';
import type { SessionPlace, SessionView } from '@gatehouse/persistence';
import type { Request, Response } from 'express';
import { ACCOUNT_APPLICATION_ID } from '../../platform/first-start.js';
import { chooseLanguage, type Language } from '../../platform/language.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import {
  type BrowserCookies,
  createBrowserCookies,
  hashCookie,
  makeCookieValue,
} from '../browser-cookies.js';
import { FactorsService } from '../factors/factors.service.js';
import { AuthorizationService } from '../interaction/authorization.service.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import { checkPageRequest } from '../page-request.js';
import { findPlace } from '../session-place.js';

/** Whoever has a session left open is not enough to change how its owner signs in. */
const FRESH_SECONDS = 600;

/** What the CSRF token of the page is made for; no interaction's ID is as short. */
export const PAGE = 'account-security';

/** Who looks after their account, in which session of which browser. */
export interface AccountVisit {
  readonly user: EndUser;
  readonly session: SessionView;
  /** The session cookie's value. */
  readonly cookie: string;
  /** The browser cookie's value. */
  readonly browser: string;
  readonly place: SessionPlace;
  /** Of the page. */
  readonly language: Language;
}

/** Opens the account of whoever is signed in. */
@Injectable()
export class AccountService {
  private readonly cookies: BrowserCookies;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuthorizationService) private readonly authorizations: AuthorizationService,
    @Inject(FactorsService) private readonly factors: FactorsService,
  ) {
    this.cookies = createBrowserCookies(platform.env, platform.csrfKey);
  }

  /** @throws InteractionProblem 401 */
  async open(request: Request): Promise<AccountVisit> {
    const cookie = this.cookies.findSession(request) ?? '';
    const place = findPlace(this.platform.env, request);
    const account = { applicationId: ACCOUNT_APPLICATION_ID };
    const session = await this.authorizations.findSession(cookie, account, place);
    const user = session && (await this.platform.stores.users.find(session.userId));
    if (session === undefined || user === undefined) throw new InteractionProblem('sign-in-needed');
    const browser = this.cookies.findBrowser(request) ?? '';
    return { user, session, cookie, browser, place, language: chooseLanguage(request) };
  }

  /** For what does not touch how somebody signs in. @throws InteractionProblem 401, 403 */
  async openForChange(request: Request): Promise<AccountVisit> {
    checkPageRequest(this.cookies, request, PAGE);
    return this.open(request);
  }

  /** For whatever changes how somebody signs in. @throws InteractionProblem 401, 403 */
  async openFresh(request: Request): Promise<AccountVisit> {
    const visit = await this.openForChange(request);
    if (await this.isFresh(visit)) return visit;
    throw new InteractionProblem('sign-in-again');
  }

  /** Signed in lately, and with a second factor if the user has one. */
  async isFresh({ session }: AccountVisit): Promise<boolean> {
    if (REAL_WORLD.now() - session.authenticatedAt > FRESH_SECONDS * 1000) return false;
    return isAcrReached(session.acr, ACR_MFA) || !(await this.factors.hasSecondFactor(session.userId));
  }

  /**
   * A factor that was just added was also proved: the session is as strong as one that began with it. Under a new
   * cookie, as always when a session gets stronger.
   */
  async strengthen(
    { session, cookie }: AccountVisit,
    amr: readonly string[],
    response: Response,
  ): Promise<void> {
    const { sessionSeconds } = this.platform.settings();
    const next = makeCookieValue();
    const isRenewed = await this.authorizations.sessions.renew(hashCookie(cookie), {
      idHash: hashCookie(next),
      userId: session.userId,
      authenticatedAt: session.authenticatedAt,
      amr: [...new Set([...session.amr, ...amr])],
      acr: ACR_MFA,
      place: session.place,
      expiresAt: REAL_WORLD.now() + sessionSeconds * 1000,
    });
    if (isRenewed) response.append('Set-Cookie', this.cookies.writeSession(next, sessionSeconds));
  }
}
