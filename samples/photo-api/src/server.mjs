import { createServer } from 'node:http';

/** @typedef {{ status: number, type: string, body: string | Buffer }} Answer */

/**
 * The photo service. It asks nobody who they are: it listens where only a gateway can reach it, and believes the gateway.
 * @param {import('./album.mjs').Album} album
 * @returns {import('node:http').Server}
 */
export function createPhotoServer(album) {
  return createServer((request, response) => {
    const { status, type, body } = answer(album, request);
    response.writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'x-content-type-options': 'nosniff',
      ...(status === 405 && { allow: 'GET, HEAD' }),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
}

/**
 * @param {import('./album.mjs').Album} album
 * @param {import('node:http').IncomingMessage} request
 * @returns {Answer}
 */
function answer(album, { method, url = '/', headers }) {
  if (method !== 'GET' && method !== 'HEAD') return problem(405, 'Photos can only be looked at.');
  const [path = '/'] = url.split('?');
  if (path === '/health') return json(200, { status: 'ok' });
  if (path === '/photos') {
    return json(200, { photos: album.photos, for: headers['x-gatehouse-user'] ?? null });
  }
  const id = /^\/photos\/([a-z0-9-]+)\/image$/.exec(path)?.[1];
  const image = id === undefined ? undefined : album.findImage(id);
  if (image === undefined) return problem(404, 'There is no such photo.');
  return { status: 200, type: 'image/jpeg', body: image };
}

/**
 * @param {number} status
 * @param {string} title
 */
function problem(status, title) {
  return json(status, { title, status }, 'application/problem+json');
}

/**
 * @param {number} status
 * @param {unknown} value
 * @param {string} [type]
 * @returns {Answer}
 */
function json(status, value, type = 'application/json') {
  return { status, type, body: JSON.stringify(value) };
}
