import type { Request } from 'express';
import type { BrowserCookies } from './browser-cookies.js';
import { InteractionProblem } from './interaction/interaction.problem.js';

/**
 * Checks that a change comes from our own page, in the browser that was given the page.
 * @param subject what the CSRF token was made for: an interaction's ID, or the name of a page
 * @throws InteractionProblem 403
 */
export function checkPageRequest(cookies: BrowserCookies, request: Request, subject: string): void {
  const site = request.headers['sec-fetch-site'];
  const isForeign = site !== undefined && site !== 'same-origin';
  const browser = cookies.findBrowser(request) ?? '';
  if (isForeign || !cookies.isCsrfToken(browser, subject, request.get('x-csrf-token'))) {
    throw new InteractionProblem(
      403,
      'Not accepted',
      'This request did not come from our page. Reload it and try again.',
    );
  }
}
