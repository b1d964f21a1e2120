import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';

export interface PagesOptions {
  /** The entry of this origin: `portal.html` or `console.html`. */
  readonly document: string;
  /** https: then browsers are told to stay with it. */
  readonly isSecure: boolean;
  /** Facts that every page has. */
  readonly describeAll?: () => object | undefined;
  /** The language that a request is answered in. */
  readonly chooseLanguage: (request: IncomingMessage, uiLocales?: readonly string[]) => string;
}

/** The pages of one origin: one document whose script draws them all, and its assets. */
export interface Pages {
  /** Serves an asset, or the document for any other address that a browser navigates to. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Answers with the document; `facts` reach its script in a `meta` element. */
  render(response: ServerResponse, page: RenderedPage): void;
}

interface RenderedPage {
  readonly status: number;
  readonly facts?: object;
  /** The languages that an application asks for, best first. */
  readonly uiLocales?: readonly string[];
}

const DIRECTORY = join(import.meta.dirname, '../../../admin-console/dist');

// No inline script or style, nothing from elsewhere, and no framing (clickjacking).
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Headers of every page and asset. */
export function listSecurityHeaders(isSecure: boolean): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    ...(isSecure ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
}

const escapeAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const writeFacts = (facts: object): string =>
  Object.keys(facts).length === 0
    ? ''
    : `<meta name="gatehouse-page" content="${escapeAttribute(JSON.stringify(facts))}">`;

const fillDocument = (html: string, language: string, meta: string): string =>
  html
    .replace('<html lang="en">', () => `<html lang="${escapeAttribute(language)}">`)
    .replace('</head>', () => `${meta}</head>`);

const NOT_BUILT = '<!doctype html><title>Gatehouse</title><p>The pages are not built: run npm run build.</p>';

/** Reads the built document once. */
export function createPages({ document, isSecure, describeAll, chooseLanguage }: PagesOptions): Pages {
  const headers = listSecurityHeaders(isSecure);
  const file = join(DIRECTORY, document);
  const html = existsSync(file) ? readFileSync(file, 'utf8') : NOT_BUILT;
  const assets = existsSync(DIRECTORY)
    ? sirv(DIRECTORY, { etag: true, extensions: [], gzip: true, brotli: true, setHeaders })
    : undefined;

  function setHeaders(response: ServerResponse, path: string): void {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    // Their names carry a hash of their content.
    const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    response.setHeader('Cache-Control', cache);
  }

  function render(response: ServerResponse, { status, facts, uiLocales }: RenderedPage): void {
    const language = chooseLanguage(response.req, uiLocales);
    const meta = writeFacts({ ...describeAll?.(), ...facts });
    const body = fillDocument(html, language, meta);
    response.writeHead(status, {
      ...headers,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'Content-Language': language,
      'Cache-Control': 'no-store',
    });
    response.end(body);
  }

  function refuse(response: ServerResponse, status: number, text: string): void {
    response.writeHead(status, {
      ...headers,
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': text.length,
    });
    response.end(text);
  }

  return {
    render,
    handle(request, response) {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.setHeader('Allow', 'GET, HEAD');
        return refuse(response, 405, 'Method not allowed');
      }
      // The documents themselves are addressed by the pages' paths, never by their file names.
      if (assets === undefined || request.url === '/' || /\.html(\?|$)/.test(request.url ?? ''))
        return show(request, response);
      assets(request, response, () => show(request, response));
    },
  };

  /** A page for whoever navigates; a script or image that is not there is a plain 404. */
  function show(request: IncomingMessage, response: ServerResponse): void {
    const isNavigation = (request.headers.accept ?? '').includes('text/html');
    if (isNavigation) render(response, { status: 200 });
    else refuse(response, 404, 'Not found');
  }
}
