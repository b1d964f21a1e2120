import { parseCookie, stringifySetCookie } from 'cookie';
import type { IncomingMessage } from 'node:http';
import type { Env } from '../platform/env.js';

const SIGN_IN_SECONDS = 600;

/** The console's cookies: the session, and what a sign-in must remember until the browser comes back. */
export interface ConsoleCookies {
  findSession(request: IncomingMessage): string | undefined;
  findSignIn(request: IncomingMessage): string | undefined;
  writeSession(value: string, maxAgeSeconds: number): string;
  clearSession(): string;
  writeSignIn(value: string): string;
  clearSignIn(): string;
}

/** Over https the names carry `__Host-`. */
export function createConsoleCookies(env: Pick<Env, 'adminUrl'>): ConsoleCookies {
  const secure = env.adminUrl.startsWith('https:');
  const prefix = secure ? '__Host-' : '';
  const [session, signIn] = [`${prefix}gatehouse-console`, `${prefix}gatehouse-console-sign-in`];
  // Lax, not Strict: the browser comes back from the authorization server's origin.
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const;
  const find = (request: IncomingMessage, name: string): string | undefined =>
    parseCookie(request.headers.cookie ?? '')[name];
  const write = (name: string, value: string, maxAge: number): string =>
    stringifySetCookie({ name, value, ...attributes, maxAge });
  return {
    findSession: (request) => find(request, session),
    findSignIn: (request) => find(request, signIn),
    writeSession: (value, maxAgeSeconds) => write(session, value, maxAgeSeconds),
    clearSession: () => write(session, '', 0),
    writeSignIn: (value) => write(signIn, value, SIGN_IN_SECONDS),
    clearSignIn: () => write(signIn, '', 0),
  };
}
