import type { ServerResponse } from 'node:http';
import type { Sealing } from '../../platform/sealing.js';
import type { NativeHandler } from '../endpoints/http.js';

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
): string {
  const text = JSON.stringify({ ...facts, expiresAt: now + LIFETIME_MS });
  return `${issuer}${SIGNED_OUT_PATH}?done=${sealing.seal(Buffer.from(text), CONTEXT).toString('base64url')}`;
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

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

// Goes on when every client has been told, and after three seconds whatever they do.
const SCRIPT = `const next = document.getElementById('next').href;
const frames = [...document.querySelectorAll('iframe')];
const loaded = frames.map((frame) => new Promise((resolve) => frame.addEventListener('load', resolve)));
const pause = new Promise((resolve) => setTimeout(resolve, 3000));
Promise.race([Promise.all(loaded), pause]).then(() => location.replace(next));
`;

function render(response: ServerResponse, { frames, next }: SignedOut): void {
  const origins = [...new Set(frames.map((address) => new URL(address).origin))];
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Signing you out</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"></head>
<body><main><h1>Signing you out</h1><p>We are telling the applications that you used.
<a id="next" href="${escape(next)}">Go on</a></p></main>
${frames.map((address) => `<iframe hidden title="Signing out" src="${escape(address)}"></iframe>`).join('')}
<script src="${SIGNED_OUT_SCRIPT_PATH}"></script></body></html>`;
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Content-Security-Policy': `default-src 'none'; script-src 'self'; frame-src ${origins.join(' ')}; frame-ancestors 'none'; base-uri 'none'`,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  response.end(body);
}

export const sendSignedOutScript: NativeHandler = (_, response) => {
  response.writeHead(200, {
    'Content-Type': 'text/javascript; charset=utf-8',
    'Content-Length': Buffer.byteLength(SCRIPT),
    'Cache-Control': 'public, max-age=86400',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(SCRIPT);
};

export const createSignedOutPage =
  (sealing: Sealing, now: () => number, showGone: (response: ServerResponse) => void): NativeHandler =>
  (request, response) => {
    const facts = openSignedOut(sealing, request.url ?? '/', now());
    if (facts === undefined) showGone(response);
    else render(response, facts);
  };
