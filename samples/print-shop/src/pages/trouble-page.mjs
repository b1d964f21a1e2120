import { html } from '../html.mjs';
import { renderPage } from './layout.mjs';

/** @typedef {readonly [label: string, href: string]} Action */

/**
 * @typedef {object} Words
 * @property {number} status
 * @property {string} title
 * @property {string} text
 * @property {Action} action
 */

/** @type {Action} */
const CONNECT_AGAIN = ['Connect again', '/connect'];
/** @type {Action} */
const TRY_AGAIN = ['Try again', '/photos'];
/** @type {Action} */
const HOME = ['Back to the start', '/'];

/** @type {Readonly<Record<import('../trouble.mjs').TroubleKind, Words>>} */
const WORDS = {
  denied: {
    status: 403,
    title: 'You kept your photos to yourself',
    text: 'That is fine: nothing was shared with us. If you change your mind, we will ask once more.',
    action: ['Ask me again', '/connect'],
  },
  withdrawn: {
    status: 403,
    title: 'Print Shop no longer has access to your photos',
    text: 'The access that you gave us has been withdrawn, or it has run out. We have kept nothing. You can allow it anew whenever you like.',
    action: CONNECT_AGAIN,
  },
  'scope-missing': {
    status: 403,
    title: 'We may not look at your photos',
    text: 'You are connected, but the permission to see your photos was not part of it. Without it there is nothing to print.',
    action: CONNECT_AGAIN,
  },
  'gateway-down': {
    status: 502,
    title: 'Your photos are out of reach',
    text: 'You are still connected, but the service that keeps your photos does not answer properly. It is probably back in a moment.',
    action: TRY_AGAIN,
  },
  'gatehouse-down': {
    status: 503,
    title: 'The sign-in is out of reach',
    text: 'We send you to Gatehouse to sign in, and Gatehouse does not answer. It is probably back in a moment.',
    action: TRY_AGAIN,
  },
  'not-registered': {
    status: 503,
    title: 'We are not open yet',
    text: 'Before Print Shop can ask for photos, it has to be registered with Gatehouse. As soon as that is done, this page will let you in.',
    action: ['Try again', '/connect'],
  },
  'credentials-refused': {
    status: 503,
    title: 'Gatehouse does not let us in',
    text: 'Print Shop is not allowed to ask for photos at the moment. It is not your fault, and there is nothing that you can do.',
    action: HOME,
  },
  'sign-in-lost': {
    status: 400,
    title: 'Let us begin again',
    text: 'This answer does not belong to a sign-in that began in this browser a short while ago. Nothing has happened.',
    action: ['Print my photos', '/connect'],
  },
  'sign-in-refused': {
    status: 400,
    title: 'The sign-in did not work',
    text: 'Gatehouse answered, but not as it should have. Nothing was shared with us.',
    action: CONNECT_AGAIN,
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here',
    text: 'Perhaps the page has moved, perhaps the photo is gone.',
    action: HOME,
  },
  'not-allowed': {
    status: 403,
    title: 'That did not come from our pages',
    text: 'Another web site tried to do something here in your name. We did nothing.',
    action: HOME,
  },
  broken: {
    status: 500,
    title: 'Something broke',
    text: 'It was us, not you. We have made a note of it.',
    action: HOME,
  },
};

/**
 * @param {import('../trouble.mjs').Trouble} trouble
 * @param {{ isConnected: boolean }} visitor
 * @returns {{ status: number, body: string }}
 */
export function renderTrouble({ kind, message }, { isConnected }) {
  const {
    status,
    title,
    text,
    action: [label, href],
  } = WORDS[kind];
  const content = html`<section class="trouble">
    <img src="/empty-frame.svg" alt="" width="148" height="148" />
    <h1>${title}</h1>
    <p class="lead">${text}</p>
    <p><a class="button" href="${href}">${label}</a></p>
    ${
      message !== '' &&
      html`<details>
        <summary>For whoever runs this shop</summary>
        <p>${message}</p>
      </details>`
    }
  </section>`;
  return { status, body: renderPage({ title, isConnected, content }) };
}
