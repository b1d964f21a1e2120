import type { Page } from 'playwright-core';
import { fillSignIn } from './operator.js';
import { openPerson, openStage, PASSWORD, type PortalStage, see, turnTo } from './portal-stage.js';

let stage: PortalStage;
let page: Page;

beforeAll(async () => {
  stage = await openStage({ GATEHOUSE_REGISTRATION_REQUESTS: 'signed-in' });
  page = await openPerson(stage);
});
afterAll(() => stage.close());

const open = (path: string): Promise<unknown> => page.goto(stage.gatehouse.issuer + path);

const publish = (name: string, description: string, basePath: string): Promise<unknown> =>
  stage.admin.post('/api/apis', {
    name,
    description,
    basePath,
    targets: [{ url: 'http://127.0.0.1:9' }],
    policies: { isListed: true },
    routes: [
      {
        methods: ['GET'],
        path: '/photos',
        access: 'scopes',
        scopes: ['photos', 'albums'],
        scopeMatch: 'any',
      },
      { methods: ['PUT', 'DELETE'], path: '/photos/{id}', access: 'scopes', scopes: ['albums'] },
      { methods: [], path: '/orders', access: 'authenticated', scopes: [] },
      { methods: ['GET'], path: '/status', access: 'public', scopes: [] },
    ],
  });

describe('the catalogue', () => {
  it('says that nothing is listed', async () => {
    await open('/apis');
    await page.getByRole('heading', { name: 'No API is listed yet' }).waitFor();
    await see(page, 'catalogue-empty');
  });

  it('lists APIs, and says when none is found', async () => {
    await publish('Flickr photos', 'Photos, albums, prints.', '/flickr');
    await publish('Weather', '', '/weather');
    await open('/apis');
    await page.getByRole('link', { name: 'Weather' }).waitFor();
    await see(page, 'catalogue');
    await page.getByLabel('Search').fill('xyzzy');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    await see(page, 'catalogue-nothing-found');
  });

  it('tells how an API is called', async () => {
    await open('/apis');
    await page.getByRole('link', { name: 'Flickr photos' }).click();
    await page.getByRole('heading', { name: 'Flickr photos', level: 1 }).waitFor();
    await see(page, 'catalogue-api');
  });

  it('says what is not listed', async () => {
    await open('/apis?api=none');
    await page.getByText('This API is not listed, or not any more.').waitFor();
    await see(page, 'catalogue-missing');
  });
});

async function ask(name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: /^What/ }).fill('Albums, made of the photos of one day.');
  await page.locator('textarea').nth(1).fill('https://albums.example/callback');
  await page.locator('button[type=submit]').click();
  await page.getByRole('listitem').filter({ hasText: name }).waitFor();
}

/** More than the server takes, which the page does not count. */
async function sayTooMuch(): Promise<void> {
  await page.getByRole('textbox', { name: 'Name' }).fill('Zu viel');
  await page.locator('textarea').nth(0).fill('Alben aus den Fotos eines Tages.');
  const addresses = Array.from({ length: 60 }, (_, index) => `https://albums.example/callback/${index}`);
  await page.locator('textarea').nth(1).fill(addresses.join('\n'));
  await page.locator('button[type=submit]').click();
}

interface Requested {
  readonly id: string;
  readonly name: string;
}

describe('an application of one’s own', () => {
  it('needs an account', async () => {
    await open('/apis/requests');
    await page.getByRole('link', { name: /Sign in/ }).waitFor();
    await see(page, 'requests-signed-out');
  });

  it('is asked for', async () => {
    await page.getByRole('link', { name: /Sign in/ }).click();
    await fillSignIn(page, 'grace', PASSWORD);
    await page.locator('button[type=submit]').waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await see(page, 'requests-empty');
    await page.locator('textarea').nth(1).fill('http://albums.example/callback');
    await see(page, 'requests-wrong');
    // The server says the permissions in the page's language; what was typed stays.
    await page.getByText('Make albums').waitFor();
    await turnTo(page, 'de');
    await page.getByText('Alben anlegen').waitFor();
    expect(await page.locator('textarea').nth(1).inputValue()).toBe('http://albums.example/callback');
    await sayTooMuch();
    await page.getByText('Das kann nicht angenommen werden.').waitFor();
    expect(await page.getByText('redirectUris').count()).toBe(0);
    await turnTo(page, 'en');
    for (const name of ['Wedding albums', 'Night prints', 'Wall calendar']) await ask(name);
  });

  it('is decided', async () => {
    const path = (name: string): string =>
      `/api/registration-requests/${requested.find((item) => item.name === name)?.id ?? ''}`;
    const { items: requested } = await stage.admin.get<{ items: readonly Requested[] }>(
      '/api/registration-requests?state=waiting',
    );
    await stage.admin.post(`${path('Wedding albums')}/approval`, {
      version: 1,
      name: 'Wedding albums',
      redirectUris: ['https://albums.example/callback'],
      allowedScopes: ['photos'],
    });
    await stage.admin.post(`${path('Night prints')}/refusal`, {
      version: 1,
      reason: 'Too late. In May, perhaps.',
    });
    await page.reload();
    await page.getByRole('listitem').filter({ hasText: 'In May, perhaps.' }).waitFor();
    await see(page, 'requests');
    await page.getByRole('button', { name: /secret/i }).click();
    await page.locator('pre').nth(1).waitFor();
    await see(page, 'requests-secret');
  });
});

it('no page has complained', () => {
  expect(stage.complaints).toEqual([]);
});
