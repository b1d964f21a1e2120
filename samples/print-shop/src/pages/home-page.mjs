import { html } from '../html.mjs';
import { SIZES, formatPrice, formatSize } from '../prints.mjs';
import { renderPage } from './layout.mjs';

const STEPS = [
  ['Connect', 'You sign in where your photos are kept. Your password never comes near us.'],
  ['Choose', 'Your photos appear here. Pick the ones you love, and a size for each.'],
  ['Hang', 'We print them on cotton paper. All that is left for you is the nail.'],
];

/** @param {{ isConnected: boolean }} visitor */
export function renderHome({ isConnected }) {
  const content = html`<section class="hero">
      <div class="pitch">
        <h1>Photos belong on&nbsp;walls.</h1>
        <p class="lead">
          The best ones you ever took are lost among thousands of others. Bring them here: we make prints of
          them that last a hundred years.
        </p>
        <p><a class="button" href="${isConnected ? '/photos' : '/connect'}">Print my photos</a></p>
        <p class="fine">You decide what we may see, and you can take it back at any time.</p>
      </div>
      <div class="wall" aria-hidden="true">
        <img class="frame tall" src="/print-valley.jpg" alt="" width="480" height="640" />
        <img class="frame wide" src="/print-sea.jpg" alt="" width="600" height="400" />
        <img class="frame small" src="/print-wood.jpg" alt="" width="480" height="480" />
      </div>
    </section>
    <section aria-labelledby="how">
      <h2 id="how">Three steps to a print</h2>
      <ol class="steps">
        ${STEPS.map(
          ([name, text]) =>
            html`<li>
              <h3>${name}</h3>
              <p>${text}</p>
            </li>`,
        )}
      </ol>
    </section>
    <section aria-labelledby="sizes">
      <h2 id="sizes">Four sizes, one quality</h2>
      <ul class="sizes">
        ${SIZES.map(
          (size) =>
            html`<li>
              <span class="sheet size-${size.id}"></span>
              <h3>${size.name}</h3>
              <p>${formatSize(size)}<br /><strong>${formatPrice(size)}</strong></p>
            </li>`,
        )}
      </ul>
    </section>`;
  return renderPage({ isConnected, content });
}
