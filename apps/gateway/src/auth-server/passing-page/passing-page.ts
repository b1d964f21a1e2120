import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Brand } from '@gatehouse/persistence';
import { findLogoPath } from '../../platform/brand-facts.js';
import { chooseLanguage, type Language } from '../../platform/language.js';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };

/** By language; the compiler misses what a language lacks. */
const TEXTS: Readonly<Record<Language, typeof en>> = { en, de, fr };

/** Of Gatehouse itself: on light ground, and what is readable on dark ground. */
const ACCENT = { light: '#13674f', dark: '#7fceb2' };

/** A brand's own colour fills the button in both schemes; on dark ground, text has a lighter one. */
const findAccent = (accent: string | null): typeof ACCENT =>
  accent !== null && /^#[\da-f]{6}$/i.test(accent)
    ? { light: accent, dark: `color-mix(in oklab,${accent} 30%,white)` }
    : ACCENT;

// What is over at once shows no words at all: they would flash.
const writeStyle = ({ light, dark }: typeof ACCENT): string => `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:1rem/1.5 system-ui,sans-serif;color:#1a201e;background:#f6f8f7}
main{max-width:26rem;padding:2rem;text-align:center}
h1{margin:0 0 .5rem;font-size:1.4rem;line-height:1.3}
a{color:${light}}
button{padding:.6rem 1.4rem;font:inherit;cursor:pointer;color:#fff;background:${light};border:0;border-radius:.5rem}
.brand{display:flex;gap:.6rem;align-items:center;justify-content:center;margin:0 0 1.5rem;font-weight:680}
:focus-visible{outline:2px solid;outline-offset:2px}
.late{animation:appear 0s 1s both}
@keyframes appear{from{visibility:hidden}to{visibility:visible}}
@media (prefers-color-scheme:dark){body{color:#e6ebe9;background:#121715}a{color:${dark}}}`;

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** For whom a page is: whose it is, and the languages that were asked for, best first. */
export interface PassingPageFacts {
  readonly brand: Brand;
  /** OpenID Connect Core §3.1.2.1, RP-Initiated Logout §2. */
  readonly uiLocales?: readonly string[];
}

interface PassingPage<Name extends keyof typeof en> {
  readonly name: Name;
  /** What the page may do beside running our script: directives of its content security policy. */
  readonly policy: string;
  /** The page's own script: the policy allows none in the page itself. */
  readonly scriptPath: string;
  /** HTML, of these words and the mark of whose page it is. */
  readonly write: (words: (typeof en)[Name], mark: string) => string;
}

/** Whose page it is; nothing where that is Gatehouse itself, as the page is over soon. */
function writeBrand({ logo }: Brand, name: string | undefined): string {
  if (logo === null && name === undefined) return '';
  const alt = name === undefined ? 'Logo' : '';
  const image = logo === null ? '' : `<img src="${findLogoPath(logo)}" alt="${alt}" height="32">`;
  return `<p class="brand late">${image}${escapeHtml(name ?? '')}</p>`;
}

/** A page that browsers leave by themselves, in the language and the colours of whoever sees it all the same. */
export function sendPassingPage<Name extends keyof typeof en>(
  response: ServerResponse,
  { brand, uiLocales }: PassingPageFacts,
  { name, policy, scriptPath, write }: PassingPage<Name>,
): void {
  const language = chooseLanguage(response.req, uiLocales);
  const words = TEXTS[language][name];
  const style = writeStyle(findAccent(brand.accent));
  const source = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
  const owner = brand.texts[language]?.name ?? brand.name ?? undefined;
  const body = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${words.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>
<body>${write(words, writeBrand(brand, owner))}
<script src="${scriptPath}"></script></body></html>`;
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Content-Language': language,
    'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src ${source}; img-src 'self'; ${policy}; frame-ancestors 'none'; base-uri 'none'`,
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
