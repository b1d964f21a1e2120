import type { ServerResponse } from 'node:http';
import type { Brand, BrandLogo, SnapshotSource } from '@gatehouse/persistence';

/** Where logos are; a new one has a new address. */
export const LOGO_PATH = '/brand/logo-';

export const findLogoPath = ({ hash }: BrandLogo): string => LOGO_PATH + hash.slice(0, 32);

/** What the pages' script is told of the brand; undefined where nothing differs from Gatehouse itself. */
export function describeBrand({ logo, version: _, texts, ...brand }: Brand): object | undefined {
  const said = Object.keys(texts).length === 0 ? null : texts;
  const facts = Object.entries({
    ...brand,
    texts: said,
    logoPath: logo === null ? null : findLogoPath(logo),
  });
  const told = facts.filter(([, value]) => value !== null);
  return told.length === 0 ? undefined : Object.fromEntries(told);
}

/** A picture and nothing else, whatever is in it. */
export const logoHeaders = ({
  type,
  bytes,
}: Pick<BrandLogo, 'type' | 'bytes'>): Record<string, string | number> => ({
  'Content-Type': type,
  'Content-Length': bytes.length,
  'Cache-Control': 'public, max-age=31536000, immutable',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
});

export function sendNoLogo(response: ServerResponse, status: 404 | 500 | 503): void {
  response.writeHead(status, { 'Content-Length': '0', 'Cache-Control': 'no-store' });
  response.end();
}

/** Answers with the logo, if that is its address still. */
export function sendLogo(
  snapshots: Pick<SnapshotSource, 'current'>,
  path: string,
  response: ServerResponse,
): void {
  const { logo } = snapshots.current().brand;
  if (logo === null || findLogoPath(logo) !== path) {
    sendNoLogo(response, 404);
    return;
  }
  response.writeHead(200, logoHeaders(logo));
  response.end(logo.bytes);
}
