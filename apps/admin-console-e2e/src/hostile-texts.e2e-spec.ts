import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { expectText, MARKUP, SCRIPT, URL_OF_SCRIPT, watch } from './hostile-texts.js';
import { signInToConsole } from './operator.js';

const CALLBACK = 'https://print.example/callback';
const JWKS_URI = 'https://idp.example/jwks';

/** A document whose every word is markup, as somebody may have sent it to an operator. */
const DOCUMENT = JSON.stringify({
  openapi: '3.0.3',
  info: { title: MARKUP, version: SCRIPT, description: MARKUP },
  tags: [{ name: MARKUP, description: MARKUP }],
  paths: {
    '/prints': {
      get: {
        summary: MARKUP,
        description: MARKUP,
        operationId: MARKUP,
        tags: [MARKUP],
        security: [{ oauth: ['prints'] }],
        parameters: [{ name: SCRIPT, in: 'query', description: MARKUP, schema: { type: 'string' } }],
        responses: { 200: { description: MARKUP } },
      },
    },
  },
  components: {
    securitySchemes: {
      oauth: {
        type: 'oauth2',
        description: MARKUP,
        flows: {
          clientCredentials: { tokenUrl: 'https://auth.example/token', scopes: { prints: MARKUP } },
        },
      },
    },
  },
});
const LATER = DOCUMENT.replace('/prints', '/pictures');

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;
let complaints: string[];
let clientId: string;
let apiId: string;
const ids = new Map<string, string>();

/** Markup wherever an operator, or whoever gave them a file, can write. */
async function furnish(): Promise<void> {
  const create = async (path: string, body: object): Promise<void> => {
    const { id } = await admin.post<{ id: string }>(`/api/${path}`, body);
    ids.set(path, id);
  };
  await create('organizations', { name: SCRIPT, description: MARKUP });
  await admin.patch(`/api/organizations/${ids.get('organizations')}`, { version: 1, name: MARKUP });
  await create('identity-providers', {
    name: MARKUP,
    slug: 'markup',
    issuer: 'https://login.example',
    clientId: MARKUP,
    authenticationMethod: 'client_secret_basic',
    clientSecret: 'a secret of forty-eight characters, or about that',
  });
  await create('trusted-issuers', {
    name: MARKUP,
    issuer: 'https://idp.example',
    jwksUri: JWKS_URI,
    clientIds: [],
    subjectMapping: 'username',
    allowedScopes: [],
  });
  const { application } = await admin.post<{ application: { id: string; clientIds: string[] } }>(
    '/api/applications',
    { name: MARKUP, kind: 'web', redirectUris: [CALLBACK], allowedScopes: ['openid'] },
  );
  clientId = application.clientIds[0] ?? '';
  await admin.post(`/api/applications/${application.id}/api-keys`, { name: MARKUP, scopes: [] });
  ids.set('applications', application.id);
  await create('outside-issuers', {
    name: MARKUP,
    issuer: 'https://partner.example',
    judgement: 'jwt',
    jwksUri: 'https://partner.example/jwks',
    clients: [{ clientId: MARKUP, applicationId: application.id }],
    allowedScopes: [],
  });
  ({ id: apiId } = await admin.post<{ id: string }>('/api/apis/openapi', {
    document: DOCUMENT,
    basePath: '/prints',
    targets: [{ url: 'http://127.0.0.1:9' }],
  }));
  const { version } = await admin.get<{ version: number }>('/api/brand');
  await admin.put('/api/brand', { version, name: MARKUP, texts: { de: { name: MARKUP } } });
}

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  await furnish();
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 850 } });
  page.setDefaultTimeout(30_000);
  complaints = watch(page);
});
beforeEach(() => {
  complaints.length = 0;
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

describe('texts that are markup', () => {
  it('are text on every page of the console', async () => {
    await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
    const paths = [
      'organizations',
      'identity-providers',
      'trusted-issuers',
      'outside-issuers',
      'applications',
    ];
    const { items } = await admin.get<{ items: { number: number; changes: { after?: unknown }[] }[] }>(
      '/api/audit?limit=50',
    );
    const told = items.filter(({ changes }) => changes.some(({ after }) => after === MARKUP));
    expect(told.length).toBeGreaterThan(4);
    for (const [path, texts] of [
      ...paths.map((path) => [path, [MARKUP]] as const),
      ...paths.map((path) => [`${path}/${ids.get(path)}`, []] as const),
      ['audit', [MARKUP]] as const,
      ...told.map(({ number }) => [`audit/${number}`, [MARKUP]] as const),
      ...['brand', 'overview', 'team', 'settings'].map((path) => [path, []] as const),
    ]) {
      await page.goto(`${gatehouse.adminUrl}/${path}`);
      await expectText(page, complaints, path, texts);
    }
  });

  it('are text where an OpenAPI document says them: before it is taken, in what changes, and after', async () => {
    const choose = async (document: string): Promise<void> => {
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'prints.json', mimeType: 'application/json', buffer: Buffer.from(document) });
      await page.getByText('prints.json').waitFor();
    };
    await page.goto(`${gatehouse.adminUrl}/apis/import`);
    await choose(DOCUMENT);
    await page.getByRole('button', { name: 'Look at it', exact: true }).click();
    await expectText(page, complaints, 'the preview', [MARKUP]);
    await page.goto(`${gatehouse.adminUrl}/apis/${apiId}/openapi`);
    await choose(LATER);
    await page.getByRole('button', { name: 'Show the difference', exact: true }).click();
    await expectText(page, complaints, 'the difference', [MARKUP, '/pictures']);
    for (const path of ['apis', `apis/${apiId}`, 'scopes', 'scopes/prints']) {
      await page.goto(`${gatehouse.adminUrl}/${path}`);
      await expectText(page, complaints, path);
    }
    const { version, name, description } = await admin.get<{
      version: number;
      name: string;
      description: string;
    }>(`/api/apis/${apiId}`);
    expect([name, description]).toEqual([MARKUP, MARKUP]);
    await admin.put(`/api/apis/${apiId}`, {
      version,
      name,
      description,
      basePath: '/prints',
      targets: [{ url: 'http://127.0.0.1:9' }],
      policies: { isListed: true },
      routes: [
        { methods: ['GET'], path: '/prints', access: 'scopes', scopes: ['prints'], scopeMatch: 'all' },
      ],
    });
    await page.goto(`${gatehouse.authUrl}/apis?api=${apiId}`);
    await expectText(page, complaints, 'the catalogue', [MARKUP]);
  });

  it('are text on the pages of end users, in the brand and in the names of providers', async () => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: CALLBACK,
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      ui_locales: 'de',
    });
    // The operator is signed in, and would not be asked.
    await page.context().clearCookies();
    await page.goto(`${gatehouse.authUrl}/oauth2/authorize?${query.toString()}`);
    await page.getByRole('button', { name: /img src=x/ }).waitFor();
    await expectText(page, complaints, 'sign-in', [MARKUP]);
    await page.goto(`${gatehouse.authUrl}/account`);
    await expectText(page, complaints, 'the account', [MARKUP]);
  });
});

describe('what would be more than text is refused', () => {
  const application = { name: 'Shop', kind: 'web', redirectUris: [CALLBACK] };
  const brand = async (change: object): Promise<number> => {
    const { version } = await admin.get<{ version: number }>('/api/brand');
    return (await admin.request('PUT', '/api/brand', { version, ...change })).status;
  };

  it.each([
    { supportUrl: URL_OF_SCRIPT },
    { termsUrl: URL_OF_SCRIPT },
    { privacyUrl: 'data:text/html,<script>window.hasRun=1</script>' },
    { texts: { fr: { termsUrl: URL_OF_SCRIPT } } },
    // The colour becomes a rule of every page.
    { accent: 'red' },
    { accent: '#13674f;}body{display:none}' },
    { accent: '#13674f\n' },
    { accent: 'url(https://evil.example/x)' },
    { accent: 'var(--mantine-color-red-6)' },
    // An SVG picture can carry a script; no name of another format makes it one of ours.
    { logo: toDataUri('image/svg+xml') },
    { logo: toDataUri('image/png') },
    { logo: toDataUri('image/webp') },
    { logo: toDataUri('image/png;image/svg+xml') },
    { logo: toDataUri('text/html') },
  ])('of a brand: %j', async (change) => {
    const before = await admin.get<object>('/api/brand');
    expect(await brand(change)).toBe(400);
    expect(await admin.get<object>('/api/brand')).toEqual(before);
  });

  it.each(['homepageUrl', 'privacyUrl', 'termsUrl'])('as the %s of an application', async (field) => {
    const wanted = admin.post('/api/applications', { ...application, [field]: URL_OF_SCRIPT });
    await expect(wanted).rejects.toThrow(field);
  });

  it('as a redirect URI, or as the logo of an application', async () => {
    const wanted = admin.post('/api/applications', { ...application, redirectUris: [URL_OF_SCRIPT] });
    await expect(wanted).rejects.toThrow('redirectUris');
    const path = `/api/applications/${ids.get('applications')}`;
    const { version } = await admin.get<{ version: number }>(path);
    for (const type of ['image/svg+xml', 'image/png']) {
      const logo = admin.put(`${path}/logo`, { version, logo: toDataUri(type) });
      await expect(logo).rejects.toThrow('logo');
    }
  });
});

/** A picture that is a script, under the name of a format. */
function toDataUri(type: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.hasRun=1">${SCRIPT}</svg>`;
  return `data:${type};base64,${Buffer.from(svg).toString('base64')}`;
}
