import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import {
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let browser: Browser;
let page: Page;
const upstream: Server = createServer((_, response) => response.end('pets'));

beforeAll(async () => {
  gatehouse = await startGatehouse();
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  upstream.closeAllConnections();
  upstream.close();
  await browser?.close();
  await stopAllGatehouses();
});

const DOCUMENT = `openapi: 3.0.3
info: { title: Pet shop, version: 1.0.0, description: Pets and their owners. }
paths:
  /pets:
    get:
      security: []
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 100 } }
      responses: { '200': { description: Pets } }
    post:
      security: [{ oauth: [pets:write] }, { oauth: [pets:admin] }, { oauth: [pets:write, pets:read] }]
      responses: { '201': { description: Added } }
  /owners/{id}:
    get:
      security: [{ oauth: [pets:read] }]
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses: { '200': { description: An owner } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://auth.example/token
          scopes: { pets:read: See your pets., pets:write: Change your pets., pets:admin: '' }
`;

const LATER = DOCUMENT.replace('version: 1.0.0', 'version: 2.0.0')
  .replace('maximum: 100', 'maximum: 10')
  .replace(/ {2}\/owners[\s\S]*?(?=components:)/, '');

const text = (name: string) => page.getByRole('textbox', { name });
const button = (name: string) => page.getByRole('button', { name, exact: true });

async function chooseFile(content: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({
    name: 'pets.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from(content),
  });
  await page.getByText('pets.yaml').waitFor();
}

const statusOf = async (path: string): Promise<number> => {
  const response = await fetch(`${gatehouse.gatewayUrl}${path}`);
  await response.body?.cancel();
  return response.status;
};

it('an operator is told where a document is wrong, and loses nothing', async () => {
  await page.getByRole('link', { name: 'APIs', exact: true }).click();
  await page.getByRole('link', { name: 'Import from OpenAPI' }).click();
  await page.getByRole('heading', { name: 'Import from OpenAPI' }).waitFor();
  const broken = DOCUMENT.replace('title: Pet shop, ', '').replace(
    "'200': { description: Pets }",
    "'200': {}",
  );
  await text('OpenAPI document').fill(broken);
  await button('Look at it').click();
  await page.getByText('This document cannot be used.').waitFor();
  await page.getByText(/\(at \/info, line 2\)/).waitFor();
  expect(await text('OpenAPI document').inputValue()).toBe(broken);
  await look(page, 'console-openapi-refused');
});

it('sees what a file would make, says where the service is, and creates the API', async () => {
  await text('OpenAPI document').fill('');
  await chooseFile(DOCUMENT);
  await button('Look at it').click();
  await page.getByRole('heading', { name: 'Import Pet shop' }).waitFor();
  await page.getByText('/owners/{id}').waitFor();
  expect(await page.getByText('New', { exact: true }).count()).toBe(3);
  await look(page, 'console-openapi-preview');
  await text('Upstream').fill(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  await text('Base path').fill('/shop');
  await page.getByRole('combobox', { name: 'Requests that are not as the document has them' }).click();
  await page.getByRole('option', { name: 'Refuse' }).click();
  await button('Create API').click();
  await page.getByRole('heading', { name: 'Pet shop', exact: true, level: 1 }).waitFor();
  expect(await statusOf('/shop/pets?limit=50')).toBe(200);
  expect(await statusOf('/shop/pets?limit=x')).toBe(400);
});

it('finds the setting at the API, and the document as it was', async () => {
  const section = page.getByRole('region', { name: 'OpenAPI' });
  await section.getByText(/^Pet shop 1\.0\.0, since/).waitFor();
  const mode = section.getByRole('combobox', { name: 'Requests that are not as the document has them' });
  expect(await mode.inputValue()).toBe('Refuse');
  await look(page, 'console-api-contract');
  await page.getByRole('link', { name: 'Update from OpenAPI' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  expect(await readFile(await (await downloading).path(), 'utf8')).toBe(DOCUMENT);
});

it('looks at what a later document changes, in the dark and on a phone, and applies it', async () => {
  await chooseFile(LATER);
  await button('Show the difference').click();
  await page.getByRole('heading', { name: 'Pet shop 2.0.0' }).waitFor();
  await page.getByText('One change breaks callers.').waitFor();
  await page.getByRole('row', { name: /^Breaking Removed GET \/owners\/\{id\}/ }).waitFor();
  await page.getByRole('row', { name: /^May break Requests GET \/pets/ }).waitFor();
  await look(page, 'console-openapi-difference');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'console-openapi-difference-phone-dark');
  expect(await statusOf('/shop/owners/7')).toBe(401);
  await button('Apply all the same').click();
  await page.getByRole('heading', { name: 'Pet shop', exact: true, level: 1 }).waitFor();
  expect(await statusOf('/shop/owners/7')).toBe(404);
  expect(await statusOf('/shop/pets?limit=50')).toBe(400);
});
