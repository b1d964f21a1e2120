// node samples/photo-api/darkroom/develop.mjs [id...]: draws the photos anew. Needed only when a scene was changed.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser } from '../../../tools/test-setup/browser.mjs';
import { HEIGHT, WIDTH } from './format.mjs';
import { SCENES } from './scenes/scenes.mjs';

const PHOTOS = join(import.meta.dirname, '../photos');
const QUALITY = 0.84;

const wanted = process.argv.slice(2);
const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  for (const [id, draw] of Object.entries(SCENES)) {
    if (wanted.length > 0 && !wanted.includes(id)) continue;
    // Lamps do not shine in a mirrored drawing: what is to be mirrored is made an image first.
    const image = await draw((/** @type {string} */ drawing) =>
      page.evaluate(expose, toExposure(drawing, 'image/png')),
    );
    const url = await page.evaluate(expose, toExposure(image, 'image/jpeg'));
    const photo = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
    await writeFile(join(PHOTOS, `${id}.jpg`), photo);
    console.log(`${id}.jpg  ${Math.round(photo.length / 1000)} kB`);
  }
} finally {
  await browser.close();
}

/**
 * @param {string} drawing
 * @param {'image/jpeg' | 'image/png'} type
 */
function toExposure(drawing, type) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">${drawing}</svg>`;
  return { svg, type, width: WIDTH, height: HEIGHT, quality: QUALITY };
}

/**
 * Runs in the browser.
 * @param {ReturnType<typeof toExposure>} exposure
 * @returns {Promise<string>} a data URL
 */
async function expose({ svg, type, width, height, quality }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  return canvas.toDataURL(type, quality);
}
