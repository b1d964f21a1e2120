import type { Browser, Locator, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type OutsideProvider,
  type RunningGatehouse,
  startGatehouse,
  startOutsideProvider,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

const SECRET = 'a secret of forty-eight characters, or about that';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let outside: OutsideProvider;
let browser: Browser;
let page: Page;

interface Made {
  readonly id: string;
}

interface Form {
  readonly what: string;
  /** The console's address of the list, and of the form for a new one. */
  readonly list: string;
  readonly newPath?: string;
  readonly endpoint: string;
  readonly input: () => Record<string, unknown>;
  readonly field: { readonly label: string; readonly name: string };
  readonly method: 'PUT' | 'PATCH';
  /** A field that is a secret: never kept by the browser. */
  readonly secret?: string;
}

const name = { label: 'Name', name: 'name' };

const FORMS: readonly Form[] = [
  {
    what: 'an identity provider',
    list: 'identity-providers',
    newPath: 'identity-providers/new',
    endpoint: '/api/identity-providers',
    input: () => ({
      name: 'Acme',
      slug: 'acme',
      issuer: outside.issuer,
      clientId: 'gatehouse',
      authenticationMethod: 'client_secret_basic',
      clientSecret: SECRET,
    }),
    field: name,
    method: 'PUT',
    secret: 'Client secret',
  },
  {
    what: 'a token provider',
    list: 'providers',
    newPath: 'providers/new',
    endpoint: '/api/providers',
    input: () => ({
      name: 'Partner',
      flow: 'client_credentials',
      issuer: outside.issuer,
      clientId: 'gatehouse',
      authenticationMethod: 'client_secret_basic',
      clientSecret: SECRET,
      scopes: [],
    }),
    field: name,
    method: 'PUT',
    secret: 'Client secret',
  },
  {
    what: 'a trusted issuer',
    list: 'trusted-issuers',
    newPath: 'trusted-issuers/new',
    endpoint: '/api/trusted-issuers',
    input: () => ({
      name: 'Company log-in',
      issuer: 'https://idp.example',
      jwksUri: 'https://idp.example/jwks',
      clientIds: [],
      subjectMapping: 'username',
      allowedScopes: [],
    }),
    field: name,
    method: 'PUT',
  },
  {
    what: 'an outside issuer',
    list: 'outside-issuers',
    newPath: 'outside-issuers/new',
    endpoint: '/api/outside-issuers',
    input: () => ({ name: 'Partner log-in', issuer: outside.issuer, judgement: 'jwt', clients: [] }),
    field: name,
    method: 'PUT',
  },
  {
    what: 'an organization',
    list: 'organizations',
    endpoint: '/api/organizations',
    input: () => ({ name: 'Acme', description: 'Prints' }),
    field: { label: 'Description', name: 'description' },
    method: 'PATCH',
  },
];

beforeAll(async () => {
  gatehouse = await startGatehouse({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  admin = adminApi(gatehouse);
  outside = await startOutsideProvider({ clients: () => [] });
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  outside.close();
  await browser?.close();
  await stopAllGatehouses();
});

const text = (label: string): Locator => page.getByRole('textbox', { name: label, exact: true });

/** Presses the button, and says how the request was answered. */
async function save(method: string, path: string): Promise<number> {
  const answered = page.waitForResponse(
    (response) => response.request().method() === method && new URL(response.url()).pathname === path,
  );
  await page.getByRole('button', { name: /^Save/ }).first().click();
  return (await answered).status();
}

const kept = (): Promise<string> => page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));

describe.each(FORMS.filter(({ newPath }) => newPath !== undefined))('$what that is being made', (form) => {
  it('is there after a reload, but for its secrets, and can be discarded', async () => {
    await page.goto(`${gatehouse.adminUrl}/${form.newPath}`);
    await text('Name').fill('Half typed');
    if (form.secret !== undefined) await page.getByLabel(form.secret, { exact: true }).fill(SECRET);
    await page.reload();
    await page.getByText('Your unsaved changes are back.').waitFor();
    expect(await text('Name').inputValue()).toBe('Half typed');
    expect(await kept()).not.toContain(SECRET);
    if (form.secret !== undefined)
      expect(await page.getByLabel(form.secret, { exact: true }).inputValue()).toBe('');
    await page.getByRole('button', { name: 'Discard them' }).click();
    expect(await text('Name').inputValue()).toBe('');
    expect(await kept()).not.toContain('Half typed');
  });
});

it('an organization that is being made is there when its form is opened again', async () => {
  await page.goto(`${gatehouse.adminUrl}/organizations`);
  await page.getByRole('button', { name: 'Create organization' }).first().click();
  await text('Name').fill('Half typed');
  await page.reload();
  await page.getByRole('button', { name: 'Create organization' }).first().click();
  expect(await text('Name').inputValue()).toBe('Half typed');
});

describe.each(FORMS)('$what that two people change', (form) => {
  it('keeps what was typed over a reload, and asks whose change counts', async () => {
    const input = form.input();
    const { id } = await admin.post<Made>(form.endpoint, input);
    const path = `${form.endpoint}/${id}`;
    const field = text(form.field.label);
    await page.goto(`${gatehouse.adminUrl}/${form.list}/${id}`);
    await field.fill('Mine');
    await page.reload();
    await page.getByText('Your unsaved changes are back.').waitFor();
    expect(await field.inputValue()).toBe('Mine');

    const theirs = { ...(form.method === 'PUT' && input), [form.field.name]: 'Theirs', version: 1 };
    expect((await admin.request(form.method, path, theirs)).status).toBeLessThan(300);
    expect(await save(form.method, path)).toBe(409);
    await page.getByRole('row', { name: `${form.field.label} Theirs Mine` }).waitFor();
    expect(await admin.get(path)).toMatchObject({ [form.field.name]: 'Theirs' });
    await page.getByRole('button', { name: 'Keep mine' }).click();
    expect(await save(form.method, path)).toBe(200);
    await page.getByText(/^Saved/).waitFor();
    expect(await admin.get(path)).toMatchObject({ [form.field.name]: 'Mine', version: 3 });
    expect(await kept()).not.toContain('Mine');
  });
});

describe('limits that two people change', () => {
  const calls = (): Locator => page.getByRole('textbox', { name: /: calls in a minute$/ });

  it('of the gateway are shown side by side', async () => {
    await page.goto(`${gatehouse.adminUrl}/limits`);
    await page.getByRole('button', { name: 'All callers together: add a limit' }).click();
    await calls().fill('500');
    await page.reload();
    await page.getByText('Your unsaved changes are back.').waitFor();
    expect(await calls().inputValue()).toBe('500');
    const { version } = await admin.get<{ version: number }>('/api/limits');
    const theirs = { total: [{ requests: 7, per: 'day' }], perApplication: [], perUser: [], perAddress: [] };
    await admin.put('/api/limits', { ...theirs, version });
    expect(await save('PUT', '/api/limits')).toBe(409);
    await page.getByRole('row', { name: /^All callers together.*7.*500/s }).waitFor();
    await look(page, 'console-limits-changed-by-others');
    await page.getByRole('button', { name: 'Use theirs' }).click();
    await page.getByRole('textbox', { name: 'All callers together: calls in a day' }).waitFor();
    expect(await calls().count()).toBe(0);
  });

  it('of an application survive a reload', async () => {
    const { application } = await admin.post<{ application: Made }>('/api/applications', {
      name: 'Scanner',
      kind: 'machine',
      redirectUris: [],
      allowedScopes: [],
    });
    await page.goto(`${gatehouse.adminUrl}/applications/${application.id}`);
    const section = page.getByRole('region', { name: 'Limits', exact: true });
    await section.getByRole('switch').check({ force: true });
    await page.reload();
    await section.getByText('Your unsaved changes are back.').waitFor();
    expect(await section.getByRole('switch').isChecked()).toBe(true);
    await section.getByRole('button', { name: 'Save limits' }).click();
    await page.getByText('Saved, and in force').waitFor();
    expect(await admin.get(`/api/limits/applications/${application.id}`)).toMatchObject({ everywhere: [] });
  });
});
