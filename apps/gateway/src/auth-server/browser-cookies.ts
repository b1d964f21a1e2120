import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { hashSecret } from '@gatehouse/oauth-core';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Env } from '../platform/env.js';

/** The cookies of the end users' pages. */
export interface BrowserCookies {
  /** The session's cookie value, if the browser sent one. */
  findSession(request: IncomingMessage): string | undefined;
  /** The value that binds interactions to this browser, if it sent one. */
  findBrowser(request: IncomingMessage): string | undefined;
  /** `Set-Cookie` of a session; it ends with the browser or after `maxAgeSeconds`. */
  writeSession(value: string, maxAgeSeconds: number): string;
  clearSession(): string;
  writeBrowser(value: string): string;
  /** The token that a page must send back with every change; bound to browser and interaction. */
  getCsrfToken(browser: string, interactionId: string): string;
  isCsrfToken(browser: string, interactionId: string, given: string | undefined): boolean;
}

/** 256 random bits: a new session, browser or interaction. */
export const makeCookieValue = (): string => randomBytes(32).toString('base64url');

export const hashCookie = hashSecret;

/** Over https the names carry `__Host-`: no subdomain and no plain-http page can set or shadow them. */
export function createBrowserCookies({ issuer }: Pick<Env, 'issuer'>, csrfKey: Buffer): BrowserCookies {
  const isSecure = issuer.startsWith('https:');
  const prefix = isSecure ? '__Host-' : '';
  const [sessionName, browserName] = [`${prefix}gatehouse-session`, `${prefix}gatehouse-browser`];
  // Lax, not Strict: the request that comes back from a client's site must find the session.
  const attributes = { httpOnly: true, secure: isSecure, sameSite: 'lax', path: '/' } as const;
  const find = (request: IncomingMessage, name: string): string | undefined =>
    parseCookie(request.headers.cookie ?? '')[name];
  const getCsrfToken = (browser: string, interactionId: string): string =>
    createHmac('sha256', csrfKey).update(`${browser}.${interactionId}`).digest('base64url');

  return {
    findSession: (request) => find(request, sessionName),
    findBrowser: (request) => find(request, browserName),
    writeSession: (value, maxAge) => stringifySetCookie({ name: sessionName, value, ...attributes, maxAge }),
    clearSession: () => stringifySetCookie({ name: sessionName, value: '', ...attributes, maxAge: 0 }),
    writeBrowser: (value) => stringifySetCookie({ name: browserName, value, ...attributes }),
    getCsrfToken,
    isCsrfToken(browser, interactionId, given) {
      const expected = Buffer.from(getCsrfToken(browser, interactionId));
      const actual = Buffer.from(given ?? '');
      return actual.length === expected.length && timingSafeEqual(actual, expected);
    },
  };
}
