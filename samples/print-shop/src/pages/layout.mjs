import { html } from '../html.mjs';

/** @typedef {import('../html.mjs').Html} Html */

/**
 * What all pages have around them.
 * @param {{ title?: string, isConnected: boolean, content: Html }} page
 * @returns {string}
 */
export function renderPage({ title, isConnected, content }) {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title === undefined ? 'Print Shop' : `${title} · Print Shop`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/logo.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="masthead">
          <a class="brand" href="/"><img src="/logo.svg" alt="" width="36" height="36" />Print Shop</a>
          ${isConnected && visitorMenu()}
        </header>
        <main id="content">${content}</main>
        <footer class="colophon">
          <p>
            Print Shop is a demonstration of Gatehouse: nothing is printed, and nothing is charged. It sees
            your photos only for as long as you allow it.
          </p>
        </footer>
      </body>
    </html>`;
  return page.markup;
}

function visitorMenu() {
  return html`<nav aria-label="Your account">
    <a href="/photos">Your photos</a>
    <form method="post" action="/sign-out"><button class="quiet">Sign out</button></form>
  </nav>`;
}
