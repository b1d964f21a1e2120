import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  checkLogoutRequest,
  findFrontchannelAddress,
  findLogoutLocation,
  findSubject,
  findUiLocale,
  type LogoutRequest,
  parseForm,
  REAL_WORLD,
} from '@gatehouse/oauth-core';
import type { EndedGrant, SessionIdentity } from '@gatehouse/persistence';
import { LANGUAGE_PARAMETER, type Language } from '../../platform/language.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { type BrowserCookies, hashCookie, makeCookieValue } from '../browser-cookies.js';
import { type NativeHandler, readParameters } from '../endpoints/http.js';
import type { AuthorizationService } from '../interaction/authorization.service.js';
import type { SessionEndService } from './session-end.service.js';
import { makeSignedOutAddress } from './signed-out.js';

/** What the page that asks whether to sign out must send back; bound to the browser by its CSRF token. */
export const SIGN_OUT_FORM = 'sign-out';

export interface EndSessionOptions {
  readonly platform: Platform;
  readonly cookies: BrowserCookies;
  readonly authorizations: AuthorizationService;
  readonly sessionEnds: SessionEndService;
  readonly showError: (response: ServerResponse, error: unknown) => void;
  /** Shows a page with facts for its script. */
  readonly showPage: (response: ServerResponse, facts: object, uiLocales: readonly string[]) => void;
}

/** Whether an ID token that was sent along is of this very session, or at least of its user (§2, §4). */
function isHinted(platform: Platform, { hint, client }: LogoutRequest, session: SessionIdentity): boolean {
  if (hint === undefined || client === undefined) return false;
  if (hint.sessionId !== undefined) return hint.sessionId === session.sessionId;
  return hint.subject === findSubject(platform.tokenPlane.pairwiseKey, client, session.userId);
}

/** Where the browser goes once the session is over: over the clients that must be told by it, if any. */
function findNext(
  platform: Platform,
  request: LogoutRequest,
  language: Language | undefined,
  ended: readonly EndedGrant[],
): string {
  const { env, sealing } = platform;
  const directory = platform.currentDirectory();
  const asked = language === undefined ? '' : `?${LANGUAGE_PARAMETER}=${language}`;
  const next = findLogoutLocation(request) ?? `${env.issuer}/signed-out${asked}`;
  const frames = ended.flatMap(({ clientId, sessionId }) => {
    const client = directory.findClient(clientId);
    return (client && findFrontchannelAddress(env.issuer, client, sessionId)) ?? [];
  });
  if (frames.length === 0) return next;
  const facts = { frames: [...new Set(frames)], next };
  return makeSignedOutAddress(sealing, env.issuer, facts, REAL_WORLD.now(), language);
}

function redirect(response: ServerResponse, location: string, cookies: readonly string[]): void {
  response.writeHead(303, {
    Location: location,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'Set-Cookie': [...cookies],
    'Content-Length': '0',
  });
  response.end();
}

/** OpenID Connect RP-Initiated Logout §2: GET, and POST with the same parameters as a form. */
export function createEndSessionEndpoint(options: EndSessionOptions): NativeHandler {
  const { platform, cookies, authorizations, sessionEnds, showError, showPage } = options;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readParameters(request);
    const parameters = parseForm(text);
    // RP-Initiated Logout §2.
    const uiLocales = (parameters.get('ui_locales') ?? '').split(' ');
    const logout = checkLogoutRequest(platform.env.issuer, platform.currentDirectory(), parameters);
    const cookie = cookies.findSession(request);
    const session =
      cookie === undefined ? undefined : await authorizations.sessions.identify(hashCookie(cookie));
    const known = cookies.findBrowser(request);
    const isConfirmed =
      known !== undefined && cookies.isCsrfToken(known, SIGN_OUT_FORM, parameters.get('confirm'));
    if (session === undefined || isConfirmed || isHinted(platform, logout, session)) {
      const ended = session === undefined ? [] : await sessionEnds.end({ sessionId: session.sessionId });
      redirect(response, findNext(platform, logout, findUiLocale(uiLocales), ended), [
        cookies.clearSession(),
      ]);
      return;
    }
    // §2: without a hint of this session, the end user is asked: any site could have sent them here.
    const browser = known ?? makeCookieValue();
    if (known === undefined) response.setHeader('Set-Cookie', cookies.writeBrowser(browser));
    const confirm = cookies.getCsrfToken(browser, SIGN_OUT_FORM);
    showPage(
      response,
      {
        signOut: {
          displayName: session.displayName,
          username: session.username,
          ...(logout.client !== undefined && { application: logout.client.applicationName }),
          address: `${platform.env.issuer}/oauth2/end-session?${new URLSearchParams([...parameters, ['confirm', confirm]]).toString()}`,
        },
      },
      uiLocales,
    );
  }

  return (request, response) => {
    if (request.method === 'GET' || request.method === 'POST')
      handle(request, response).catch((error: unknown) => showError(response, error));
    else {
      response.writeHead(405, { Allow: 'GET, POST', 'Content-Length': '0' });
      response.end();
    }
  };
}
