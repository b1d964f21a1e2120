import type { Locator, Page } from 'playwright-core';
import { fillSignIn } from './operator.js';
import { openPerson, openStage, PASSWORD, type PortalStage, register, see } from './portal-stage.js';

const LONG = 'Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnungsverwaltung';
const ARABIC = 'مطبعة الصور الجميلة';

type Request = Awaited<ReturnType<typeof register>>;

let stage: PortalStage;
let shop: Request;
let page: Page;

beforeAll(async () => {
  stage = await openStage({ GATEHOUSE_SIGN_UP: 'true' });
  shop = await register(stage, {
    name: 'Print Shop',
    description: 'Prints photos on paper.',
    publisher: 'Prints & Co.',
    homepageUrl: 'https://print.example/',
    privacyUrl: 'https://print.example/privacy',
    termsUrl: 'https://print.example/terms',
  });
  page = await openPerson(stage);
});
afterAll(() => stage.close());

/** Of the text's size: wrapped words need room between their lines. */
const findLineHeight = (text: Locator): Promise<number> =>
  text.evaluate((element) => {
    const { lineHeight, fontSize } = getComputedStyle(element);
    return Number.parseFloat(lineHeight) / Number.parseFloat(fontSize);
  });

describe('who signs in', () => {
  it('is asked for name and password', async () => {
    await page.goto(shop('openid photos'));
    await see(page, 'sign-in');
  });

  it('is told that the password was wrong', async () => {
    await fillSignIn(page, 'ada', 'wrong');
    await page.getByText('Wrong username or password.').waitFor();
    // Nothing that an operator would have to look up.
    expect(await page.getByText('Tell support').count()).toBe(0);
    await see(page, 'sign-in-wrong');
  });

  it('is told to wait after too many tries', async () => {
    const isLockedOut = page.getByText('Too many tries');
    for (let tries = 0; tries < 30 && (await isLockedOut.count()) === 0; tries += 1) {
      await page.getByLabel('Password', { exact: true }).fill('wrong');
      const answer = page.waitForResponse(/\/sign-in$/);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await answer;
    }
    await isLockedOut.waitFor();
    await page.getByText('Tell support').waitFor();
    await see(page, 'sign-in-locked');
  });

  it('is offered other ways', async () => {
    for (const name of ['Company account', 'Städtische Verwaltungsgemeinschaft Nord'])
      await stage.admin.post('/api/identity-providers', {
        name,
        slug: name
          .slice(0, 4)
          .toLowerCase()
          .replaceAll(/[^a-z]/g, 'x'),
        issuer: `https://${name.length}.login.example`,
        clientId: 'gatehouse',
        authenticationMethod: 'client_secret_basic',
        clientSecret: 'a secret of forty-eight characters, or about that',
      });
    await page.goto(shop('openid photos', { login_hint: 'grace' }));
    await page.getByRole('button', { name: /Company account/ }).waitFor();
    await see(page, 'sign-in-providers');
    expect(await findLineHeight(page.getByText('Städtische Verwaltungsgemeinschaft Nord'))).toBeCloseTo(1.3);
    await page.getByRole('button', { name: /Company account/ }).click();
    await page.getByText('We cannot reach Company account').waitFor();
    await see(page, 'sign-in-provider-down');
  });
});

describe('who is asked', () => {
  it('allows what an application wants, one by one', async () => {
    await page.goto(shop('openid profile email offline_access photos albums payments'));
    await fillSignIn(page, 'grace', PASSWORD);
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    await see(page, 'consent');
    for (const box of await page.getByRole('checkbox').all()) if (await box.isEnabled()) await box.uncheck();
    await see(page, 'consent-little');
  });

  it('is asked for more later', async () => {
    await page.goto(shop('openid photos'));
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'Printed' }).waitFor();
    await page.goto(shop('openid photos payments'));
    await page.getByText('New', { exact: true }).waitFor();
    await see(page, 'consent-more');
  });

  it('chooses the account to go on with', async () => {
    await page.goto(shop('openid photos', { prompt: 'select_account' }));
    await page.getByRole('button', { name: 'Grace Hopper' }).waitFor();
    await see(page, 'select-account');
  });

  it.each([
    ['long', LONG],
    ['arabic', ARABIC],
  ])('reads a name that is %s', async (what, name) => {
    const request = await register(stage, { name, publisher: name, isVerified: what === 'arabic' });
    await page.goto(request('photos'));
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    await see(page, `consent-${what}`);
  });
});

it('no page has complained', () => {
  expect(stage.complaints).toEqual([]);
});
