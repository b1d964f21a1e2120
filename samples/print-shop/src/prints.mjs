/** @typedef {{ readonly id: string, readonly name: string, readonly width: number, readonly height: number, readonly cents: number }} Size */

/**
 * What can be ordered; all in the proportions of a photo.
 * @type {readonly Size[]}
 */
export const SIZES = [
  { id: 'postcard', name: 'Postcard', width: 15, height: 10, cents: 45 },
  { id: 'album', name: 'Album', width: 30, height: 20, cents: 390 },
  { id: 'wall', name: 'Wall', width: 45, height: 30, cents: 1290 },
  { id: 'gallery', name: 'Gallery', width: 90, height: 60, cents: 3490 },
];

/** @param {Size} size */
export function formatSize({ width, height }) {
  return `${width} × ${height} cm`.replaceAll(' ', '\u00a0');
}

/** @param {Size} size */
export function formatPrice({ cents }) {
  return `€${(cents / 100).toFixed(2)}`;
}
