import type { IncomingMessage } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Env } from '../platform/env.js';
import { CONNECTION_SECONDS } from './connection.service.js';

const isSecure = ({ adminUrl }: Pick<Env, 'adminUrl'>): boolean => adminUrl.startsWith('https:');

/** Over https it carries `__Host-`. */
const nameOf = (env: Pick<Env, 'adminUrl'>): string =>
  `${isSecure(env) ? '__Host-' : ''}gatehouse-provider-connection`;

function write(env: Pick<Env, 'adminUrl'>, value: string, maxAge: number): string {
  // Lax, not Strict: the browser comes back from the provider's origin.
  const attributes = { httpOnly: true, secure: isSecure(env), sameSite: 'lax', path: '/' } as const;
  return stringifySetCookie({ name: nameOf(env), value, ...attributes, maxAge });
}

export const writeConnectionCookie = (env: Pick<Env, 'adminUrl'>, value: string): string =>
  write(env, value, CONNECTION_SECONDS);

export const clearConnectionCookie = (env: Pick<Env, 'adminUrl'>): string => write(env, '', 0);

export const findConnectionCookie = (
  env: Pick<Env, 'adminUrl'>,
  request: IncomingMessage,
): string | undefined => parseCookie(request.headers.cookie ?? '')[nameOf(env)];
