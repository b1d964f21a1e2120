import { html } from '../html.mjs';
import { formatPrice, formatSize } from '../prints.mjs';
import { renderPage } from './layout.mjs';

/** @param {import('../sessions.mjs').Order} order */
export function renderThanks({ number, photo, size }) {
  const content = html`<section class="hero thanks">
    <div class="pitch">
      <h1>Thank you!</h1>
      <p class="lead">
        “${photo.title}” will look wonderful at ${formatSize(size)}. Here is a first impression of it on your
        wall.
      </p>
      <dl class="receipt">
        <dt>Order</dt>
        <dd>${number}</dd>
        <dt>Print</dt>
        <dd>${size.name}, ${formatSize(size)}</dd>
        <dt>Price</dt>
        <dd>${formatPrice(size)}</dd>
      </dl>
      <p><a class="button" href="/photos">Back to your photos</a></p>
      <p class="fine">This is a demonstration: nobody prints it, and you owe nothing.</p>
    </div>
    <div class="wall">
      <img
        class="frame single size-${size.id}"
        src="/photos/${photo.id}/image"
        alt="${photo.title}, framed"
        width="${photo.width}"
        height="${photo.height}"
      />
    </div>
  </section>`;
  return renderPage({ title: 'Thank you', isConnected: true, content });
}
