import { isExpired } from './gatehouse.mjs';
import { Trouble } from './trouble.mjs';

/** @typedef {import('./gatehouse.mjs').Gatehouse} Gatehouse */
/** @typedef {import('./gatehouse.mjs').Tokens} Tokens */
/** @typedef {import('./sessions.mjs').Session} Session */

/**
 * The tokens of a session, refreshed if they have expired.
 * @param {Gatehouse} gatehouse
 * @param {Session} session
 * @returns {Promise<Tokens>}
 * @throws {Trouble} withdrawn
 */
export async function getTokens(gatehouse, session) {
  if (session.tokens === undefined) throw forgetTokens(session);
  return isExpired(session.tokens) ? renewTokens(gatehouse, session, session.tokens) : session.tokens;
}

/**
 * Newer tokens than those that were of no use. Nine images may find out at once: the first refreshes, the others wait for it, since
 * a refresh token is good for one use.
 * @param {Gatehouse} gatehouse
 * @param {Session} session
 * @param {Tokens} used
 * @returns {Promise<Tokens>}
 * @throws {Trouble} withdrawn
 */
export async function renewTokens(gatehouse, session, used) {
  if (session.tokens === undefined) throw forgetTokens(session);
  if (session.tokens !== used) return session.tokens;
  session.renewal ??= refresh(gatehouse, session, used).finally(() => (session.renewal = undefined));
  return session.renewal;
}

/**
 * Forgets tokens that are of no more use, unless the visitor has got new ones in the meantime.
 * @param {Session} session
 * @param {Tokens} [used]
 * @returns {Trouble} to be thrown
 */
export function forgetTokens(session, used) {
  if (session.tokens === used) session.tokens = undefined;
  return new Trouble('withdrawn', 'The access token is not valid any more, and no new one could be had.');
}

/**
 * @param {Gatehouse} gatehouse
 * @param {Session} session
 * @param {Tokens} used
 */
async function refresh(gatehouse, session, used) {
  const { refreshToken } = used;
  const tokens = refreshToken === undefined ? undefined : await gatehouse.refresh(refreshToken);
  if (tokens === undefined) throw forgetTokens(session, used);
  session.tokens = tokens;
  return tokens;
}
