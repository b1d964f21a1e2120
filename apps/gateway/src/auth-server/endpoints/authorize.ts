import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type AuthorizationAnswer,
  type AuthorizationRequest,
  buildErrorAnswer,
  checkAuthorizationRequest,
  checkRecipient,
  type Client,
  ENDPOINTS,
  findUiLocale,
  OAuthError,
  parseRecipientParameters,
  REAL_WORLD,
  type Recipient,
} from '@gatehouse/oauth-core';
import { LANGUAGE_PARAMETER } from '../../platform/language.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { type BrowserCookies, hashCookie, makeCookieValue } from '../browser-cookies.js';
import { createErrorRecord } from '../seen/error-record.js';
import { findSent } from '../seen/sent-parameters.js';
import { findPlace } from '../session-place.js';
import type { AuthorizationService } from '../interaction/authorization.service.js';
import type { Question } from '../interaction/decision.js';
import type { ClientDocuments } from '../registration/client-documents.js';
import { sendForm } from './form-post.js';
import { type NativeHandler, readParameters } from './http.js';
import { findCarriedRequest, findRecipient, openRequest } from './requested-parameters.js';

export interface AuthorizeOptions {
  readonly platform: Platform;
  readonly cookies: BrowserCookies;
  readonly authorizations: AuthorizationService;
  readonly clientDocuments: Pick<ClientDocuments, 'prepare'>;
  /** Shows an error that may not be redirected to the end user (RFC 6749 §4.1.2.1). */
  readonly showError: (response: ServerResponse, error: unknown) => void;
}

// RFC 9700 §4.12: 303, so that no browser repeats a POST with what it carried.
function redirect(response: ServerResponse, location: string, cookies: readonly string[] = []): void {
  response.writeHead(303, {
    Location: location,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    ...(cookies.length > 0 ? { 'Set-Cookie': [...cookies] } : {}),
    'Content-Length': '0',
  });
  response.end();
}

/** OpenID Connect Core §3.1.2.1, of a request that may be wrong in everything else. */
const findUiLocales = (text: string): readonly string[] =>
  (new URLSearchParams(text).get('ui_locales') ?? '').split(' ');

/** Shows a page where a person must be asked, in the browser that the interaction is then bound to. */
async function ask(
  { platform, cookies, authorizations }: AuthorizeOptions,
  request: IncomingMessage,
  waiting: AuthorizationRequest,
  question: Question,
): Promise<{ readonly location: string; readonly cookies: readonly string[] }> {
  const known = cookies.findBrowser(request);
  const browser = known ?? makeCookieValue();
  const id = await authorizations.begin(waiting, browser);
  // OpenID Connect Core §3.1.2.1: the page is in the first of these languages that there is.
  const language = findUiLocale(waiting.uiLocales);
  const asked = language === undefined ? '' : `&${LANGUAGE_PARAMETER}=${language}`;
  return {
    location: `${platform.env.issuer}/${question}?interaction=${id}${asked}`,
    cookies: known === undefined ? [cookies.writeBrowser(browser)] : [],
  };
}

function send(
  { platform }: AuthorizeOptions,
  response: ServerResponse,
  answered: AuthorizationAnswer,
  uiLocales: readonly string[],
  newCookies: readonly string[] = [],
): void {
  const { brand } = platform.snapshots.current();
  if (answered.kind === 'redirect') redirect(response, answered.location, newCookies);
  else sendForm(response, { brand, uiLocales }, answered);
}

async function answer(
  options: AuthorizeOptions,
  request: IncomingMessage,
  response: ServerResponse,
  waiting: AuthorizationRequest,
  client: Client,
): Promise<void> {
  const { platform, cookies, authorizations } = options;
  const session = await authorizations.findSession(
    cookies.findSession(request),
    client,
    findPlace(platform.env, request),
  );
  let newCookies: readonly string[] = [];
  const answered = await authorizations.findAnswer(waiting, client, session, async (question) => {
    const asked = await ask(options, request, waiting, question);
    newCookies = asked.cookies;
    return { kind: 'redirect', location: asked.location };
  });
  send(options, response, answered, waiting.uiLocales, newCookies);
}

async function refuse(
  options: AuthorizeOptions,
  response: ServerResponse,
  recipient: Recipient,
  uiLocales: readonly string[],
  error: OAuthError,
): Promise<void> {
  const { platform, cookies } = options;
  const { client } = recipient;
  platform.logger.info('authorization request refused', {
    clientId: client.clientId,
    error: error.code,
    reason: error.reason,
  });
  const directory = platform.currentDirectory();
  const context = { issuer: platform.env.issuer, directory, client, now: REAL_WORLD.now() };
  send(options, response, await buildErrorAnswer(context, recipient, error), uiLocales);
  const { code, description, reason } = error;
  const session = cookies.findSession(response.req);
  createErrorRecord(platform)(
    response.req,
    { status: response.statusCode, error: code, description, reason },
    {
      endpoint: ENDPOINTS.authorization,
      sent: findSent(response.req),
      sessionHash: session === undefined ? undefined : hashCookie(session),
    },
  );
}

/** RFC 6749 §4.1.1: the authorization endpoint. */
export function createAuthorizeEndpoint(options: AuthorizeOptions): NativeHandler {
  const { platform, clientDocuments, showError } = options;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let recipient: Recipient | undefined;
    let uiLocales: readonly string[] = [];
    try {
      const text = await readParameters(request);
      const carried = findCarriedRequest(text);
      const outer = parseRecipientParameters(text);
      uiLocales = findUiLocales(text);
      await clientDocuments.prepare(outer.get('client_id'));
      const directory = platform.currentDirectory();
      // RFC 9101 §6.3: where the request is carried in another way, the address counts for its refusal alone.
      recipient =
        carried.kind === 'plain' ? checkRecipient(directory, outer) : findRecipient(directory, outer);
      const requested = await openRequest(platform, outer, carried);
      if (carried.kind !== 'plain') recipient = checkRecipient(directory, requested.parameters);
      if (recipient === undefined) throw new Error('a request without a recipient was not refused');
      const waiting = checkAuthorizationRequest(directory, recipient, requested, REAL_WORLD.now());
      await answer(options, request, response, waiting, recipient.client);
    } catch (error) {
      if (recipient === undefined || !(error instanceof OAuthError)) return showError(response, error);
      await refuse(options, response, recipient, uiLocales, error).catch((failure: unknown) =>
        showError(response, failure),
      );
    }
  }

  return (request, response) => {
    if (request.method === 'GET' || request.method === 'POST') void handle(request, response);
    else {
      response.writeHead(405, { Allow: 'GET, POST', 'Content-Length': '0' });
      response.end();
    }
  };
}
