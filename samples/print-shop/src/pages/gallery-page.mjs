import { html } from '../html.mjs';
import { SIZES, formatPrice, formatSize } from '../prints.mjs';
import { renderPage } from './layout.mjs';

/** @typedef {import('../photo-album.mjs').Photo} Photo */

/** Photos that are likely to be seen without scrolling far: the others load when they are near. */
const EAGER = 12;
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** @param {{ photos: readonly Photo[] }} album */
export function renderGallery({ photos }) {
  const content = html`<section aria-labelledby="gallery">
    <div class="heading">
      <h1 id="gallery">Your photos</h1>
      <p class="lead">${describeCount(photos.length)}</p>
    </div>
    <ul class="gallery">
      ${photos.map((photo, index) => html`<li>${card(photo, index)}</li>`)}
    </ul>
  </section>`;
  return renderPage({ title: 'Your photos', isConnected: true, content });
}

/** @param {number} count */
function describeCount(count) {
  if (count === 0) return 'Your album is still empty. Take some photos, and come back.';
  return `${count === 1 ? 'One photo is' : `${count} photos are`} waiting to be printed. Pick a size, and leave the rest to us.`;
}

/**
 * @param {Photo} photo
 * @param {number} index
 */
function card({ id, title, takenAt, width, height }, index) {
  return html`<article class="card">
    <img
      src="/photos/${id}/image"
      alt="${title}"
      width="${width}"
      height="${height}"
      decoding="async"
      loading="${index < EAGER ? 'eager' : 'lazy'}"
    />
    <div class="caption">
      <h2>${title}</h2>
      <p><time datetime="${takenAt}">${formatDate(takenAt)}</time></p>
    </div>
    <form method="post" action="/orders" class="order">
      <input type="hidden" name="photo" value="${id}" />
      <select name="size" aria-label="Size of the print of ${title}">
        ${SIZES.map(
          (size) => html`<option value="${size.id}">${formatSize(size)} · ${formatPrice(size)}</option>`,
        )}
      </select>
      <button class="button" aria-label="Order a print of ${title}">Order</button>
    </form>
  </article>`;
}

/** @param {string} takenAt */
function formatDate(takenAt) {
  const date = new Date(takenAt);
  return Number.isNaN(date.getTime()) ? takenAt : DATE.format(date);
}
