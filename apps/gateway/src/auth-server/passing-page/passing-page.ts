import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { chooseLanguage, type Language } from '../../platform/language.js';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };

/** By language; the compiler misses what a language lacks. */
const TEXTS: Readonly<Record<Language, typeof en>> = { en, de, fr };

// What is over at once shows no words at all: they would flash.
const STYLE = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:1rem/1.5 system-ui,sans-serif;color:#1a201e;background:#f6f8f7}
main{max-width:26rem;padding:2rem;text-align:center}
h1{margin:0 0 .5rem;font-size:1.4rem;line-height:1.3}
a{color:#13674f}
button{padding:.6rem 1.4rem;font:inherit;cursor:pointer}
:focus-visible{outline:2px solid;outline-offset:2px}
.late{animation:appear 0s 1s both}
@keyframes appear{from{visibility:hidden}to{visibility:visible}}
@media (prefers-color-scheme:dark){body{color:#e6ebe9;background:#121715}a{color:#7fceb2}}`;

const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

interface PassingPage<Name extends keyof typeof en> {
  readonly name: Name;
  /** What the page may do beside running our script: directives of its content security policy. */
  readonly policy: string;
  /** The page's own script: the policy allows none in the page itself. */
  readonly scriptPath: string;
  /** HTML, of these words. */
  readonly write: (words: (typeof en)[Name]) => string;
}

/** A page that browsers leave by themselves, in the language and the colours of whoever sees it all the same. */
export function sendPassingPage<Name extends keyof typeof en>(
  response: ServerResponse,
  { name, policy, scriptPath, write }: PassingPage<Name>,
): void {
  const language = chooseLanguage(response.req);
  const words = TEXTS[language][name];
  const body = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${words.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head>
<body>${write(words)}
<script src="${scriptPath}"></script></body></html>`;
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Content-Language': language,
    'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src ${STYLE_SOURCE}; ${policy}; frame-ancestors 'none'; base-uri 'none'`,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  response.end(body);
}

/** The script of such a page. */
export function sendPassingScript(response: ServerResponse, script: string): void {
  response.writeHead(200, {
    'Content-Type': 'text/javascript; charset=utf-8',
    'Content-Length': Buffer.byteLength(script),
    'Cache-Control': 'public, max-age=86400',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(script);
}
