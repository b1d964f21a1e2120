import type { IncomingMessage } from 'node:http';
import type { ConsoleCookies } from '../console-session/console-cookies.js';
import type { ConsoleSessionService } from '../console-session/console-session.service.js';
import { ProblemError } from '../platform/problem.filter.js';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Lets the console's browser call the admin REST API: a request without credentials but with a living session gets the
 * session's access token, in this process alone. From there on it is judged like any other.
 * @throws ProblemError 403 for a change that no page of the console sent (CSRF)
 */
export async function attachSessionBearer(
  request: IncomingMessage,
  cookies: ConsoleCookies,
  sessions: ConsoleSessionService,
): Promise<void> {
  if (request.headers.authorization !== undefined) return;
  const cookie = cookies.findSession(request);
  const session = cookie === undefined ? undefined : await sessions.find(cookie);
  if (session === undefined) return;
  const site = request.headers['sec-fetch-site'];
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
  const given = request.headers['x-csrf-token'];
  const isRead = READS.has(request.method ?? '');
  if (isForeign || (!isRead && !sessions.isCsrfToken(session, [given].flat()[0]))) {
    throw new ProblemError('foreign-request');
  }
  request.headers.authorization = `Bearer ${session.accessToken}`;
}
