import type { Request, Response } from 'express';
import { type BrowserCookies, makeCookieValue } from './browser-cookies.js';
import { InteractionProblem } from './interaction/interaction.problem.js';

/**
 * The CSRF token that a page sends back with every change; a browser that has no cookie to bind it to is given one.
 * @param subject the name of the page
 */
export function beginPage(
  cookies: BrowserCookies,
  request: Request,
  response: Response,
  subject: string,
): string {
  const known = cookies.findBrowser(request);
  const isKnown = known !== undefined && known !== '';
  const browser = isKnown ? known : makeCookieValue();
  if (!isKnown) response.append('Set-Cookie', cookies.writeBrowser(browser));
  return cookies.getCsrfToken(browser, subject);
}

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
    throw new InteractionProblem('foreign-request');
  }
}
