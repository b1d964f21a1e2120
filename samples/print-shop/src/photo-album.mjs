import { WWWAuthenticateChallengeError } from 'openid-client';
import { describe } from './gatehouse.mjs';
import { forgetTokens, getTokens, renewTokens } from './tokens.mjs';
import { Trouble } from './trouble.mjs';

/** @typedef {import('./gatehouse.mjs').Tokens} Tokens */
/** @typedef {import('./sessions.mjs').Session} Session */
/** @typedef {{ id: string, title: string, takenAt: string, width: number, height: number }} Photo */

/**
 * @typedef {object} PhotoAlbum The visitor's photos, behind the gateway.
 * @property {(session: Session) => Promise<Photo[]>} list
 * @property {(session: Session, id: string) => Promise<Response>} openImage
 */

/**
 * @param {{ gatehouse: import('./gatehouse.mjs').Gatehouse, gatewayUrl: URL }} options
 * @returns {PhotoAlbum}
 */
export function createPhotoAlbum({ gatehouse, gatewayUrl }) {
  /**
   * Calls with an access token that works, if there is any to be had.
   * @param {Session} session
   * @param {string} path
   */
  const call = async (session, path) => {
    const url = new URL(path, gatewayUrl);
    const first = await getTokens(gatehouse, session);
    const answer = await attempt(first, url);
    if (answer.status !== 401) return check(answer, url);
    // It was good a moment ago: perhaps it was revoked alone, or the server's keys have changed.
    await answer.body?.cancel();
    const second = await renewTokens(gatehouse, session, first);
    const lastAnswer = await attempt(second, url);
    if (lastAnswer.status === 401) throw forgetTokens(session, second);
    return check(lastAnswer, url);
  };

  /**
   * @param {Tokens} tokens
   * @param {URL} url
   * @returns {Promise<Response>}
   */
  const attempt = async ({ accessToken }, url) => {
    try {
      return await gatehouse.call(accessToken, url);
    } catch (error) {
      if (error instanceof WWWAuthenticateChallengeError) return error.response;
      if (error instanceof Trouble) throw error;
      throw new Trouble('gateway-down', `${url.origin} did not answer: ${describe(error)}`, error);
    }
  };

  return {
    list: async (session) => parsePhotos(await readJson(await call(session, '/flickr/photos'))),
    openImage: (session, id) => call(session, `/flickr/photos/${encodeURIComponent(id)}/image`),
  };
}

/**
 * @param {Response} answer
 * @param {URL} url
 */
async function check(answer, url) {
  if (answer.ok) return answer;
  await answer.body?.cancel();
  const said = `${url.origin} answered ${answer.status} to GET ${url.pathname}`;
  // RFC 6750 §3.1: insufficient_scope.
  if (answer.status === 403) throw new Trouble('scope-missing', said);
  if (answer.status === 404) throw new Trouble('not-found', said);
  throw new Trouble('gateway-down', said);
}

/**
 * @param {Response} answer
 * @returns {Promise<unknown>}
 */
async function readJson(answer) {
  try {
    return await answer.json();
  } catch (cause) {
    throw new Trouble('gateway-down', `The list of photos could not be read: ${describe(cause)}`, cause);
  }
}

/**
 * @param {unknown} value
 * @returns {Photo[]}
 */
function parsePhotos(value) {
  const photos = /** @type {{ photos?: unknown } | null} */ (value)?.photos;
  if (!Array.isArray(photos)) throw new Trouble('gateway-down', 'The list of photos is not a list.');
  return photos.map(({ id, title, takenAt, width, height }) => ({
    id: String(id),
    title: String(title),
    takenAt: String(takenAt),
    width: Number(width),
    height: Number(height),
  }));
}
