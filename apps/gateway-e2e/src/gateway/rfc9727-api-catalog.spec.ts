import type { ApiDetail, CatalogueDetail, CatalogueEntry, Page } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { openStage, type Stage } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { publish } from './gateway-stage.js';

interface Linkset {
  readonly linkset: readonly {
    readonly anchor: string;
    readonly item?: readonly { readonly href: string; readonly title: string }[];
    readonly 'service-doc'?: readonly { readonly href: string }[];
    readonly 'service-meta'?: readonly { readonly href: string }[];
  }[];
}

const UPSTREAM = 'http://127.0.0.1:9';

let stage: Stage;
let listed: ApiDetail;
let unlisted: ApiDetail;

beforeAll(async () => {
  stage = await openStage();
  listed = await publish(stage, UPSTREAM, { description: 'Your photos.', policies: { isListed: true } });
  unlisted = await publish(stage, UPSTREAM, { name: 'Payroll', basePath: '/payroll' });
});
afterAll(stopAllGatehouses);

const fetchCatalog = (init?: RequestInit): Promise<Response> =>
  fetch(`${stage.gatehouse.gatewayUrl}/.well-known/api-catalog`, init);

const readCatalog = async (): Promise<Linkset> => (await (await fetchCatalog()).json()) as Linkset;

const ask = (path: string): Promise<Response> => fetch(`${stage.gatehouse.authUrl}/catalogue/apis${path}`);

describe('the catalogue for programs (RFC 9727)', () => {
  it('names the APIs that are listed and no other, each with its metadata and its page (§4)', async () => {
    const response = await fetchCatalog();
    expect(response.headers.get('content-type')).toBe(
      'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"',
    );
    const { linkset } = (await response.json()) as Linkset;
    const [catalog, api] = linkset;
    expect(catalog?.item).toEqual([{ href: listed.audience, title: 'Flickr photos' }]);
    expect(api?.anchor).toBe(listed.audience);
    expect(linkset).toHaveLength(2);

    const metadata = await fetch(api?.['service-meta']?.[0]?.href ?? '');
    expect(await metadata.json()).toMatchObject({ resource: listed.audience });
    const page = await fetch(api?.['service-doc']?.[0]?.href ?? '', { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
  });

  it('says where it is to whoever asks with HEAD (§2)', async () => {
    const response = await fetchCatalog({ method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('link')).toContain('/.well-known/api-catalog>; rel="api-catalog"');
    expect(await response.text()).toBe('');
  });

  it('takes nothing else', async () => {
    const response = await fetchCatalog({ method: 'POST' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('the catalogue for people', () => {
  it('has what a client developer needs', async () => {
    const detail = (await (await ask(`/${listed.id}`)).json()) as CatalogueDetail;
    expect(detail).toMatchObject({
      name: 'Flickr photos',
      description: 'Your photos.',
      url: listed.audience,
      audience: listed.audience,
      issuer: stage.gatehouse.issuer,
      tokenEndpoint: `${stage.gatehouse.issuer}/oauth2/token`,
    });
    expect(detail.operations.map(({ path }) => path)).toContain('/photos/{id}/image');
    expect(detail.scopes.map(({ name }) => name)).toEqual(['photos', 'albums', 'prints']);
    // Where the service is, is nobody's business.
    expect(JSON.stringify(detail)).not.toContain(UPSTREAM);
  });

  it.each([
    ['', 1],
    ['?search=PHOTOS', 1],
    ['?search=payroll', 0],
    ['?page=2', 1],
  ])('is searched and paged: %s', async (query, total) => {
    const found = (await (await ask(query)).json()) as Page<CatalogueEntry>;
    expect(found.total).toBe(total);
    expect(found.items.some(({ id }) => id === unlisted.id)).toBe(false);
  });

  it.each([() => unlisted.id, () => 'none', () => '%00'])('does not say what is not listed', async (id) => {
    const response = await ask(`/${id()}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ title: 'Not in the catalogue' });
  });

  it('refuses what is no page', async () => {
    expect((await ask('?page=0')).status).toBe(400);
  });
});

it('an API that is disabled or taken out is gone from both', async () => {
  const { id, name, basePath, targets, routes } = unlisted;
  const input = {
    name,
    basePath,
    targets,
    routes: routes.map(({ id: _id, ...route }) => route),
    policies: { isListed: true },
  };
  const shown = await stage.admin.put<ApiDetail>(`/api/apis/${id}`, { ...input, version: unlisted.version });
  await waitUntil('the API to be listed', async () => (await readCatalog()).linkset.length === 3);
  await stage.admin.put(`/api/apis/${id}`, { ...input, enabled: false, version: shown.version });
  await waitUntil('the API to be gone', async () => (await readCatalog()).linkset.length === 2);
  expect((await ask(`/${id}`)).status).toBe(404);
});
