import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Platform } from '../../platform/platform.tokens.js';
import { type BrowserCookies, hashCookie } from '../browser-cookies.js';
import { type FormAnswer, openAnswer } from '../interaction/form-answer.js';
import type { AuthorizationService } from '../interaction/authorization.service.js';
import type { NativeHandler } from './http.js';

/** Where the page finds its one line of script: the content security policy allows none in the page itself. */
export const FORM_POST_SCRIPT_PATH = '/oauth2/form-post.js';
export const FORM_POST_PATH = '/oauth2/form-post';

const SCRIPT = 'document.forms[0].submit();\n';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The form may go to this client, and the page can do nothing else. */
function writePolicy(action: string): string {
  const { origin, protocol } = new URL(action);
  const target = origin === 'null' ? protocol : origin;
  return `default-src 'none'; script-src 'self'; form-action ${target}; frame-ancestors 'none'; base-uri 'none'`;
}

/** Form Post Response Mode §2: a page that sends the answer to the client at once, or by a button without script. */
export function sendForm(response: ServerResponse, { action, fields }: FormAnswer): void {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
  );
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Going back to the application</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body>
<form method="post" action="${escape(action)}">${inputs.join('')}
<noscript><p>Press the button to go back to the application.</p><button type="submit">Go on</button></noscript></form>
<script src="${FORM_POST_SCRIPT_PATH}"></script></body></html>`;
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Content-Security-Policy': writePolicy(action),
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  response.end(body);
}

export const sendFormPostScript: NativeHandler = (_, response) => {
  response.writeHead(200, {
    'Content-Type': 'text/javascript; charset=utf-8',
    'Content-Length': Buffer.byteLength(SCRIPT),
    'Cache-Control': 'public, max-age=86400',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(SCRIPT);
};

export interface FormPostOptions {
  readonly platform: Platform;
  readonly cookies: BrowserCookies;
  readonly authorizations: AuthorizationService;
  readonly showError: (response: ServerResponse, error: unknown) => void;
  /** Shows that there is nothing to send: it was sent before, or is another browser's. */
  readonly showGone: (response: ServerResponse) => void;
}

/** Sends the form that an interaction led to: once, and to the browser that it belongs to. */
export function createFormPostEndpoint(options: FormPostOptions): NativeHandler {
  const { platform, cookies, authorizations, showError, showGone } = options;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = new URL(request.url ?? '/', 'http://localhost').searchParams.get('interaction') ?? '';
    const browser = cookies.findBrowser(request) ?? '';
    const sealed = await authorizations.interactions.takeAnswer(hashCookie(id), hashCookie(browser));
    if (sealed === undefined) showGone(response);
    else sendForm(response, openAnswer(platform.sealing, id, sealed));
  }

  return (request, response) => {
    handle(request, response).catch((error: unknown) => showError(response, error));
  };
}
