import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, consent, createBrowserOf, signIn } from '../fixtures/browser.js';
import { expectUnharmed } from '../fixtures/secrets.js';
import { createPerson, openStage, type Person, type Stage } from '../fixtures/stage.js';
import { addTotp, type App, enterCode, openAccount, openAccountPage, openSignIn, post } from './account.js';

const SESSION = 'gatehouse-session';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_LOG_LEVEL: 'debug' } });
});
afterEach(() => expectUnharmed(stage));
afterAll(stopAllGatehouses);

let people = 0;
interface Enrolled {
  readonly person: Person;
  readonly app: App;
  readonly setupCode: string;
  readonly recoveryCodes: readonly string[];
}
async function enrol(): Promise<Enrolled> {
  people += 1;
  const person = await createPerson(stage.admin, `totp-${people}`);
  return { person, ...(await addTotp(await openAccount(stage, person))) };
}

/** A browser that has given the password and is asked for the second factor. */
async function giveFactorOne(person: Person, browser = createBrowserOf(stage)) {
  const opened = await openSignIn(stage, browser);
  const response = await post(browser, opened.page, 'sign-in', {
    username: person.username,
    password: person.password,
  });
  expect(await response.json()).toEqual({ next: 'second-factor' });
  return opened;
}

const statusOf = async (response: Promise<Response>): Promise<number> => (await response).status;

describe('a user with an authenticator app', () => {
  it('signs in with password and code, through to the callback', async () => {
    const { person, app } = await enrol();
    const { browser, page } = await giveFactorOne(person);
    expect((await enterCode(browser, page, 'totp', app.show())).status).toBe(200);
    expect((await consent(browser, page)).searchParams.get('code')).not.toBeNull();
  });

  it('has no session before the code', async () => {
    const { person } = await enrol();
    const { browser, page } = await giveFactorOne(person);
    expect(browser.cookies.has(SESSION)).toBe(false);
    expect(await browser.openPage(page)).toMatchObject({
      prompt: 'second-factor',
      secondFactors: { totp: true, recoveryCode: true, passkey: false },
    });
    expect(await browser.openPage(page)).not.toHaveProperty('user');
    expect(await statusOf(browser.post(page, 'consent', { allow: true, scopes: ['photos'] }))).toBe(401);
    expect(await statusOf(browser.fetch('/account/security/overview'))).toBe(401);
    expect((await openSignIn(stage, browser)).page.pathname).toBe('/sign-in');
  });

  it('asks another browser, and another interaction, for the password', async () => {
    const { person, app } = await enrol();
    const { browser, page } = await giveFactorOne(person);
    const stranger = createBrowserOf(stage);
    stranger.cookies.set('gatehouse-browser', 'x'.repeat(43));
    await expect(stranger.openPage(page)).rejects.toThrow('410');
    const second = await openSignIn(stage, browser);
    expect(await statusOf(enterCode(browser, second.page, 'totp', app.show()))).toBe(409);
  });
});

describe('a code is refused (RFC 6238 §5.2)', () => {
  it('that was used already, in any browser', async () => {
    const { person, app } = await enrol();
    const code = app.show();
    const [first, second] = [await giveFactorOne(person), await giveFactorOne(person)];
    expect(await statusOf(enterCode(first.browser, first.page, 'totp', code))).toBe(200);
    expect(await statusOf(enterCode(second.browser, second.page, 'totp', code))).toBe(401);
    expect(second.browser.cookies.has(SESSION)).toBe(false);
  });

  it('in all but one of five browsers at once', async () => {
    const { person, app } = await enrol();
    const opened = await Promise.all(Array.from({ length: 5 }, () => giveFactorOne(person)));
    const code = app.show();
    const statuses = await Promise.all(
      opened.map(({ browser, page }) => statusOf(enterCode(browser, page, 'totp', code))),
    );
    expect(statuses.toSorted()).toEqual([200, 401, 401, 401, 401]);
  });

  it('that set the app up', async () => {
    const { person, setupCode } = await enrol();
    const { browser, page } = await giveFactorOne(person);
    expect(await statusOf(enterCode(browser, page, 'totp', setupCode))).toBe(401);
  });

  it.each([
    ['of two steps ago', (app: App) => app.show(-3)],
    ['of two steps ahead', (app: App) => app.show(3)],
    ['that is none', () => '000000x'],
    ['that is empty in a way', () => '      '],
  ])('%s', async (_, make) => {
    const { person, app } = await enrol();
    const { browser, page } = await giveFactorOne(person);
    expect(await statusOf(enterCode(browser, page, 'totp', make(app)))).toBe(401);
  });

  it('of a neighbour', async () => {
    const [{ person }, neighbour] = [await enrol(), await enrol()];
    const { browser, page } = await giveFactorOne(person);
    expect(await statusOf(enterCode(browser, page, 'totp', neighbour.app.show()))).toBe(401);
  });

  it('after five tries, also the right one; then the sign-in begins anew', async () => {
    const { person, app } = await enrol();
    const { browser, page } = await giveFactorOne(person);
    for (let tries = 0; tries < 5; tries += 1)
      expect(await statusOf(enterCode(browser, page, 'totp', '000000'))).toBe(401);
    expect(await statusOf(enterCode(browser, page, 'totp', app.show()))).toBe(409);
    expect((await browser.openPage(page)).prompt).toBe('sign-in');
    expect(await statusOf(enterCode(browser, page, 'totp', app.show()))).toBe(409);
  });

  it('before the password', async () => {
    const { app } = await enrol();
    const { browser, page } = await openSignIn(stage);
    expect(await statusOf(enterCode(browser, page, 'totp', app.show()))).toBe(409);
  });

  it('without the CSRF token', async () => {
    const { person, app } = await enrol();
    const { browser, page } = await giveFactorOne(person);
    const response = browser.fetch(`/interaction/${page.searchParams.get('interaction')}/second-factor`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'totp', code: app.show() }),
    });
    expect(await statusOf(response)).toBe(403);
  });
});

describe('a recovery code', () => {
  it('signs in instead of a code, once, however many try at once', async () => {
    const { person, recoveryCodes } = await enrol();
    expect(recoveryCodes).toHaveLength(10);
    const opened = await Promise.all(Array.from({ length: 5 }, () => giveFactorOne(person)));
    const late = await giveFactorOne(person);
    const [code = ''] = recoveryCodes;
    const statuses = await Promise.all(
      opened.map(({ browser, page }) => statusOf(enterCode(browser, page, 'recovery-code', code))),
    );
    expect(statuses.toSorted()).toEqual([200, 401, 401, 401, 401]);
    expect(await statusOf(enterCode(late.browser, late.page, 'recovery-code', code))).toBe(401);
  });

  it('is of no use to a neighbour', async () => {
    const [{ person }, neighbour] = [await enrol(), await enrol()];
    const { browser, page } = await giveFactorOne(person);
    const [code = ''] = neighbour.recoveryCodes;
    expect(await statusOf(enterCode(browser, page, 'recovery-code', code))).toBe(401);
  });

  it('is replaced with the others', async () => {
    const { person, recoveryCodes, app } = await enrol();
    const { browser, page } = await giveFactorOne(person);
    await enterCode(browser, page, 'totp', app.show());
    const replaced = await openAccountPage(browser).change('POST', '/recovery-codes');
    const { recoveryCodes: newCodes = [] } = (await replaced.json()) as { recoveryCodes?: string[] };
    expect(newCodes).toHaveLength(10);
    const again = await giveFactorOne(person);
    const [old = ''] = recoveryCodes;
    const [fresh = ''] = newCodes;
    expect(await statusOf(enterCode(again.browser, again.page, 'recovery-code', old))).toBe(401);
    expect(await statusOf(enterCode(again.browser, again.page, 'recovery-code', fresh.toLowerCase()))).toBe(
      200,
    );
  });
});

describe('a user without a second factor', () => {
  it('signs in with the password, as ever', async () => {
    const { browser, page } = await openSignIn(stage);
    expect(await signIn(browser, page, stage.ada)).toBeUndefined();
    expect((browser satisfies Browser).cookies.has(SESSION)).toBe(true);
  });
});
