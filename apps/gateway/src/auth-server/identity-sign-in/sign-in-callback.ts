import type { IncomingMessage, ServerResponse } from 'node:http';
import { SIGN_IN_CALLBACK } from '../../platform/identity-providers.js';
import type { Platform } from '../../platform/platform.tokens.js';
import type { BrowserCookies } from '../browser-cookies.js';
import type { NativeHandler } from '../endpoints/http.js';
import { createKnownDevices } from '../lockout/known-devices.js';
import { findPlace } from '../session-place.js';
import { chooseLanguage } from '../../platform/language.js';
import type { IdentitySignInService, SignInEnd } from './identity-sign-in.service.js';

export interface SignInCallbackOptions {
  readonly platform: Platform;
  readonly cookies: BrowserCookies;
  readonly identitySignIns: IdentitySignInService;
  readonly showError: (response: ServerResponse, error: unknown) => void;
  readonly showGone: (response: ServerResponse) => void;
}

function findLocation(issuer: string, { interactionId, outcome, problem }: NonNullable<SignInEnd>): string {
  if (outcome?.step.next === 'redirect') return outcome.step.location;
  const page = new URL(`${issuer}/${outcome?.step.next ?? 'sign-in'}`);
  page.searchParams.set('interaction', interactionId);
  // A word, not a text: what is shown does not come from the address.
  if (problem !== undefined) page.searchParams.set('problem', problem);
  return page.href;
}

/** Where browsers come back from identity providers (OpenID Connect Core §3.1.2.5). */
export function createSignInCallback(options: SignInCallbackOptions): NativeHandler {
  const { platform, cookies, identitySignIns, showError, showGone } = options;
  const { env, settings, deviceKey } = platform;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? '';
    const question = target.indexOf('?');
    const slug = target.slice(SIGN_IN_CALLBACK.length, question === -1 ? undefined : question);
    const query = question === -1 ? '' : target.slice(question);
    const browser = {
      browser: cookies.findBrowser(request) ?? '',
      session: cookies.findSession(request),
      place: findPlace(env, request),
      language: chooseLanguage(request),
    };
    const end = await identitySignIns.finish(slug, query, browser);
    if (end === undefined) return showGone(response);
    const { session, userId } = end.outcome ?? {};
    const newCookies =
      session === undefined || userId === undefined
        ? []
        : [
            cookies.writeSession(session, settings().sessionSeconds),
            createKnownDevices(env.issuer, deviceKey).remember(request, userId),
          ];
    response.writeHead(303, {
      Location: findLocation(env.issuer, end),
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      ...(newCookies.length > 0 && { 'Set-Cookie': newCookies }),
      'Content-Length': '0',
    });
    response.end();
  }

  return (request, response) => {
    if (request.method === 'GET')
      handle(request, response).catch((error: unknown) => showError(response, error));
    else {
      response.writeHead(405, { Allow: 'GET', 'Content-Length': '0' });
      response.end();
    }
  };
}
