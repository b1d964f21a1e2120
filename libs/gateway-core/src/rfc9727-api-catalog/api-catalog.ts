/** RFC 9727 §2. */
export const API_CATALOG_PATH = '/.well-known/api-catalog';

/** RFC 9264 §4.2, with the profile of RFC 9727 §4.2. */
export const API_CATALOG_TYPE = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"';

/** A listed API and what is said of it elsewhere. */
export interface CatalogItem {
  /** Where it is called. */
  readonly url: string;
  readonly title: string;
  /** A page for client developers. */
  readonly pageUrl: string;
  /** Its protected resource metadata (RFC 9728); undefined: it has none. */
  readonly metadataUrl: string | undefined;
}

/** RFC 9727 §4: the linkset that names each API (`item`), and for each what is known of it. */
export function buildApiCatalog(origin: string, items: readonly CatalogItem[]): object {
  return {
    linkset: [
      {
        anchor: origin + API_CATALOG_PATH,
        item: items.map(({ url, title }) => ({ href: url, title })),
      },
      ...items.map(({ url, pageUrl, metadataUrl }) => ({
        anchor: url,
        // RFC 8631 §4: for people, and about the service.
        'service-doc': [{ href: pageUrl, type: 'text/html' }],
        ...(metadataUrl && { 'service-meta': [{ href: metadataUrl, type: 'application/json' }] }),
      })),
    ],
  };
}
