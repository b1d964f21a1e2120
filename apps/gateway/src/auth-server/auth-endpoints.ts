import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { describePortalProblem, type PortalProblemCode, type PortalProblemValues } from '@gatehouse/dto';
import { ENDPOINTS, OAuthError, REAL_WORLD } from '@gatehouse/oauth-core';
import { ApplicationLogosStore, isDatabaseUnavailable } from '@gatehouse/persistence';
import { APPLICATION_LOGO_PATH, sendApplicationLogo } from '../platform/application-facts.js';
import { describeBrand, LOGO_PATH, sendLogo } from '../platform/brand-facts.js';
import { createHealthHandler, createReadinessHandler, READINESS_PATH } from '../platform/health.js';
import { SIGN_IN_CALLBACK } from '../platform/identity-providers.js';
import { chooseLanguage } from '../platform/language.js';
import { createPages, type Pages } from '../platform/pages.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { requestIdOf } from '../platform/request-id.js';
import { type BrowserCookies, createBrowserCookies, hashCookie } from './browser-cookies.js';
import { createAuthorizeEndpoint } from './endpoints/authorize.js';
import {
  createFormPostEndpoint,
  FORM_POST_PATH,
  FORM_POST_SCRIPT_PATH,
  sendFormPostScript,
} from './endpoints/form-post.js';
import type { NativeHandler } from './endpoints/http.js';
import { createNativeEndpoints } from './endpoints/native-endpoints.js';
import { IdentitySignInService } from './identity-sign-in/identity-sign-in.service.js';
import { createSignInCallback } from './identity-sign-in/sign-in-callback.js';
import { AuthorizationService } from './interaction/authorization.service.js';
import { SignInService } from './interaction/sign-in.service.js';
import { createEndSessionEndpoint } from './logout/end-session.js';
import { ClientDocuments } from './registration/client-documents.js';
import { SessionEndService } from './logout/session-end.service.js';
import { createErrorRecord, nameUnexpected, type RecordError } from './seen/error-record.js';
import { findSent } from './seen/sent-parameters.js';
import {
  createSignedOutPage,
  sendSignedOutScript,
  SIGNED_OUT_PATH,
  SIGNED_OUT_SCRIPT_PATH,
} from './logout/signed-out.js';

function describeCause(cause: unknown, detail: string): string {
  if (cause === undefined) return detail;
  if (cause instanceof OAuthError) return cause.reason;
  return isDatabaseUnavailable(cause) ? 'The database cannot be reached.' : nameUnexpected(cause);
}

/** Everything at the authorization server's origin that no Express answers: which handler has which path. */
@Injectable()
export class AuthEndpoints {
  private readonly pages: Pages;
  private readonly cookies: BrowserCookies;
  private readonly record: RecordError;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuthorizationService) private readonly authorizations: AuthorizationService,
    @Inject(SessionEndService) private readonly sessionEnds: SessionEndService,
    @Inject(SignInService) private readonly signIns: SignInService,
    @Inject(IdentitySignInService) private readonly identitySignIns: IdentitySignInService,
  ) {
    this.cookies = createBrowserCookies(platform.env, platform.csrfKey);
    this.record = createErrorRecord(platform);
    const isSecure = platform.env.issuer.startsWith('https:');
    this.pages = createPages({
      document: 'portal.html',
      isSecure,
      describeAll: () => {
        const brand = describeBrand(platform.snapshots.current().brand);
        return brand && { brand };
      },
      chooseLanguage,
    });
  }

  /** @returns the handler of a path; undefined: Express or the pages answer it */
  createFinder(): (path: string) => NativeHandler | undefined {
    const clientDocuments = new ClientDocuments(this.platform);
    const native = new Map<string, NativeHandler>(
      createNativeEndpoints(this.platform, this.signIns, clientDocuments),
    );
    native.set('/health', createHealthHandler(this.platform));
    native.set(READINESS_PATH, createReadinessHandler(this.platform));
    const options = {
      platform: this.platform,
      cookies: this.cookies,
      authorizations: this.authorizations,
      clientDocuments,
      showError: (response: ServerResponse, error: unknown) => this.showError(response, error),
      showGone: (response: ServerResponse) => this.showGone(response),
    };
    native.set(ENDPOINTS.authorization, createAuthorizeEndpoint(options));
    native.set(
      ENDPOINTS.endSession,
      createEndSessionEndpoint({
        ...options,
        sessionEnds: this.sessionEnds,
        showPage: (response, facts, uiLocales) =>
          this.pages.render(response, { status: 200, facts, uiLocales }),
      }),
    );
    const signedOut = createSignedOutPage(this.platform, REAL_WORLD.now, options.showGone);
    native.set(SIGNED_OUT_PATH, signedOut);
    native.set(SIGNED_OUT_SCRIPT_PATH, sendSignedOutScript);
    native.set(FORM_POST_PATH, createFormPostEndpoint(options));
    native.set(FORM_POST_SCRIPT_PATH, sendFormPostScript);
    const logos = new ApplicationLogosStore(this.platform.database.pool);
    const callback = createSignInCallback({ ...options, identitySignIns: this.identitySignIns });
    return (path) => {
      const handler = native.get(path);
      if (handler !== undefined) return handler;
      if (path.startsWith(SIGN_IN_CALLBACK)) return callback;
      if (path.startsWith(APPLICATION_LOGO_PATH))
        return (_request, response) => void sendApplicationLogo(logos, path, response);
      if (!path.startsWith(LOGO_PATH)) return undefined;
      return (_request, response) => sendLogo(this.platform.snapshots, path, response);
    };
  }

  /** The end users' pages. */
  readonly showPages: NativeHandler = (request, response) => this.pages.handle(request, response);

  private showError(response: ServerResponse, error: unknown): void {
    const requestId = requestIdOf(response.req);
    if (error instanceof OAuthError && error.status < 500) {
      this.platform.logger.info('authorization request refused', {
        requestId,
        error: error.code,
        reason: error.reason,
      });
      this.showProblem(response, 'link-broken', error, { reason: error.description });
    } else if (error instanceof OAuthError || isDatabaseUnavailable(error)) {
      response.setHeader('Retry-After', '2');
      this.showProblem(response, 'unavailable', error);
    } else {
      this.platform.logger.error('authorization request failed', { requestId, error });
      this.showProblem(response, 'failure', error);
    }
  }

  private showGone(response: ServerResponse): void {
    this.showProblem(response, 'answer-gone', undefined);
  }

  private showProblem(
    response: ServerResponse,
    code: PortalProblemCode,
    cause: unknown,
    values?: PortalProblemValues,
  ): void {
    const problem = describePortalProblem(code, values);
    const error = { ...problem, code, ...(values && { values }), requestId: requestIdOf(response.req) };
    this.pages.render(response, { status: problem.status, facts: { error } });
    this.recordProblem(response.req, code, problem, cause);
  }

  private recordProblem(
    request: IncomingMessage,
    code: PortalProblemCode,
    { status, detail }: { readonly status: number; readonly detail: string },
    cause: unknown,
  ): void {
    const [path = ''] = (request.url ?? '').split('?', 1);
    const session = this.cookies.findSession(request);
    const refused = {
      status,
      error: cause instanceof OAuthError ? cause.code : code,
      description: detail,
      reason: describeCause(cause, detail),
    };
    this.record(request, refused, {
      // What follows there was chosen by whoever made the address.
      endpoint: path.startsWith(SIGN_IN_CALLBACK) ? `${SIGN_IN_CALLBACK}:provider` : path,
      sent: findSent(request),
      sessionHash: session === undefined ? undefined : hashCookie(session),
    });
  }
}
