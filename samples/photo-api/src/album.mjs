import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PHOTOS = join(import.meta.dirname, '../photos');
const WIDTH = 1500;
const HEIGHT = 1000;

/**
 * @typedef {object} Photo
 * @property {string} id
 * @property {string} title
 * @property {string} takenAt ISO 8601
 * @property {number} width in pixels
 * @property {number} height in pixels
 * @property {string} url where its image is, below this service
 */

/**
 * @typedef {object} Album
 * @property {readonly Photo[]} photos
 * @property {(id: string) => Buffer | undefined} findImage a JPEG
 */

/**
 * Reads all photos into memory: there are nine.
 * @returns {Promise<Album>}
 */
export async function openAlbum() {
  /** @type {{ id: string, title: string, takenAt: string }[]} */
  const entries = JSON.parse(await readFile(join(PHOTOS, 'photos.json'), 'utf8'));
  const images = new Map(
    await Promise.all(
      entries.map(async ({ id }) => /** @type {const} */ ([id, await readFile(join(PHOTOS, `${id}.jpg`))])),
    ),
  );
  return {
    photos: entries.map((entry) => ({
      ...entry,
      width: WIDTH,
      height: HEIGHT,
      url: `/photos/${entry.id}/image`,
    })),
    findImage: (id) => images.get(id),
  };
}
