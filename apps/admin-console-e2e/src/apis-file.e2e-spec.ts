import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import {
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

let folder: string;
let file: string;
let upstream: Server;
let gatehouse: RunningGatehouse;
let browser: Browser;
let page: Page;

const api = (key: string, path = '/*'): string => `
  - key: ${key}
    name: The ${key}
    basePath: /${key}
    targets: [{ url: 'http://127.0.0.1:${(upstream.address() as AddressInfo).port}' }]
    routes: [{ path: '${path}', access: public }]`;

async function write(text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'console-apis-'));
  file = join(folder, 'apis.yaml');
  upstream = createServer((_, response) => response.end('here'));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  await write(`revision: 1\napis:${api('photos')}${api('prints')}\n`);
  gatehouse = await startGatehouse({ env: { GATEHOUSE_APIS_FILE: file } });
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  upstream.closeAllConnections();
  upstream.close();
  await browser?.close();
  await stopAllGatehouses();
  await rm(folder, { recursive: true });
});

const call = async (path: string): Promise<number> => {
  const response = await fetch(gatehouse.gatewayUrl + path);
  await response.body?.cancel();
  return response.status;
};
const openApis = (): Promise<void> => page.getByRole('link', { name: 'APIs', exact: true }).click();

it('an operator sees what comes from a file, and can look at it only', async () => {
  await openApis();
  await page.getByText('Revision 1 of the APIs file is in force').waitFor();
  expect(await page.getByText('From the file').count()).toBe(2);
  await page.getByRole('link', { name: 'The photos' }).click();
  await page.getByText('comes from the APIs file').waitFor();
  expect(await page.getByRole('textbox', { name: 'Name', exact: true }).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0);
  // What draws a switch is beside its input, which stays out of sight.
  const published = page.getByRole('switch', { name: 'Published' });
  expect(await published.evaluate((input) => getComputedStyle(input).opacity)).toBe('0');
  await look(page, 'console-api-from-file');
});

it('reads what is wrong with a later one', async () => {
  await write(`revision: 2\napis:${api('photos', 'no slash')}\n`);
  await openApis();
  await page.getByText('Nothing of it is applied').waitFor();
  await page.getByText('(line 7)').waitFor();
  await look(page, 'console-apis-file-wrong');
  await write(`revision: 3\napis:${api('photos')}${api('prints')}\n`);
  await page.getByText('Revision 3 of the APIs file is in force').waitFor();
});

it('releases an API, and changes it', async () => {
  await page.getByRole('link', { name: 'The photos' }).click();
  await page.getByRole('button', { name: 'Release' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
  await page.getByText('was released from the APIs file').waitFor();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('My photos');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'My photos' }).waitFor();
});

it('exports all APIs, and imports a document after a look at what it changes', async () => {
  await openApis();
  const started = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export' }).click();
  const exported = await readFile(await (await started).path(), 'utf8');
  expect(exported).toContain('name: My photos');

  await page.getByRole('button', { name: 'Import…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import APIs' });
  await dialog.getByLabel('Document', { exact: true }).fill(`apis:${api('albums', 'no slash')}\n`);
  await dialog.getByRole('button', { name: 'Show what changes' }).click();
  await dialog.getByText('Nothing was changed').waitFor();
  await dialog.getByText('(line 6)').waitFor();
  const changed = exported
    .replace('name: My photos', 'name: Our photos')
    .replace(/ {2}- key: prints[\s\S]*/, '');
  await dialog.getByLabel('Document', { exact: true }).fill(changed.trimEnd() + api('albums'));
  await dialog.getByRole('button', { name: 'Show what changes' }).click();
  await dialog.getByRole('row', { name: /Our photos.*Changed.*name/ }).waitFor();
  await dialog.getByRole('row', { name: /The albums.*New/ }).waitFor();
  await look(page, 'console-apis-import');
  expect(await call('/albums/x')).toBe(404);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('link', { name: 'Our photos' }).waitFor();
  expect(await call('/albums/x')).toBe(200);
});
