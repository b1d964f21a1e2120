import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  findFreePorts,
  launchBrowser,
  letRunOut,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
  writeHistory,
} from '../../../tools/test-setup/index.mjs';
import { LANGUAGE_COOKIE, look, signInToConsole, speakGerman } from './operator.js';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;
/** An application that nobody uses. */
let importer: Registered;
/** What the browser refused because of the content security policy. */
const refused: string[] = [];

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  importer = await admin.post<Registered>('/api/applications', {
    name: 'Old importer',
    kind: 'machine',
    redirectUris: [],
    allowedScopes: [],
  });
  await letRunOut(gatehouse.databaseUrl, 'clients', 'created_at', '200 days');
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
  });
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

const section = (name: string) => page.getByRole('region', { name, exact: true });

interface Created {
  readonly id: string;
}
interface Registered {
  readonly application: Created & { readonly clientIds: readonly string[] };
  readonly clientSecret: string;
}

/** What the guide says to type, typed. */
async function runCommands(text: string): Promise<number> {
  const find = (pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';
  const endpoint = find(/TOKEN=\$\(curl -s (\S+) /);
  const credentials = find(/-u '([^']+)'/);
  const scope = find(/-d scope='([^']+)'/);
  const token = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
  const { access_token } = (await token.json()) as { access_token: string };
  const address = find(/curl -i (\S+) /);
  const answer = await fetch(address, { headers: { authorization: `Bearer ${access_token}` } });
  await answer.body?.cancel();
  return answer.status;
}

it('leads whoever is new from nothing to the first call', async () => {
  const guide = section('First steps');
  await section('Nothing needs you').waitFor();
  await section('Calls').getByText('No calls in the last 24 hours.').waitFor();
  await guide.getByRole('heading', { name: 'See the first call' }).waitFor();
  await look(page, 'console-overview-first-steps');
  await guide.getByRole('button', { name: 'Publish an API' }).click();
  await page.getByRole('heading', { name: 'Publish API' }).waitFor();
  expect(await page.getByRole('textbox', { name: 'Base path' }).inputValue()).toBe('/hello');
  await page.getByRole('note').getByText('Everything is filled in: press Publish.').waitFor();
  await look(page, 'console-first-steps-api');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await guide.getByText('My first API answers at /hello.').waitFor();
  const scope = await admin.get<{ texts: object }>('/api/scopes/hello');
  expect(scope.texts).toEqual({
    en: { title: 'Say hello', description: 'Be greeted by the first API of this gateway.' },
    de: { title: 'Hallo sagen', description: 'Von der ersten API dieses Gateways begrüßt werden.' },
    fr: { title: 'Dire bonjour', description: 'Être salué par la première API de cette passerelle.' },
  });
  await guide.getByRole('link', { name: 'Register an application' }).click();
  await page.getByRole('button', { name: 'Register', exact: true }).waitFor();
  await page.getByRole('note').getByText('Everything is filled in: press Register.').waitFor();
  await look(page, 'console-first-steps-application');
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await page.getByRole('button', { name: 'I have copied it' }).waitFor();
  await look(page, 'console-first-steps-secret');
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await guide.getByText('Waiting for the call.').waitFor();
  await look(page, 'console-overview-waiting');
  const commands = await guide.getByLabel('In a terminal', { exact: true }).innerText();
  expect(await runCommands(commands)).toBe(200);
  await guide.getByText('The call arrived, and was let pass.').waitFor();
  await look(page, 'console-first-steps-done');
  await guide.getByRole('link', { name: 'Why?' }).click();
  await page.getByText('The access token').first().waitFor();
  await page.goBack();
});

it('is put away for good, and comes back from the help menu', async () => {
  const guide = section('First steps');
  await guide.getByRole('button', { name: 'Close' }).click();
  await guide.waitFor({ state: 'detached' });
  await page.reload();
  await section('Nothing needs you').waitFor();
  await section('Calls')
    .getByRole('img', { name: /^Calls: 1 in the last 24 hours/ })
    .waitFor();
  expect(await guide.count()).toBe(0);
  await page.getByRole('button', { name: 'Help' }).click();
  await page.getByRole('menuitem', { name: 'First steps' }).click();
  await guide.getByRole('button', { name: 'Publish an API' }).waitFor();
  await guide.getByRole('button', { name: 'Skip' }).click();
  await guide.waitFor({ state: 'detached' });
});

it('shows months of traffic as charts and as tables, over a time that is in the address', async () => {
  const apiIds: string[] = [];
  for (const name of ['Photos', 'Orders', 'Invoices and reminders', 'Search']) {
    const path = name.toLowerCase().split(' ')[0] ?? '';
    const route = { methods: [], path: '/', access: 'public', scopes: [] };
    const targets = [{ url: 'http://127.0.0.1:9' }];
    apiIds.push(
      (await admin.post<Created>('/api/apis', { name, basePath: `/${path}`, targets, routes: [route] })).id,
    );
  }
  const applicationIds: string[] = [];
  for (let index = 0; index < 11; index += 1) {
    const name =
      ['Print Shop', 'Mobile app', 'Night job', 'Partner portal of the northern region'][index] ??
      `Script ${index}`;
    const machine = { name, kind: 'machine', redirectUris: [], allowedScopes: [] };
    applicationIds.push((await admin.post<Registered>('/api/applications', machine)).application.id);
  }
  await writeHistory(gatehouse.databaseUrl, { apiIds, applicationIds });
  await page.getByRole('radiogroup', { name: 'Time' }).getByText('7 days').click();
  await page
    .getByText(/^(Up|Down) [\d.]+%$/)
    .first()
    .waitFor();
  expect(page.url()).toContain('range=7d');
  await page.reload();
  await section('Calls')
    .getByRole('img', { name: /in the last 7 days, most at/ })
    .waitFor();
  await section('Top applications')
    .getByText(/^\d other applications$/)
    .waitFor();
  await section('Top APIs').getByRole('link', { name: 'Photos' }).waitFor();
  await section('Top refusals').getByRole('link', { name: 'Access token refused' }).waitFor();
  await page.getByRole('radiogroup', { name: 'Time' }).getByText('24 hours').click();
  await section('Cache')
    .getByRole('img', { name: /70% of .* came from the cache/ })
    .waitFor();
  await section('Calls').locator('.recharts-area').first().waitFor();
  // The hour under way is told from those that are over, in each chart.
  for (const chart of ['Calls', 'Access tokens issued', 'Latency', 'Cache']) {
    await section(chart).locator('.recharts-reference-area').waitFor();
    await section(chart).getByText('Not over yet').waitFor();
  }
  await look(page, 'console-overview');
  await page.getByRole('button', { name: 'Show as table: Access tokens issued' }).click();
  const table = page.getByRole('region', { name: 'Access tokens issued, as a table' });
  await table.getByRole('columnheader', { name: 'Refresh token' }).waitFor();
  const newest = table.getByRole('rowheader').first();
  expect(await newest.innerText()).toMatch(/^\d\d:\d\d.* \(not over yet\)$/);
  await look(page, 'console-overview-table');
  await page.getByRole('button', { name: 'Show as chart: Access tokens issued' }).click();
});

it('says what needs somebody, with the way to the remedy, and puts it away for whoever has seen it', async () => {
  const [port = 0] = await findFreePorts(1);
  const healthCheck = { path: '/', intervalSeconds: 1, timeoutMs: 500, healthyAfter: 1, unhealthyAfter: 1 };
  const api = await admin.post<Created>('/api/apis', {
    name: 'Albums',
    basePath: '/albums',
    targets: [{ url: `http://127.0.0.1:${port}` }],
    policies: { healthCheck },
    routes: [{ methods: [], path: '/public', access: 'public', scopes: [] }],
  });
  const { application } = importer;
  const clientId = application.clientIds[0] ?? '';
  await admin.post(`/api/applications/${application.id}/clients/${clientId}/secrets`, {
    overlapSeconds: 86_400,
  });
  await fetch(`${gatehouse.gatewayUrl}/albums/public`);
  const second = await startGatehouse({ database: gatehouse.databaseUrl });
  await second.kill();
  await letRunOut(gatehouse.databaseUrl, 'nodes', 'heard_at', '20 seconds');
  // What changes by the day is looked for once a minute, and at the start.
  await gatehouse.restart();
  await page.reload();
  const attention = section('Needs attention');
  await attention.getByText(`http://127.0.0.1:${port} does not pass its health check`).waitFor();
  await attention.getByText(/1 of 1 call failed in the last 15 minutes/).waitFor();
  await attention.getByText(`The client ${clientId} got no token and made no call in 90 days`).waitFor();
  await attention.getByText(`The old secret of ${clientId} ends on`).waitFor();
  await attention.getByText(/Nothing was heard of it since/).waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  await section('Calls').locator('.recharts-area').first().waitFor();
  await look(page, 'console-overview-dark');
  await attention.getByRole('button', { name: 'Put away: Old importer' }).last().click();
  await attention.getByRole('button', { name: 'Show 1 put away' }).waitFor();
  await attention.getByRole('link', { name: 'Open the API: Upstream of Albums' }).click();
  await page.getByRole('heading', { name: 'Albums', level: 1 }).waitFor();
  expect(page.url()).toContain(api.id);
  await section('Upstream health').getByText('Does not pass its health check').waitFor();
  await look(page, 'console-api-upstream-health');
});

it('is in the language of the console, numbers and times too, whatever the browser prefers', async () => {
  await speakGerman(page, gatehouse.adminUrl);
  await page.goto(gatehouse.adminUrl);
  const calls = section('Aufrufe');
  await calls.getByRole('img', { name: /in den letzten 24 Stunden, Spitze \d\d:\d\d / }).waitFor();
  await section('Cache')
    .getByRole('img', { name: /^Cache: 70 % von .* aus dem Cache/ })
    .waitFor();
  await calls.locator('.recharts-area').first().waitFor();
  await look(page, 'console-overview-de-dark');
  await calls.getByRole('button', { name: 'Als Tabelle' }).click();
  await calls.getByRole('columnheader', { name: 'Vom Gateway abgelehnt' }).waitFor();
  await look(page, 'console-overview-de-table');
  await page.goto(`${gatehouse.adminUrl}/?range=7d`);
  await calls
    .getByText(/^(Mo|Di|Mi|Do|Fr|Sa|So)/)
    .first()
    .waitFor();
  await page.context().clearCookies({ name: LANGUAGE_COOKIE });
});

it('fits on a phone, in both schemes, and asks nothing of the page that its policy forbids', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${gatehouse.adminUrl}/?range=30d`);
  await section('Calls').locator('.recharts-area').first().waitFor();
  await look(page, 'console-overview-phone-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await look(page, 'console-overview-phone');
  await speakGerman(page, gatehouse.adminUrl);
  await page.reload();
  await section('Aufrufe').locator('.recharts-area').first().waitFor();
  await look(page, 'console-overview-de-phone');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  expect(refused).toEqual([]);
});
