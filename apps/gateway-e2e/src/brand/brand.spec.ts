import type { BrandDetail } from '@gatehouse/dto';
import { startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { openStage, type Stage } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

/** One transparent pixel. */
const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stopAllGatehouses());

const get = (): Promise<BrandDetail> => stage.admin.get('/api/brand');

async function change(body: object): Promise<BrandDetail> {
  const { version } = await get();
  return stage.admin.put('/api/brand', { ...body, version });
}

/** What a page of the authorization server tells its script. */
async function readFacts(authUrl: string): Promise<Record<string, Record<string, unknown> | undefined>> {
  const page = await fetch(`${authUrl}/sign-in`, { headers: { accept: 'text/html' } });
  const content = /<meta name="gatehouse-page" content="([^"]*)">/.exec(await page.text())?.[1] ?? '{}';
  const text = content
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return JSON.parse(text) as Awaited<ReturnType<typeof readFacts>>;
}

describe('a brand', () => {
  it('is none at the start', async () => {
    expect(await get()).toMatchObject({ name: null, accent: null, logo: null, logoUrl: null });
    expect(await readFacts(stage.gatehouse.authUrl)).toEqual({});
  });

  it('reaches every page, of every node, and outlives a restart', async () => {
    const other = await startGatehouse({ roles: ['auth'], database: stage.gatehouse.databaseUrl });
    await change({
      name: 'Acme <&"> Photos',
      accent: '#7A1FA2',
      termsUrl: 'https://acme.example/terms',
      logo: PNG,
    });
    const expected = {
      name: 'Acme <&"> Photos',
      accent: '#7a1fa2',
      termsUrl: 'https://acme.example/terms',
      logoPath: expect.stringMatching(/^\/brand\/logo-[0-9a-f]{32}$/),
    };
    expect((await readFacts(stage.gatehouse.authUrl))['brand']).toEqual(expected);
    await waitUntil('the other node', async () => (await readFacts(other.authUrl))['brand'] !== undefined);
    expect((await readFacts(other.authUrl))['brand']).toEqual(expected);
    await other.stop();
    await stage.gatehouse.restart();
    expect((await readFacts(stage.gatehouse.authUrl))['brand']).toEqual(expected);
  });

  it('has a logo under an address of its own, which is a picture and nothing else', async () => {
    const { logoUrl } = await change({ logo: PNG });
    const response = await fetch(logoUrl ?? '');
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(Buffer.from(await response.arrayBuffer()).toString('base64')).toBe(PNG.slice(22));
    await change({ logo: null });
    expect((await fetch(logoUrl ?? '')).status).toBe(404);
  });

  it('keeps its logo when that is left out of a change', async () => {
    await change({ logo: PNG });
    expect((await change({ name: 'Still' })).logo).toBe(PNG);
    expect((await change({ name: null, logo: null })).logo).toBeNull();
  });
});

describe('a change is refused, and nothing is lost', () => {
  it.each([
    ['no colour', 'accent', 'red'],
    ['a colour that white cannot be read on', 'accent', '#ffee00'],
    ['an empty name', 'name', ''],
    ['a script for a link', 'termsUrl', 'javascript:alert(1)'],
    ['an SVG', 'logo', 'data:image/svg+xml;base64,PHN2Zy8+'],
    ['a text that says it is a picture', 'logo', 'data:image/png;base64,PHNjcmlwdD4='],
    ['an address for a logo', 'logo', 'https://acme.example/logo.png'],
    ['a large logo', 'logo', `${PNG.slice(0, 40)}${'A'.repeat(70_000)}`],
  ])('%s', async (_, field, value) => {
    const before = await get();
    const answer = await stage.admin.request<{ errors?: { field: string }[] }>('PUT', '/api/brand', {
      [field]: value,
      version: before.version,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map((error) => error.field)).toContain(field);
    expect(await get()).toEqual(before);
  });

  it('made from an older version', async () => {
    const { version } = await get();
    await change({ name: 'Newer' });
    const answer = await stage.admin.request('PUT', '/api/brand', { name: 'Older', version });
    expect(answer.status).toBe(409);
  });
});
