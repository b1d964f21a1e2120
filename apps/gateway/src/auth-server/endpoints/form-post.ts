import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Platform } from '../../platform/platform.tokens.js';
import { type BrowserCookies, hashCookie } from '../browser-cookies.js';
import { type FormAnswer, openAnswer } from '../interaction/form-answer.js';
import type { AuthorizationService } from '../interaction/authorization.service.js';
import {
  escapeHtml,
  type PassingPageFacts,
  sendPassingPage,
  sendPassingScript,
} from '../passing-page/passing-page.js';
import type { NativeHandler } from './http.js';

/** Where the page finds its one line of script: the content security policy allows none in the page itself. */
export const FORM_POST_SCRIPT_PATH = '/oauth2/form-post.js';
export const FORM_POST_PATH = '/oauth2/form-post';

const SCRIPT = 'document.forms[0].submit();\n';

/**
 * The form may go to this client, and the page can do nothing else. Browsers hold the redirect that answers a form against
 * the policy too: where the client's pages are is its own affair, behind TLS, or without where it has none itself.
 */
function writePolicy(action: string): string {
  const { origin, protocol } = new URL(action);
  const onward = protocol === 'http:' ? 'https: http:' : 'https:';
  return `form-action ${origin === 'null' ? protocol : origin} ${onward}`;
}

/** Form Post Response Mode §2: a page that sends the answer to the client at once, or by a button without script. */
export function sendForm(
  response: ServerResponse,
  facts: PassingPageFacts,
  { action, fields }: FormAnswer,
): void {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  sendPassingPage(response, facts, {
    name: 'formPost',
    policy: writePolicy(action),
    scriptPath: FORM_POST_SCRIPT_PATH,
    // With script there is no button: pressed while the answer is on its way, it would send the code twice.
    write: ({ title, withoutScript, goOn }, mark) => `<main>${mark}<h1 class="late">${title}</h1>
<form method="post" action="${escapeHtml(action)}">${inputs.join('')}
<noscript><p>${withoutScript}</p><button type="submit">${goOn}</button></noscript></form></main>`,
  });
}

export const sendFormPostScript: NativeHandler = (_, response) => sendPassingScript(response, SCRIPT);

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
    else {
      const { brand } = platform.snapshots.current();
      sendForm(response, { brand }, openAnswer(platform.sealing, id, sealed));
    }
  }

  return (request, response) => {
    handle(request, response).catch((error: unknown) => showError(response, error));
  };
}
