import { once } from 'node:events';
import { createServer, get, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { WebSocket, WebSocketServer } from 'ws';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Api {
  readonly id: string;
  readonly audience: string;
  readonly version: number;
  readonly targets: readonly { readonly url: string; readonly weight: number }[];
  readonly routes: readonly { readonly path: string }[];
  readonly policies: Readonly<Record<string, unknown>>;
}

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;
let upstream: Server;
let sockets: WebSocketServer;
let api: Api;

beforeAll(async () => {
  // Says what it was asked, and sends back what comes through a WebSocket.
  upstream = createServer((request, response) =>
    response.end(JSON.stringify({ url: request.url, headers: request.headers })),
  );
  sockets = new WebSocketServer({ server: upstream });
  sockets.on('connection', (socket) => socket.on('message', (data: Buffer) => socket.send(data)));
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  api = await admin.post<Api>('/api/apis', {
    name: 'Photos',
    basePath: '/photos',
    targets: [{ url: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}` }],
    routes: [{ methods: ['GET'], path: '/*', access: 'public', scopes: [], scopeMatch: 'all' }],
  });
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  await open();
});
afterAll(async () => {
  await browser?.close();
  for (const socket of sockets.clients) socket.terminate();
  upstream.closeAllConnections();
  upstream.close();
  await stopAllGatehouses();
});

const text = (name: string) => page.getByRole('textbox', { name });
const group = (name: string) => page.getByRole('group', { name, exact: true });
const button = (name: string) => page.getByRole('button', { name, exact: true });

async function open(): Promise<void> {
  await page.goto(`${gatehouse.adminUrl}/apis/${api.id}`);
  await page.getByRole('heading', { name: 'Photos', level: 1 }).waitFor();
}

/** Saves the page, and waits for the answer. */
async function save(): Promise<void> {
  const answered = page.waitForResponse(
    (response) => response.request().method() === 'PUT' && response.url().includes('/api/apis/'),
  );
  await button('Save').click();
  expect((await answered).status()).toBe(200);
}

const read = () => admin.get<Api>(`/api/apis/${api.id}`);

const call = (path: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    get(`${gatehouse.gatewayUrl}/photos${path}`, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (body += part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    }).on('error', reject);
  });

it('an operator says how the upstream learns who calls, and what is changed on the way', async () => {
  await page.getByRole('radio', { name: 'By a signed assertion' }).check();
  await text('Lifetime of the assertion (s)').fill('120');
  await button('Headers to the upstream: change a header').click();
  const header = group('Headers to the upstream 1');
  await header.getByRole('textbox', { name: 'Name' }).fill('X-Asked-At');
  await header.getByRole('textbox', { name: 'Value' }).fill('{nobody.knows}');
  await button('Query to the upstream: change a parameter').click();
  const parameter = group('Query to the upstream 1');
  await parameter.getByRole('textbox', { name: 'Name' }).fill('size');
  await parameter.getByRole('textbox', { name: 'Value' }).fill('large');
  await button('Save').click();
  await header.getByText('{nobody.knows} is not known.').waitFor();
  const links = page.getByRole('navigation', { name: 'On this page' });
  await links.getByRole('link', { name: 'Transforms Not accepted' }).waitFor();
  await page.getByText('Facts that a value can have').first().click();
  await header.getByRole('textbox', { name: 'Value' }).fill('{api.name} by {request.method}');
  await header.getByText('In a call: Photos by GET').waitFor();
  await look(page, 'console-api-shaping');
  await save();
  await page.getByRole('button', { name: 'Copy Keys (JWKS)' }).waitFor();
  expect((await read()).policies['identity']).toMatchObject({ lifetimeSeconds: 120 });
  const answer = JSON.parse((await call('/all')).body) as {
    readonly url: string;
    readonly headers: IncomingHttpHeaders;
  };
  expect(answer.url).toBe('/all?size=large');
  expect(answer.headers).toMatchObject({
    'x-asked-at': 'Photos by GET',
    'x-gatehouse-assertion': expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  });
});

it('adds a route that the gateway answers, and moves it by keyboard to where it counts', async () => {
  await button('Add route').click();
  const route = group('Route 2');
  await route.getByLabel('Path', { exact: true }).fill('/hello');
  await route.getByRole('combobox', { name: 'Who may call' }).click();
  await page.getByRole('option', { name: 'Public: anybody' }).filter({ visible: true }).click();
  await route.getByRole('combobox', { name: 'Answered by' }).click();
  await page.getByRole('option', { name: 'The gateway itself' }).filter({ visible: true }).click();
  await route.getByLabel('Body').fill('{"by": "{api.name}"}');
  await button('Save').click();
  await route.getByText('Move this route before, or take it away.').waitFor();
  await button('Move route 2 up').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('GET /hello is now route 1 of 2.').waitFor();
  expect(await button('Move route 1 down').evaluate((node) => node === document.activeElement)).toBe(true);
  await look(page, 'console-api-routes');
  await save();
  expect((await read()).routes.map(({ path }) => path)).toEqual(['/hello', '/*']);
  expect(await call('/hello')).toMatchObject({ status: 200, body: '{"by": "Photos"}' });
});

it('sends a route to another path, and finds all of it again on a phone in the dark', async () => {
  await group('Route 2').getByRole('combobox', { name: 'Answered by' }).click();
  await page.getByRole('option', { name: 'The upstream, other path' }).filter({ visible: true }).click();
  await text('At the path').fill('/v2/{nothing}');
  await button('Save').click();
  await page.getByText('{nothing} is not in the path of the route: /*.').waitFor();
  await text('At the path').fill('/v2/*');
  await save();
  expect(JSON.parse((await call('/all')).body)).toMatchObject({ url: '/v2/all?size=large' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await open();
  expect(await text('At the path').inputValue()).toBe('/v2/*');
  expect(await group('Route 1').getByLabel('Body').inputValue()).toBe('{"by": "{api.name}"}');
  expect(await page.getByRole('radio', { name: 'By a signed assertion' }).isChecked()).toBe(true);
  await look(page, 'console-api-shaping-dark-phone');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 720 });
});

it('lets WebSockets through, for pages of one origin', async () => {
  const echo = (origin: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${gatehouse.gatewayUrl.replace('http', 'ws')}/photos/live`, { origin });
      socket.on('open', () => socket.send('hello'));
      socket.on('message', (data: Buffer) => {
        resolve(data.toString());
        socket.close();
      });
      socket.on('error', ({ message }) => resolve(message));
    });
  await page.getByRole('switch', { name: 'Let WebSockets through' }).click();
  const origins = page.getByRole('combobox', { name: 'Pages that may connect' });
  await origins.fill('app.example');
  await origins.press('Enter');
  await button('Save').click();
  await page.getByText('must be').first().waitFor();
  await look(page, 'console-api-web-sockets');
  await origins.press('Backspace');
  await origins.fill('https://app.example');
  await origins.press('Enter');
  await save();
  expect(await echo('https://app.example')).toBe('hello');
  expect(await echo('https://other.example')).toContain('403');
});

it('names an audience, and leaves it to the gateway again', async () => {
  const audience = page.getByRole('textbox', { name: 'Audience', exact: true });
  await audience.fill('urn:example:photos');
  await page.getByRole('combobox', { name: 'Answers that count as failures' }).fill('503');
  await page.getByRole('option', { name: '503' }).click();
  await page.keyboard.press('Escape');
  await save();
  expect(await read()).toMatchObject({
    audience: 'urn:example:photos',
    policies: { circuitBreaker: { failureStatuses: [503] } },
  });
  await audience.fill('');
  await save();
  expect((await read()).audience).toBe(api.audience);
});

it('says what a deaf node does, and puts the API into maintenance', async () => {
  await page.getByRole('combobox', { name: 'When a node cannot hear of revocations' }).click();
  await page
    .getByRole('option', { name: 'Refuse after a time of its own' })
    .filter({ visible: true })
    .click();
  await text('Refuses after (s)').fill('12');
  await page.getByRole('switch', { name: 'In maintenance' }).click();
  await text('Message for callers').fill('New shelves. Back at noon.');
  await text('Told to come back after (s)').fill('90');
  await save();
  expect((await read()).policies).toMatchObject({ unheardSeconds: 12 });
  const answer = await call('/all');
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '90']);
  expect(answer.body).toContain('New shelves. Back at noon.');
  await page.getByRole('switch', { name: 'In maintenance' }).click();
  await save();
  expect((await call('/hello')).status).toBe(200);
});

it('says which tools of an MCP server need which scopes', async () => {
  await admin.post('/api/scopes', { name: 'photos.delete', title: 'Delete your photos' });
  await open();
  await page.getByRole('switch', { name: 'The service is an MCP server' }).click();
  await button('Add rule').click();
  const rule = group('Rule 1');
  await rule.getByRole('textbox', { name: 'Name, * for any text' }).fill('delete-*-*');
  await rule.getByLabel('Needs scopes').first().click();
  await page
    .getByRole('option', { name: /^photos\.delete/ })
    .filter({ visible: true })
    .click();
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'What no rule fits' }).click();
  await page.getByRole('option', { name: 'Refused' }).filter({ visible: true }).click();
  await button('Save').click();
  await rule.getByText('name may have one star').waitFor();
  await rule.getByRole('textbox', { name: 'Name, * for any text' }).fill('delete-*');
  await button('Save').click();
  await page.getByText('Messages in a WebSocket are not read').first().waitFor();
  await look(page, 'console-api-mcp');
  await page.getByRole('switch', { name: 'Let WebSockets through' }).click();
  await button('Save').click();
  await page.getByRole('dialog').getByText('what needs scopes cannot be used through it').waitFor();
  await button('Save anyway').click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect((await read()).policies['mcp']).toEqual({
    rules: [{ kind: 'tool', name: 'delete-*', scopes: ['photos.delete'] }],
    others: 'refuse',
    maxBodyBytes: 1_048_576,
  });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await open();
  await look(page, 'console-api-mcp-dark-phone');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 720 });
});

it('shows many routes in a line each, on pages, and goes to the one that is refused', async () => {
  const { targets, version } = await read();
  await admin.put(`/api/apis/${api.id}`, {
    name: 'Photos',
    basePath: '/photos',
    targets,
    version,
    routes: Array.from({ length: 60 }, (_, index) => ({
      methods: ['GET'],
      path: `/shelf-${index + 1}`,
      access: 'public',
      scopes: [],
      scopeMatch: 'all',
    })),
  });
  await open();
  expect(await page.getByRole('group', { name: /^Route \d+$/ }).count()).toBe(25);
  await page.getByRole('button', { name: '3', exact: true }).click();
  await button('Edit route 60').click();
  await group('Route 60').getByLabel('Path', { exact: true }).fill('shelf');
  await page.getByRole('button', { name: '1', exact: true }).click();
  await group('Route 1').waitFor();
  await button('Save').click();
  await group('Route 60').getByText('A path begins with a slash.').waitFor();
  await look(page, 'console-api-many-routes');
});
