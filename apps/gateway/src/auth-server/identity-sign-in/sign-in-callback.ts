import type { IncomingMessage, ServerResponse } from 'node:http';
import { SIGN_IN_CALLBACK } from '../../platform/identity-providers.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { requestIdOf } from '../../platform/request-id.js';
import { type BrowserCookies, hashCookie } from '../browser-cookies.js';
import type { NativeHandler } from '../endpoints/http.js';
import { createKnownDevices } from '../lockout/known-devices.js';
import { createErrorRecord, type RecordError } from '../seen/error-record.js';
import { findSent } from '../seen/sent-parameters.js';
import { findPlace } from '../session-place.js';
import { chooseLanguage } from '../../platform/language.js';
import type { SignInProblem } from './find-account.js';
import type { IdentitySignInService, SignInEnd } from './identity-sign-in.service.js';

export interface SignInCallbackOptions {
  readonly platform: Platform;
  readonly cookies: BrowserCookies;
  readonly identitySignIns: IdentitySignInService;
  readonly showError: (response: ServerResponse, error: unknown) => void;
  readonly showGone: (response: ServerResponse) => void;
}

/** In the words of the page that the person comes to. */
const PROBLEMS: Readonly<Record<SignInProblem, string>> = {
  refused: 'The person did not allow it at the identity provider.',
  failed: 'The identity provider did not sign the person in.',
  unavailable: 'The identity provider cannot be reached.',
  expired: 'The sign-in took too long, was used already, or the provider was changed meanwhile.',
  'not-allowed': 'The address of the person is of no domain that is allowed.',
  'no-account': 'The person has no account here, and none is made for them.',
  disabled: 'The account of the person is disabled.',
};

function findLocation(
  issuer: string,
  requestId: string,
  { interactionId, outcome, problem }: NonNullable<SignInEnd>,
): string {
  if (outcome?.step.next === 'redirect') return outcome.step.location;
  const page = new URL(`${issuer}/${outcome?.step.next ?? 'sign-in'}`);
  page.searchParams.set('interaction', interactionId);
  // A word, not a text: what is shown does not come from the address.
  if (problem !== undefined) {
    page.searchParams.set('problem', problem);
    // By which operators find why: the page that shows the problem is another request.
    page.searchParams.set('request', requestId);
  }
  return page.href;
}

/** For operators, by the ID of the answer. */
function recordProblem(
  record: RecordError,
  request: IncomingMessage,
  { interactionId, reason }: NonNullable<SignInEnd>,
  problem: SignInProblem,
): void {
  const description = PROBLEMS[problem];
  record(
    request,
    { status: 303, error: `provider-${problem}`, description, reason: reason ?? description },
    {
      endpoint: `${SIGN_IN_CALLBACK}:provider`,
      sent: findSent(request),
      interactionHash: hashCookie(interactionId),
    },
  );
}

/** Where browsers come back from identity providers (OpenID Connect Core §3.1.2.5). */
export function createSignInCallback(options: SignInCallbackOptions): NativeHandler {
  const { platform, cookies, identitySignIns, showError, showGone } = options;
  const { env, settings, deviceKey } = platform;
  const record = createErrorRecord(platform);

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
      Location: findLocation(env.issuer, requestIdOf(request), end),
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      ...(newCookies.length > 0 && { 'Set-Cookie': newCookies }),
      'Content-Length': '0',
    });
    response.end();
    if (end.problem !== undefined) recordProblem(record, request, end, end.problem);
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
