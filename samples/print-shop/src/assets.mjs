import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../public');

/** @type {Readonly<Record<string, string>>} */
const TYPES = { '.css': 'text/css; charset=utf-8', '.jpg': 'image/jpeg', '.svg': 'image/svg+xml' };

/** @typedef {{ find: (path: string) => import('./routes.mjs').Answer | undefined }} Assets */

/**
 * Reads all that is public into memory: it is little, and no path of a request ever meets the file system.
 * @returns {Promise<Assets>}
 */
export async function openAssets() {
  const names = await readdir(FOLDER);
  /** @type {Map<string, import('./routes.mjs').Answer>} */
  const assets = new Map();
  for (const name of names) {
    const body = await readFile(join(FOLDER, name));
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    assets.set(`/${name}`, {
      headers: {
        'content-type': type,
        'content-length': String(body.length),
        'cache-control': 'public, max-age=300',
      },
      body,
    });
  }
  return { find: (path) => assets.get(path) };
}
