import { createServer } from 'node:http';

/** What is registered: the port is free, because it is another one each time (RFC 8252 §7.3). */
export const REGISTERED_REDIRECT_URI = 'http://127.0.0.1/callback';

const DONE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Done</title>
<p>Done. Go back to the terminal.</p></html>`;

/** The fragment never reaches a server by itself: a script of the page has to send it. */
const FRAGMENT_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Callback</title>
<p id="note">One moment…</p>
<script>
  const body = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  fetch('/fragment', { method: 'POST', body }).then(() => {
    document.getElementById('note').textContent = 'Done. Go back to the terminal.';
  });
</script></html>`;

/**
 * @typedef {object} Loopback
 * @property {string} redirectUri
 * @property {Promise<URL>} callback the address that the browser came back to
 * @property {() => void} close
 */

/** @param {import('node:http').IncomingMessage} request */
async function readText(request) {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/**
 * Waits on this machine for a browser that comes back (RFC 8252 §7.3).
 * @param {{ readonly inFragment?: boolean }} [options] where the answer is: in the query, or behind the #
 * @returns {Promise<Loopback>}
 */
export async function openLoopback({ inFragment = false } = {}) {
  /** @type {(url: URL) => void} */
  let arrive = () => {};
  /** @type {Promise<URL>} */
  const callback = new Promise((resolve) => (arrive = resolve));
  const server = createServer((request, response) => void answer(request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://127.0.0.1:${address.port}`;

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async function answer(request, response) {
    const url = new URL(request.url ?? '/', origin);
    const isFragment = inFragment && request.method === 'POST' && url.pathname === '/fragment';
    if (isFragment) arrive(new URL(`/callback#${await readText(request)}`, origin));
    else if (url.pathname === '/callback' && !inFragment) arrive(url);
    else if (url.pathname !== '/callback') return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', connection: 'close' });
    response.end(inFragment && !isFragment ? FRAGMENT_PAGE : DONE);
  }

  return { redirectUri: `${origin}/callback`, callback, close: () => void server.close() };
}
