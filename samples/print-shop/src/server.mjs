import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { renderTrouble } from './pages/trouble-page.mjs';
import { isConnected } from './routes.mjs';
import { Trouble } from './trouble.mjs';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {import('./routes.mjs').Answer} Answer */

const MAX_FORM_BYTES = 4096;

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

/**
 * The web site.
 * @param {object} options
 * @param {URL} options.url where browsers find it
 * @param {readonly import('./routes.mjs').Route[]} options.routes
 * @param {import('./sessions.mjs').Sessions} options.sessions
 * @param {import('./assets.mjs').Assets} options.assets
 * @param {(message: string) => void} options.log
 * @returns {import('node:http').Server}
 */
export function createShopServer({ url, routes, sessions, assets, log }) {
  /**
   * @param {Request} request
   * @returns {Promise<Answer>}
   */
  const answer = async (request) => {
    const { method = 'GET', headers } = request;
    const session = sessions.find(headers.cookie);
    try {
      const visitUrl = toUrl(request.url, url);
      const asset = assets.find(visitUrl.pathname);
      if (asset !== undefined && isReading(method)) return asset;
      const route = routes.find(
        (candidate) =>
          candidate.path.test(visitUrl.pathname) && candidate.method === (isReading(method) ? 'GET' : method),
      );
      if (route === undefined) throw new Trouble('not-found', '');
      if (!isReading(method)) checkOrigin(request);
      const parameter = route.path.exec(visitUrl.pathname)?.[1];
      return await route.handle({
        url: visitUrl,
        host: headers.host,
        session,
        parameter,
        readForm: () => readForm(request),
      });
    } catch (error) {
      const trouble = error instanceof Trouble ? error : new Trouble('broken', '', error);
      if (trouble.message !== '') log(`${trouble.kind}: ${trouble.message}`);
      if (trouble.kind === 'broken') log(error instanceof Error ? String(error.stack) : String(error));
      return renderTrouble(trouble, { isConnected: isConnected(session) });
    }
  };

  return createServer((request, response) => {
    answer(request)
      .then((ready) => send(request, response, ready))
      // The browser has gone, or the image broke off on its way: there is nobody left to tell.
      .catch(() => response.destroy());
  });
}

/**
 * @param {Request} request
 * @param {Response} response
 * @param {Answer} answer
 */
async function send(request, response, { status = 200, headers = {}, body = null }) {
  response.writeHead(status, { ...HEADERS, ...headers });
  const isWanted = request.method !== 'HEAD' && body !== null;
  if (isWanted && body instanceof ReadableStream) {
    await pipeline(
      Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (body)),
      response,
    );
    return;
  }
  if (body instanceof ReadableStream) await body.cancel();
  response.end(isWanted ? body : undefined);
}

/** @param {string} method */
function isReading(method) {
  return method === 'GET' || method === 'HEAD';
}

/**
 * @param {string | undefined} target of the request
 * @param {URL} base
 */
function toUrl(target = '/', base) {
  // Never as a base: "//elsewhere/callback" would be a URL of elsewhere.
  const text = `${base.origin}${target}`;
  if (!target.startsWith('/') || !URL.canParse(text)) throw new Trouble('not-found', '');
  return new URL(text);
}

/**
 * Browsers say where a form was sent from.
 * @param {Request} request
 */
function checkOrigin({ headers: { origin, host } }) {
  if (origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== host) {
    throw new Trouble('not-allowed', `A form was sent from ${origin}.`);
  }
}

/** @param {Request} request */
async function readForm(request) {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MAX_FORM_BYTES) throw new Trouble('not-found', 'The form is too long.');
  }
  return new URLSearchParams(text);
}
