import type { Browser, Locator, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type OutsideProvider,
  type RunningGatehouse,
  runSql,
  startGatehouse,
  startOutsideProvider,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { LANGUAGE_COOKIE, look, signInToConsole } from './operator.js';

const PASSWORD = 'seven lanterns over water';

interface Made {
  readonly id: string;
}

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let outside: OutsideProvider;
let browser: Browser;
let page: Page;
/** Of what is deleted, by its kind. */
let ids: Readonly<Record<string, string>>;

const client = () => ({
  issuer: outside.issuer,
  clientId: 'gatehouse',
  authenticationMethod: 'client_secret_basic',
  clientSecret: 'a secret of forty-eight characters, or about that',
});

async function makePeople(organizationId: string, providerId: string): Promise<string> {
  for (const username of ['ada', 'grace'])
    await admin.post('/api/users', { username, password: PASSWORD, operatorRole: 'member' });
  await admin.request('POST', `/api/organizations/${organizationId}/members`, {
    username: 'ada',
    role: 'manager',
  });
  await admin.post(`/api/identity-providers/${providerId}/accounts`, {
    subject: 'g-1',
    username: 'grace',
  });
  await runSql(gatehouse.databaseUrl, `UPDATE users SET password_hash = NULL WHERE username = 'grace'`);
  const { items } = await admin.get<{ items: Made[] }>('/api/users?search=ada');
  return items[0]?.id ?? '';
}

async function makeAll(): Promise<Readonly<Record<string, string>>> {
  const { application } = await admin.post<{ application: Made & { clientIds: string[] } }>(
    '/api/applications',
    { name: 'Scanner', kind: 'machine', redirectUris: [], allowedScopes: ['photos'] },
  );
  const make = async (path: string, input: object): Promise<string> =>
    (await admin.post<Made>(`/api/${path}`, input)).id;
  const organization = await make('organizations', { name: 'Blue' });
  const identityProvider = await make('identity-providers', { name: 'Acme', slug: 'acme', ...client() });
  return {
    organization,
    'identity-provider': identityProvider,
    user: await makePeople(organization, identityProvider),
    provider: await make('providers', {
      name: 'Partner',
      flow: 'client_credentials',
      scopes: [],
      ...client(),
    }),
    'trusted-issuer': await make('trusted-issuers', {
      name: 'Company log-in',
      issuer: 'https://idp.example',
      jwksUri: 'https://idp.example/jwks',
      clientIds: application.clientIds,
      subjectMapping: 'username',
      allowedScopes: [],
    }),
    'outside-issuer': await make('outside-issuers', {
      name: 'Partner log-in',
      issuer: outside.issuer,
      judgement: 'jwt',
      clients: [{ clientId: 'partner-app', applicationId: application.id }],
    }),
    api: await make('apis', {
      name: 'Photos',
      basePath: '/photos',
      targets: [{ url: outside.issuer }],
      routes: [{ methods: [], path: '/*', access: 'public', scopes: [], scopeMatch: 'all' }],
    }),
    scope: 'photos',
  };
}

beforeAll(async () => {
  gatehouse = await startGatehouse({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  admin = adminApi(gatehouse);
  outside = await startOutsideProvider({ clients: () => [] });
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  ids = await makeAll();
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  outside?.close();
  await browser?.close();
  await stopAllGatehouses();
});

interface Kind {
  readonly kind: string;
  readonly list: string;
  readonly title: string;
  readonly says: readonly string[];
  /** To be typed first; undefined: nothing is. */
  readonly typed?: string;
}

const KINDS: readonly Kind[] = [
  {
    kind: 'organization',
    list: 'organizations',
    title: 'Delete Blue?',
    says: ['1 member loses what they saw through it.', '1 of them then sees nothing in this console'],
    typed: 'Blue',
  },
  {
    kind: 'api',
    list: 'apis',
    title: 'Stop publishing Photos?',
    says: ['1 route answers no more calls.'],
    typed: 'Photos',
  },
  {
    kind: 'identity-provider',
    list: 'identity-providers',
    title: 'Delete Acme?',
    says: [
      '1 person signs in with it.',
      '1 of them can sign in by nothing else: no password, no passkey, no other provider.',
      '1 of those has no confirmed address either',
    ],
    typed: 'Acme',
  },
  {
    kind: 'trusted-issuer',
    list: 'trusted-issuers',
    title: 'Trust Company log-in no longer?',
    says: ['1 client gets no more access tokens for its assertions.'],
    typed: 'Company log-in',
  },
  {
    kind: 'outside-issuer',
    list: 'outside-issuers',
    title: 'Forget Partner log-in?',
    says: ['1 application is no longer known by its access tokens.'],
    typed: 'Partner log-in',
  },
  {
    kind: 'scope',
    list: 'scopes',
    title: 'Delete photos?',
    says: ['1 client may no longer ask for it.'],
    typed: 'photos',
  },
  { kind: 'provider', list: 'providers', title: 'Delete Partner?', says: ['Nothing else depends on it.'] },
];

const idOf = (kind: string): string => ids[kind] ?? '';

async function open({ kind, list, title }: Kind): Promise<Locator> {
  await page.goto(`${gatehouse.adminUrl}/${list}/${idOf(kind)}`);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.waitFor();
  return dialog;
}

/** Not before it is known what is affected. */
it('nobody deletes what could not be counted', async () => {
  const [, api] = KINDS;
  if (api === undefined) throw new Error('there are no kinds');
  await page.route('**/api/effects/**', (route) => route.fulfill({ status: 503, body: '' }));
  const dialog = await open(api);
  await dialog.getByText('What depends on it could not be counted').waitFor();
  expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
  expect(await dialog.getByRole('textbox').count()).toBe(0);
  await look(page, 'console-effects-failed');
  await page.unroute('**/api/effects/**');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await dialog.getByText('1 route answers no more calls.').waitFor();
});

it.each([
  ['apis', 'api', 'Published', '1 route answers no more calls.'],
  ['identity-providers', 'identity-provider', 'Offered on the sign-in page', '1 person signs in with it.'],
  ['outside-issuers', 'outside-issuer', 'In use', '1 application is no longer known by its access tokens.'],
  ['trusted-issuers', 'trusted-issuer', 'Trusted', '1 client gets no more access tokens'],
])(
  '%s: says what is affected as soon as one is turned off, and not again once it is on',
  async (...given) => {
    const [list, kind, label, says] = given;
    await page.goto(`${gatehouse.adminUrl}/${list}/${idOf(kind)}`);
    const toggle = page.getByRole('switch', { name: new RegExp(`^${label}`) });
    await toggle.uncheck({ force: true });
    const note = page.getByRole('alert').filter({ hasText: 'Turning it off affects' });
    await note.getByText(says).waitFor();
    if (kind === 'identity-provider') await look(page, 'console-effects-off');
    await toggle.check({ force: true });
    await note.waitFor({ state: 'detached' });
  },
);

it('says who is signed out before a user is disabled', async () => {
  await page.goto(`${gatehouse.adminUrl}/users?search=ada`);
  await page.getByRole('button', { name: 'Disable ada' }).click();
  const dialog = page.getByRole('dialog', { name: 'Disable ada?' });
  await dialog.getByText('1 organization has no other manager.').waitFor();
  await look(page, 'console-effects-user');
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await admin.get(`/api/users/${idOf('user')}`)).toMatchObject({ enabled: false });
});

it.each([
  ['de', '1 davon kann sich mit nichts anderem anmelden', 'Geben Sie zur Bestätigung Acme ein'],
  ['fr', '1 d’entre elles ne peut se connecter par rien d’autre', 'Saisissez Acme pour confirmer'],
])('says it in %s too, on a phone', async (language, says, label) => {
  await page.context().addCookies([{ name: LANGUAGE_COOKIE, value: language, url: gatehouse.adminUrl }]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${gatehouse.adminUrl}/identity-providers/${idOf('identity-provider')}`);
  await page.getByRole('button', { name: /^(Löschen|Supprimer)$/ }).click();
  await page.getByText(says).waitFor();
  await page.getByRole('textbox', { name: label }).waitFor();
  await look(page, `console-effects-${language}`);
  await page.context().clearCookies({ name: LANGUAGE_COOKIE });
  await page.setViewportSize({ width: 1280, height: 800 });
});

it.each(KINDS)('$kind: says what a deletion affects, and deletes it', async (kind) => {
  const dialog = await open(kind);
  for (const says of kind.says) await dialog.getByText(says).waitFor();
  await look(page, `console-effects-${kind.kind}`);
  const button = dialog.getByRole('button', { name: 'Delete' });
  if (kind.typed !== undefined) {
    expect(await button.isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: `Type ${kind.typed} to confirm` }).fill(kind.typed);
  }
  await button.click();
  await dialog.waitFor({ state: 'detached' });
  expect((await admin.request('GET', `/api/${kind.list}/${idOf(kind.kind)}`)).status).toBe(404);
});
