import type { ServerResponse } from 'node:http';
import type { Brand, BrandLogo, SnapshotSource } from '@gatehouse/persistence';

/** Where logos are; a new one has a new address. */
export const LOGO_PATH = '/brand/logo-';

export const findLogoPath = ({ hash }: BrandLogo): string => LOGO_PATH + hash.slice(0, 32);

/** What the pages' script is told of the brand; undefined where nothing differs from Gatehouse itself. */
export function describeBrand({ logo, version: _, ...brand }: Brand): object | undefined {
  const facts = Object.entries({ ...brand, logoPath: logo === null ? null : findLogoPath(logo) });
  const told = facts.filter(([, value]) => value !== null);
  return told.length === 0 ? undefined : Object.fromEntries(told);
}

/** Answers with the logo, if that is its address still. */
export function sendLogo(
  snapshots: Pick<SnapshotSource, 'current'>,
  path: string,
  response: ServerResponse,
): void {
  const { logo } = snapshots.current().brand;
  if (logo === null || findLogoPath(logo) !== path) {
    response.writeHead(404, { 'Content-Length': '0', 'Cache-Control': 'no-store' });
    response.end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': logo.type,
    'Content-Length': logo.bytes.length,
    'Cache-Control': 'public, max-age=31536000, immutable',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
  response.end(logo.bytes);
}
