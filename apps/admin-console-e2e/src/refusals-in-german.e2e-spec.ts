import type { Browser, Locator, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  findFreePorts,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look, signInToConsole, speakGerman } from './operator.js';

interface Made {
  readonly id: string;
}

const PASSWORD = 'correct horse battery staple';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;
let providerId: string;
let organizationId: string;

beforeAll(async () => {
  gatehouse = await startGatehouse({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  admin = adminApi(gatehouse);
  ({ id: organizationId } = await admin.post<Made>('/api/organizations', { name: 'Nordwind' }));
  ({ id: providerId } = await admin.post<Made>('/api/providers', {
    name: 'Wetterdienst',
    flow: 'authorization_code',
    issuer: await findNobody(),
    clientId: 'gatehouse',
    authenticationMethod: 'client_secret_basic',
    clientSecret: 'a secret of forty-eight characters, or about that',
    scopes: [],
  }));
  await publish('Wetter');
  const person = { username: 'olga', password: PASSWORD, operatorRole: 'operator' };
  await admin.post('/api/users', person);
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  await speakGerman(page, gatehouse.adminUrl);
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

/** An issuer that does not answer. */
async function findNobody(): Promise<string> {
  const [port = 0] = await findFreePorts(1);
  return `http://127.0.0.1:${port}`;
}

const text = (name: string): Locator => page.getByRole('textbox', { name, exact: true });

const publish = (name: string, more: object = {}): Promise<unknown> =>
  admin.post('/api/apis', {
    name,
    basePath: `/${name.toLowerCase()}`,
    targets: [{ url: 'http://127.0.0.1:9' }],
    routes: [{ methods: [], path: '/*', access: 'public', scopes: [], scopeMatch: 'all' }],
    ...more,
  });

/** Asks whether to, and does it while something happens that is in the way. */
async function deleteWhile(path: string, happens: () => Promise<unknown>, typed?: string): Promise<void> {
  await page.goto(gatehouse.adminUrl + path);
  await page.getByRole('button', { name: 'Löschen', exact: true }).click();
  const dialog = page.getByRole('dialog');
  if (typed !== undefined) await dialog.getByRole('textbox').fill(typed);
  const button = dialog.getByRole('button', { name: 'Löschen', exact: true });
  await button.and(page.locator(':enabled')).waitFor();
  await happens();
  await button.click();
}

describe('an operator who reads German is told in German', () => {
  it('that an organization has applications', async () => {
    await deleteWhile(
      `/organizations/${organizationId}`,
      () =>
        admin.post('/api/applications', {
          name: 'Fahrplan',
          kind: 'machine',
          redirectUris: [],
          allowedScopes: [],
          organizationId,
        }),
      'Nordwind',
    );
    await page
      .getByRole('alert')
      .getByText(
        'Dieser Organisation gehören Anwendungen. Geben Sie sie zuerst einer anderen, oder löschen Sie sie.',
      )
      .waitFor();
    await look(page, 'console-de-refused-organization');
  });

  it('which APIs use a provider', async () => {
    await deleteWhile(`/providers/${providerId}`, () => publish('Karten', { providerId }));
    await page
      .getByRole('alert')
      .getByText('Die Ziele dieser APIs bekommen seine Access-Tokens: Karten. Ändern Sie zuerst diese.')
      .waitFor();
  });

  it('what only an admin may see', async () => {
    const context = await browser.newContext();
    const hers = await context.newPage();
    hers.setDefaultTimeout(15_000);
    await hers.goto(gatehouse.adminUrl);
    await hers.getByRole('link', { name: 'Sign in' }).click();
    await fillSignIn(hers, 'olga', PASSWORD);
    await hers.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    await speakGerman(hers, gatehouse.adminUrl);
    await hers.goto(`${gatehouse.adminUrl}/messages`);
    await hers.getByRole('alert').getByText('Nur ein Admin kann Nachrichten an Benutzer lesen.').waitFor();
    await look(hers, 'console-de-refused-messages');
    await context.close();
  });

  it('that a provider does not answer', async () => {
    await page.goto(`${gatehouse.adminUrl}/providers/${providerId}`);
    await page.getByRole('button', { name: 'Verbinden', exact: true }).click();
    await page
      .getByRole('status')
      .getByText('Der Anbieter lässt sich nicht fragen. Prüfen Sie seine Adressen und ob er läuft')
      .waitFor();
  });

  it('that an import would change something else by now', async () => {
    await page.goto(`${gatehouse.adminUrl}/apis`);
    await page.getByRole('button', { name: 'Importieren…' }).click();
    const dialog = page.getByRole('dialog');
    const api = {
      key: 'karten',
      name: 'Karten',
      basePath: '/karten',
      targets: [{ url: 'http://127.0.0.1:9' }],
      routes: [{ path: '/*', access: 'public' }],
    };
    await dialog
      .getByRole('textbox', { name: 'Dokument' })
      .fill(JSON.stringify({ scopes: [{ name: 'karten', title: 'Karten sehen' }], apis: [api] }));
    await dialog.getByRole('button', { name: 'Zeigen, was sich ändert' }).click();
    await dialog.getByRole('button', { name: 'Importieren', exact: true }).waitFor();
    await admin.post('/api/scopes', { name: 'karten', title: 'Karten' });
    await dialog.getByRole('button', { name: 'Importieren', exact: true }).click();
    await dialog
      .getByRole('alert')
      .getByText(
        'Inzwischen würde sich anderes ändern, als Ihnen gezeigt wurde. Sehen Sie es sich noch einmal an.',
      )
      .waitFor();
    await look(page, 'console-de-refused-import');
  });

  it('at the field, which API has the address', async () => {
    await page.goto(`${gatehouse.adminUrl}/apis/new`);
    await text('Name').fill('Zweite');
    await text('Basispfad').fill('/wetter');
    await text('Ziel').fill('http://127.0.0.1:9');
    await page.getByRole('button', { name: 'Veröffentlichen', exact: true }).click();
    await page.getByText('„Wetter“ ist schon unter /wetter veröffentlicht.').first().waitFor();
    await page.getByRole('alert').getByText('Einige Felder können so nicht angenommen werden.').waitFor();
    await look(page, 'console-de-refused-address');
  });

  it('how a target answers, and what may not do what is meant before it is saved', async () => {
    await text('Basispfad').fill('/wetter/zweite');
    await text('Ziel').fill(gatehouse.adminUrl);
    await page.getByRole('button', { name: 'Verbindung ausprobieren' }).click();
    await page
      .getByRole('status')
      .getByText(/: Es antwortet \(HTTP \d{3}\)\.$/)
      .waitFor();
    await text('Ziel').fill('http://127.0.0.1:9');
    await page.getByRole('button', { name: 'Verbindung ausprobieren' }).click();
    await page.getByRole('status').getByText('http://127.0.0.1:9: An diesem Port hört niemand.').waitFor();
    await page.getByRole('button', { name: 'Route 1 entfernen' }).click();
    await page.getByRole('button', { name: 'Veröffentlichen', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Sie nimmt „Wetter“ die Aufrufe unterhalb von /wetter/zweite weg.').waitFor();
    await dialog.getByText('Ohne Route kann nichts aufgerufen werden.').waitFor();
    await look(page, 'console-de-warnings');
  });

  it('what is wrong with a document of APIs, and where', async () => {
    await page.goto(`${gatehouse.adminUrl}/apis`);
    await page.getByRole('button', { name: 'Importieren…' }).click();
    const dialog = page.getByRole('dialog');
    const api = ['apis:', '  - key: Neu', '    name: Neu', '    basePath: /neu', '    routes: []'];
    await dialog
      .getByRole('textbox', { name: 'Dokument' })
      .fill([...api, '    targets: [{ url: http://127.0.0.1:9, port: 8 }]'].join('\n'));
    await dialog.getByRole('button', { name: 'Zeigen, was sich ändert' }).click();
    const alert = dialog.getByRole('alert');
    await alert.getByText('Das ist hier nicht bekannt. (Zeile 6)').waitFor();
    await alert.getByText('Ein Schlüssel hat Kleinbuchstaben, Ziffern und ._-').waitFor();
    const known = [...api, '    targets: [{ url: http://127.0.0.1:9 }]', '    provider: Niemand'];
    await dialog.getByRole('textbox', { name: 'Dokument' }).fill(known.join('\n').replace('Neu', 'neu'));
    await dialog.getByRole('button', { name: 'Zeigen, was sich ändert' }).click();
    await alert.getByText('Hier gibt es keinen Anbieter „Niemand“. (Zeile 7)').waitFor();
    await look(page, 'console-de-refused-apis');
  });

  it('what is wrong with an OpenAPI document, and what becomes of one', async () => {
    await page.goto(`${gatehouse.adminUrl}/apis/import`);
    const document = text('OpenAPI-Dokument');
    await document.fill('openapi: 3.2.0\npaths: {}');
    await page.getByRole('button', { name: 'Ansehen', exact: true }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('OpenAPI „3.2.0“ wird nicht unterstützt, nur 3.0 und 3.1.').waitFor();
    const responses = { 200: { description: 'Gut' } };
    const described = {
      openapi: '3.1.0',
      info: { title: 'Pegel', version: '1' },
      servers: [{ url: 'https://pegel.example' }],
      paths: {
        '/pegel*': { get: { responses } },
        '/pegel': { get: { security: [{ key: [] }], responses } },
      },
      components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    };
    await document.fill(JSON.stringify({ ...described, info: { version: '1' } }, null, 2));
    await page.getByRole('button', { name: 'Ansehen', exact: true }).click();
    await alert.getByText('Hier fehlt „title“. (bei /info, Zeile 3)').waitFor();
    await look(page, 'console-de-refused-openapi');
    await document.fill(JSON.stringify(described, null, 2));
    await page.getByRole('button', { name: 'Ansehen', exact: true }).click();
    await page.getByText('Weggelassen. Ein Stern in einem Pfad wird nicht unterstützt.').waitFor();
    await page.getByText('„key“ (apiKey) ist kein Access-Token: Das Gateway verlangt').waitFor();
    await look(page, 'console-de-openapi-notes');
  });
});
