import type { ServerResponse } from 'node:http';
import type { Brand } from '@gatehouse/persistence';
import { LANGUAGE_PARAMETER, type Language } from '../../platform/language.js';
import type { Platform } from '../../platform/platform.tokens.js';
import type { Sealing } from '../../platform/sealing.js';
import type { NativeHandler } from '../endpoints/http.js';
import { escapeHtml, sendPassingPage, sendPassingScript } from '../passing-page/passing-page.js';

/** What the page after a log-out does: load an address at each client, unseen, and go on. */
export interface SignedOut {
  /** OpenID Connect Front-Channel Logout §2. */
  readonly frames: readonly string[];
  readonly next: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export const SIGNED_OUT_PATH = '/oauth2/signed-out';
export const SIGNED_OUT_SCRIPT_PATH = '/oauth2/signed-out.js';
const CONTEXT = 'signed-out';
const LIFETIME_MS = 300_000;

/** The address of that page. Sealed: nobody else can make our page load an address or lead to one. */
export function makeSignedOutAddress(
  sealing: Sealing,
  issuer: string,
  facts: Pick<SignedOut, 'frames' | 'next'>,
  now: number,
  language: Language | undefined,
): string {
  const text = JSON.stringify({ ...facts, expiresAt: now + LIFETIME_MS });
  const done = sealing.seal(Buffer.from(text), CONTEXT).toString('base64url');
  const asked = language === undefined ? '' : `&${LANGUAGE_PARAMETER}=${language}`;
  return `${issuer}${SIGNED_OUT_PATH}?done=${done}${asked}`;
}

function openSignedOut(sealing: Sealing, target: string, now: number): SignedOut | undefined {
  try {
    const sealed = new URL(target, 'http://localhost').searchParams.get('done') ?? '';
    const facts = JSON.parse(sealing.open(Buffer.from(sealed, 'base64url'), CONTEXT).toString()) as SignedOut;
    return facts.expiresAt > now ? facts : undefined;
  } catch {
    return undefined;
  }
}

// Goes on when every client has been told, and after three seconds whatever they do.
const SCRIPT = `const next = document.getElementById('next').href;
const frames = [...document.querySelectorAll('iframe')];
const loaded = frames.map((frame) => new Promise((resolve) => frame.addEventListener('load', resolve)));
const pause = new Promise((resolve) => setTimeout(resolve, 3000));
Promise.race([Promise.all(loaded), pause]).then(() => location.replace(next));
`;

function render(response: ServerResponse, brand: Brand, { frames, next }: SignedOut): void {
  const origins = [...new Set(frames.map((address) => new URL(address).origin))];
  sendPassingPage(
    response,
    { brand },
    {
      name: 'signedOut',
      policy: `frame-src ${origins.join(' ')}`,
      scriptPath: SIGNED_OUT_SCRIPT_PATH,
      write: ({ title, lead, frame, goOn }, mark) => `<main>${mark}<h1>${title}</h1><p>${lead}
<a id="next" href="${escapeHtml(next)}">${goOn}</a></p></main>
${frames.map((address) => `<iframe hidden title="${frame}" src="${escapeHtml(address)}"></iframe>`).join('')}`,
    },
  );
}

export const sendSignedOutScript: NativeHandler = (_, response) => sendPassingScript(response, SCRIPT);

export const createSignedOutPage =
  (
    { sealing, snapshots }: Pick<Platform, 'sealing' | 'snapshots'>,
    now: () => number,
    showGone: (response: ServerResponse) => void,
  ): NativeHandler =>
  (request, response) => {
    const facts = openSignedOut(sealing, request.url ?? '/', now());
    if (facts === undefined) showGone(response);
    else render(response, snapshots.current().brand, facts);
  };
