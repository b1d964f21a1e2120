import type { Browser, Locator, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  runSql,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look, signInToConsole } from './operator.js';

const PASSWORD = 'seven lanterns over water';

interface Made {
  readonly id: string;
}

interface Form {
  readonly what: string;
  /** In the console. */
  readonly path: () => string;
  readonly endpoint: () => string;
  readonly method: 'PUT' | 'PATCH';
  /** That both change. */
  readonly field: { readonly label: string; readonly name: string };
  /** That only one of them changes. */
  readonly other: { readonly label: string; readonly name: string; readonly value: string };
}

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
/** Of two operators, each in a browser of their own. */
let mine: Page;
let theirs: Page;
let apiId: string;
let userId: string;
let applicationId: string;

const FORMS: readonly Form[] = [
  {
    what: 'an API',
    path: () => `apis/${apiId}`,
    endpoint: () => `/api/apis/${apiId}`,
    method: 'PUT',
    field: { label: 'Name', name: 'name' },
    other: { label: 'Description', name: 'description', value: 'All of them' },
  },
  {
    what: 'the brand',
    path: () => 'brand',
    endpoint: () => '/api/brand',
    method: 'PUT',
    field: { label: 'Name', name: 'name' },
    other: { label: 'Help', name: 'supportUrl', value: 'https://acme.example/help' },
  },
  {
    what: 'a user',
    path: () => `users/${userId}`,
    endpoint: () => `/api/users/${userId}`,
    method: 'PATCH',
    field: { label: 'Name', name: 'displayName' },
    other: { label: 'E-mail address', name: 'email', value: 'ada@acme.example' },
  },
  {
    what: 'a scope',
    path: () => 'scopes/photos',
    endpoint: () => '/api/scopes/photos',
    method: 'PUT',
    field: { label: 'Title', name: 'title' },
    other: { label: 'Description', name: 'description', value: 'All of them' },
  },
];

async function signIn(username: string, password: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  page.setDefaultTimeout(15_000);
  if (username === 'admin') await signInToConsole(page, gatehouse.adminUrl, password);
  else {
    await page.goto(gatehouse.adminUrl);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await fillSignIn(page, username, password);
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  }
  return page;
}

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  await admin.post('/api/users', { username: 'otto', password: PASSWORD, operatorRole: 'admin' });
  const { user } = await admin.post<{ user: Made }>('/api/users', {
    username: 'ada',
    password: PASSWORD,
    displayName: 'Ada',
  });
  userId = user.id;
  ({ id: apiId } = await admin.post<Made>('/api/apis', {
    name: 'Photos',
    basePath: '/photos',
    targets: [{ url: 'http://127.0.0.1:9' }],
    enabled: false,
    routes: [{ methods: [], path: '/*', access: 'public', scopes: [], scopeMatch: 'all' }],
  }));
  ({
    application: { id: applicationId },
  } = await admin.post<{ application: Made }>('/api/applications', {
    name: 'Scanner',
    kind: 'machine',
    redirectUris: [],
    allowedScopes: ['photos'],
  }));
  for (const name of ['Blue', 'Red']) await admin.post('/api/organizations', { name });
  browser = await launchBrowser();
  mine = await signIn('admin', gatehouse.operator.password);
  theirs = await signIn('otto', PASSWORD);
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

const text = (page: Page, label: string): Locator =>
  page.getByRole('main').getByRole('textbox', { name: label, exact: true }).first();

/** Presses the button, and says how each request was answered until one was not refused, or somebody is asked. */
async function save(page: Page, { method, endpoint }: Pick<Form, 'method' | 'endpoint'>): Promise<number> {
  const answered = page.waitForResponse(
    (response) => response.request().method() === method && new URL(response.url()).pathname === endpoint(),
  );
  await page.getByRole('main').getByRole('button', { name: 'Save', exact: true }).first().click();
  return (await answered).status();
}

/** The text in the field of a choice follows the choice one rendering later. */
async function waitForText(choice: Locator, wanted: string): Promise<void> {
  const input = await choice.elementHandle();
  await mine.waitForFunction(([field, value]) => (field as HTMLInputElement).value === value, [
    input,
    wanted,
  ] as const);
}

describe.each(FORMS)('$what, changed by two operators in two browsers', (form) => {
  const read = (): Promise<Record<string, unknown>> => admin.get(form.endpoint());
  const open = async (page: Page): Promise<void> => {
    await page.goto(`${gatehouse.adminUrl}/${form.path()}`);
    await text(page, form.field.label).waitFor();
  };

  it('in different fields: both changes are kept', async () => {
    await open(mine);
    await open(theirs);
    await text(theirs, form.field.label).fill('Theirs');
    expect(await save(theirs, form)).toBe(200);
    await text(mine, form.other.label).fill(form.other.value);
    // Sent again at once, on top of theirs.
    const saved = mine.waitForResponse(
      (response) => response.request().method() === form.method && response.status() === 200,
    );
    expect(await save(mine, form)).toBe(409);
    await saved;
    const stored = await read();
    expect(stored[form.field.name]).toBe('Theirs');
    expect(stored[form.other.name]).toBe(form.other.value);
  });

  it('in the same field: the second is asked, takes theirs, and loses nothing else', async () => {
    await open(mine);
    await open(theirs);
    await text(theirs, form.field.label).fill('Theirs again');
    expect(await save(theirs, form)).toBe(200);
    await text(mine, form.field.label).fill('Mine');
    expect(await save(mine, form)).toBe(409);
    await mine.getByRole('row', { name: `${form.field.label} Theirs again Mine` }).waitFor();
    expect((await read())[form.field.name]).toBe('Theirs again');
    if (form.what === 'the brand') await look(mine, 'console-brand-changed-by-others');
    await mine.getByRole('button', { name: 'Use theirs' }).click();
    expect(await text(mine, form.field.label).inputValue()).toBe('Theirs again');
  });

  it('in the same field: or keeps what was typed, over a reload too, and saves it', async () => {
    await open(mine);
    await open(theirs);
    await text(theirs, form.field.label).fill('Theirs at last');
    await text(mine, form.field.label).fill('Mine');
    expect(await save(theirs, form)).toBe(200);
    await mine.reload();
    await mine.getByRole('row', { name: `${form.field.label} Theirs at last Mine` }).waitFor();
    await mine.getByRole('button', { name: 'Keep mine' }).click();
    expect(await save(mine, form)).toBe(200);
    await mine.getByText(/^Saved/).waitFor();
    expect((await read())[form.field.name]).toBe('Mine');
  });
});

describe('what was typed is there after a reload', () => {
  const dialog = (name: string): Locator => mine.getByRole('dialog', { name });
  const openApplication = (): Promise<unknown> =>
    mine.goto(`${gatehouse.adminUrl}/applications/${applicationId}`);

  it('of an API key that is being made, and of one that somebody else changes too', async () => {
    await openApplication();
    const field = (title: string): Locator => dialog(title).getByRole('textbox', { name: 'Name of the key' });
    await mine.getByRole('button', { name: 'New API key' }).click();
    await field('New API key').fill('Scanner in the hall');
    await mine.reload();
    await mine.getByRole('button', { name: 'New API key' }).click();
    await mine.getByText('Your unsaved changes are back.').waitFor();
    expect(await field('New API key').inputValue()).toBe('Scanner in the hall');
    await mine.getByRole('button', { name: 'Make the key' }).click();
    await mine.getByRole('button', { name: 'I have copied it' }).click();
    await mine.getByRole('button', { name: 'New API key' }).click();
    expect(await field('New API key').inputValue()).toBe('');
    await mine.keyboard.press('Escape');

    const path = `/api/applications/${applicationId}/api-keys`;
    const { items } = await admin.get<{ items: Made[] }>(path);
    await mine.getByRole('button', { name: 'Change Scanner in the hall' }).click();
    await field('Change Scanner in the hall').fill('Mine');
    await admin.patch(`${path}/${items[0]?.id ?? ''}`, { version: 1, name: 'Theirs' });
    await mine.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await mine.getByRole('row', { name: 'Name of the key Theirs Mine' }).waitFor();
    await look(mine, 'console-api-key-changed-by-others');
    await mine.getByRole('button', { name: 'Keep mine' }).click();
    await mine.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await mine.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await admin.get<{ items: unknown[] }>(path)).items).toMatchObject([{ name: 'Mine', version: 3 }]);
  });

  it('of whose an application is, and of whom it is shared with', async () => {
    await openApplication();
    const sharing = mine.getByRole('region', { name: 'Sharing' });
    const owner = sharing.getByRole('combobox', { name: 'Organization' });
    await owner.click();
    await mine.getByRole('option', { name: 'Blue' }).click();
    await sharing.getByRole('textbox', { name: 'Username' }).fill('ott');
    await mine.reload();
    expect(await sharing.getByRole('textbox', { name: 'Username' }).inputValue()).toBe('ott');
    await sharing.getByText('Your unsaved changes are back.').waitFor();
    await waitForText(owner, 'Blue');
    await sharing.getByRole('textbox', { name: 'Username' }).fill('otto');
    await sharing.getByRole('combobox', { name: 'They may' }).click();
    await mine.getByRole('option', { name: 'Manage it' }).click();
    await sharing.getByRole('button', { name: 'Share' }).click();
    await sharing.getByRole('button', { name: 'Stop sharing with otto' }).waitFor();
    expect(await admin.get(`/api/applications/${applicationId}/access`)).toMatchObject({
      shares: [{ username: 'otto', access: 'manage' }],
    });
    expect(await sharing.getByRole('textbox', { name: 'Username' }).inputValue()).toBe('');

    const { items } = await admin.get<{ items: (Made & { name: string })[] }>(
      '/api/organizations?search=Red',
    );
    const { version } = await admin.get<{ version: number }>(`/api/applications/${applicationId}`);
    const theirChoice = { version, organizationId: items[0]?.id };
    await admin.put(`/api/applications/${applicationId}/organization`, theirChoice);
    await sharing.getByRole('button', { name: 'Save' }).click();
    await sharing.getByRole('table', { name: 'What differs' }).waitFor();
    await sharing.getByRole('button', { name: 'Use theirs' }).click();
    await waitForText(owner, 'Red');
  });

  it('of a request that is being approved, or declined', async () => {
    await runSql(
      gatehouse.databaseUrl,
      `INSERT INTO registration_requests (id, user_id, name, purpose, kind, redirect_uris, scopes)
       VALUES (gen_random_uuid(), '${userId}', 'Night job', 'Prints at night.', 'machine', '{}', '{photos}')`,
    );
    await mine.goto(`${gatehouse.adminUrl}/requests`);
    await mine.getByRole('link', { name: 'Night job' }).click();
    await text(mine, 'Name').fill('Night job of Ada');
    await mine.getByRole('button', { name: 'Decline' }).click();
    await dialog('Decline Night job').getByRole('textbox', { name: 'Reason' }).fill('Not at night');
    await mine.reload();
    await mine.getByText('Your unsaved changes are back.').waitFor();
    expect(await text(mine, 'Name').inputValue()).toBe('Night job of Ada');
    await mine.getByRole('button', { name: 'Decline' }).click();
    const reason = dialog('Decline Night job').getByRole('textbox', { name: 'Reason' });
    expect(await reason.inputValue()).toBe('Not at night');
    await mine.keyboard.press('Escape');
    await mine.getByRole('button', { name: 'Approve' }).click();
    await mine.getByText('Approved by').waitFor();
    const { items } = await admin.get<{ items: (Made & { name: string })[] }>(
      '/api/applications?search=Night',
    );
    expect(items.map(({ name }) => name)).toEqual(['Night job of Ada']);
    expect(await admin.get(`/api/applications/${items[0]?.id ?? ''}`)).toMatchObject({
      clients: [{ allowedScopes: ['photos'] }],
    });
  });
});
