import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  buildErrorResponse,
  checkAuthorizationRequest,
  checkRecipient,
  type Form,
  OAuthError,
  parseForm,
  parseRecipientParameters,
  type Recipient,
} from '@gatehouse/oauth-core';
import type { Platform } from '../../platform/platform.tokens.js';
import { type BrowserCookies, makeCookieValue } from '../browser-cookies.js';
import type { AuthorizationService } from '../interaction/authorization.service.js';
import { type NativeHandler, readBody } from './http.js';

export interface AuthorizeOptions {
  readonly platform: Platform;
  readonly cookies: BrowserCookies;
  readonly authorizations: AuthorizationService;
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

/** RFC 6749 §3.1: GET, and POST with the same parameters as a form. */
async function readParameters(request: IncomingMessage): Promise<string> {
  if (request.method === 'POST') return readBody(request);
  const target = request.url ?? '';
  const question = target.indexOf('?');
  return question === -1 ? '' : target.slice(question + 1);
}

/** RFC 6749 §4.1.1: the authorization endpoint. */
export function createAuthorizeEndpoint(options: AuthorizeOptions): NativeHandler {
  const { platform, cookies, authorizations, showError } = options;
  const { issuer } = platform.env;

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    recipient: Recipient,
    parameters: Form,
  ) {
    const { client } = recipient;
    const authorizationRequest = checkAuthorizationRequest(recipient, parameters);
    const session = await authorizations.findSession(cookies.findSession(request), client);
    const newCookies: string[] = [];
    const location = await authorizations.findLocation(
      authorizationRequest,
      client,
      session,
      async (page) => {
        const known = cookies.findBrowser(request);
        const browser = known ?? makeCookieValue();
        if (known === undefined) newCookies.push(cookies.writeBrowser(browser));
        return `${issuer}/${page}?interaction=${await authorizations.begin(authorizationRequest, browser)}`;
      },
    );
    redirect(response, location, newCookies);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let recipient: Recipient | undefined;
    try {
      const text = await readParameters(request);
      recipient = checkRecipient(platform.currentDirectory(), parseRecipientParameters(text));
      await answer(request, response, recipient, parseForm(text));
    } catch (error) {
      if (recipient === undefined || !(error instanceof OAuthError)) return showError(response, error);
      platform.logger.info('authorization request refused', {
        clientId: recipient.client.clientId,
        error: error.code,
        reason: error.reason,
      });
      redirect(response, buildErrorResponse(issuer, recipient, error));
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
