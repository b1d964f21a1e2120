import { randomInt } from 'node:crypto';
import { renderGallery } from './pages/gallery-page.mjs';
import { renderHome } from './pages/home-page.mjs';
import { renderThanks } from './pages/thanks-page.mjs';
import { SIZES } from './prints.mjs';
import { addSignIn, claimSignIn } from './sessions.mjs';
import { Trouble } from './trouble.mjs';

/** @typedef {import('./sessions.mjs').Session} Session */

/**
 * @typedef {object} Visit A request, as far as pages care.
 * @property {URL} url with the shop's public origin
 * @property {string | undefined} host that the browser asked for
 * @property {Session | undefined} session
 * @property {string | undefined} parameter from the path
 * @property {() => Promise<URLSearchParams>} readForm
 */

/**
 * @typedef {object} Answer
 * @property {number} [status] 200 if not said
 * @property {Record<string, string>} [headers]
 * @property {string | Buffer | ReadableStream<Uint8Array> | null} [body] a page, if the headers do not say otherwise
 */

/** @typedef {{ method: 'GET' | 'POST', path: RegExp, handle: (visit: Visit) => Answer | Promise<Answer> }} Route */

/**
 * @typedef {object} Shop All that the pages need.
 * @property {URL} url
 * @property {import('./gatehouse.mjs').Gatehouse} gatehouse
 * @property {import('./photo-album.mjs').PhotoAlbum} album
 * @property {import('./sessions.mjs').Sessions} sessions
 */

/**
 * @param {Shop} shop
 * @returns {readonly Route[]}
 */
export function createRoutes(shop) {
  return [
    {
      method: 'GET',
      path: /^\/$/,
      handle: ({ session }) => page(renderHome({ isConnected: isConnected(session) })),
    },
    { method: 'GET', path: /^\/connect$/, handle: (visit) => connect(shop, visit) },
    { method: 'GET', path: /^\/callback$/, handle: (visit) => finishSignIn(shop, visit) },
    { method: 'GET', path: /^\/photos$/, handle: (visit) => showGallery(shop, visit) },
    { method: 'GET', path: /^\/photos\/([\w.-]+)\/image$/, handle: (visit) => sendImage(shop, visit) },
    { method: 'POST', path: /^\/orders$/, handle: (visit) => takeOrder(shop, visit) },
    { method: 'GET', path: /^\/orders\/([\w-]+)$/, handle: thank },
    { method: 'POST', path: /^\/sign-out$/, handle: (visit) => signOut(shop, visit) },
    {
      method: 'GET',
      path: /^\/health$/,
      handle: () => ({ headers: { 'content-type': 'application/json' }, body: '{"status":"ok"}' }),
    },
  ];
}

/** @param {Session | undefined} session */
export function isConnected(session) {
  return session?.tokens !== undefined;
}

/**
 * Sends the visitor to Gatehouse.
 * @param {Shop} shop
 * @param {Visit} visit
 */
async function connect({ url, gatehouse, sessions }, { host, session = sessions.create() }) {
  // 127.0.0.1 and localhost are one shop, but two to the cookie that the callback will need.
  if (host !== url.host) return redirect(new URL('/connect', url).href);
  const { location, signIn } = await gatehouse.begin();
  addSignIn(session, signIn);
  return redirect(location.href, { 'set-cookie': sessions.toCookie(session) });
}

/**
 * Receives the authorization code, or the reason why there is none (RFC 6749 §4.1.2).
 * @param {Shop} shop
 * @param {Visit} visit
 */
async function finishSignIn({ gatehouse, sessions }, { url, session }) {
  const signIn = claimSignIn(session, url.searchParams.get('state'));
  if (session === undefined || signIn === undefined) {
    throw new Trouble('sign-in-lost', 'The state in the callback is not one that this session waits for.');
  }
  session.tokens = await gatehouse.redeem(url, signIn);
  session.wasConnected = true;
  sessions.rename(session);
  return redirect('/photos', { 'set-cookie': sessions.toCookie(session) });
}

/**
 * @param {Shop} shop
 * @param {Visit} visit
 */
async function showGallery({ album }, { session }) {
  if (session?.wasConnected !== true) return redirect('/connect');
  return page(renderGallery({ photos: await album.list(session) }));
}

/**
 * The browser gets the image from us: the access token never leaves the server.
 * @param {Shop} shop
 * @param {Visit} visit
 * @returns {Promise<Answer>}
 */
async function sendImage({ album }, { session, parameter = '' }) {
  if (session === undefined) throw new Trouble('withdrawn', 'There is no session.');
  const image = await album.openImage(session, parameter);
  const type = image.headers.get('content-type') ?? '';
  if (!/^image\/[\w.+-]+$/.test(type)) {
    await image.body?.cancel();
    throw new Trouble(
      'gateway-down',
      `An image was expected, not ${type === '' ? 'something without a type' : type}.`,
    );
  }
  const length = image.headers.get('content-length');
  return {
    headers: {
      'content-type': type,
      ...(length !== null && { 'content-length': length }),
      // An SVG is a document when it is opened by itself; it must not act in our name.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    },
    body: image.body,
  };
}

/**
 * @param {Shop} shop
 * @param {Visit} visit
 */
async function takeOrder({ album }, { session, readForm }) {
  if (session === undefined) return redirect('/');
  const form = await readForm();
  const size = SIZES.find(({ id }) => id === form.get('size'));
  const photo = (await album.list(session)).find(({ id }) => id === form.get('photo'));
  if (size === undefined || photo === undefined)
    throw new Trouble('not-found', 'No such photo, or no such size.');
  const order = { number: `PS-${randomInt(100_000, 1_000_000)}`, photo, size };
  session.orders = [...session.orders.slice(-20), order];
  return redirect(`/orders/${order.number}`);
}

/** @param {Visit} visit */
function thank({ session, parameter }) {
  const order = session?.orders.find(({ number }) => number === parameter);
  if (order === undefined) throw new Trouble('not-found', 'No such order in this session.');
  return page(renderThanks(order));
}

/**
 * @param {Shop} shop
 * @param {Visit} visit
 */
function signOut({ sessions }, { session }) {
  if (session !== undefined) sessions.delete(session);
  return redirect('/', { 'set-cookie': sessions.expiredCookie });
}

/**
 * @param {string} body
 * @returns {Answer}
 */
function page(body) {
  return { body };
}

/**
 * @param {string} location
 * @param {Record<string, string>} [headers]
 * @returns {Answer}
 */
function redirect(location, headers = {}) {
  return { status: 303, headers: { location, ...headers } };
}
