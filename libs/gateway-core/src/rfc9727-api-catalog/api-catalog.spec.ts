import { buildApiCatalog } from './api-catalog.js';

const ORIGIN = 'https://api.example';

test('names each API, and what is said of it (RFC 9727 §4)', () => {
  const item = {
    url: `${ORIGIN}/flickr`,
    title: 'Flickr photos',
    pageUrl: 'https://id.example/apis?api=1',
    metadataUrl: `${ORIGIN}/.well-known/oauth-protected-resource/flickr`,
  };
  expect(buildApiCatalog(ORIGIN, [item])).toEqual({
    linkset: [
      {
        anchor: `${ORIGIN}/.well-known/api-catalog`,
        item: [{ href: item.url, title: 'Flickr photos' }],
      },
      {
        anchor: item.url,
        'service-doc': [{ href: item.pageUrl, type: 'text/html' }],
        'service-meta': [{ href: item.metadataUrl, type: 'application/json' }],
      },
    ],
  });
});

test('leaves out metadata that there is not', () => {
  const catalog = buildApiCatalog(ORIGIN, [
    { url: `${ORIGIN}/a`, title: 'A', pageUrl: 'https://id.example/apis?api=2', metadataUrl: undefined },
  ]);
  expect(JSON.stringify(catalog)).not.toContain('service-meta');
});

test('is there where nothing is listed', () => {
  expect(buildApiCatalog(ORIGIN, [])).toEqual({
    linkset: [{ anchor: `${ORIGIN}/.well-known/api-catalog`, item: [] }],
  });
});
