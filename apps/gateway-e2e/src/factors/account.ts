import type { FactorAdded, SecurityOverview, TotpSetupAnswer } from '@gatehouse/dto';
import { TOTP, URI } from 'otpauth';
import { type Browser, createBrowserOf, interactionOf, signIn } from '../fixtures/browser.js';
import { authorizationParameters, makePkce } from '../fixtures/oauth.js';
import type { Person, Stage } from '../fixtures/stage.js';
import type { CreationOptions, SoftAuthenticator } from './soft-authenticator.js';

/** A person's own account page, in a browser that is signed in. */
export interface AccountPage {
  readonly browser: Browser;
  overview(): Promise<SecurityOverview>;
  /** A change as the page makes it. */
  change(method: string, path: string, body?: object): Promise<Response>;
}

const PAGE = '/account/security';

/** Opens the page's own sign-in. Resolves to the sign-in page. */
export async function beginAccountSignIn(browser: Browser): Promise<URL> {
  const start = await browser.fetch(`${PAGE}/sign-in?again=1`);
  const authorize = new URL(start.headers.get('location') ?? '');
  const asked = await browser.fetch(authorize.pathname + authorize.search);
  return new URL(asked.headers.get('location') ?? '');
}

export function openAccountPage(browser: Browser): AccountPage {
  const overview = async (): Promise<SecurityOverview> => {
    const response = await browser.fetch(`${PAGE}/overview`);
    if (!response.ok) throw new Error(`no account: ${response.status}`);
    return (await response.json()) as SecurityOverview;
  };
  return {
    browser,
    overview,
    async change(method, path, body) {
      const { csrfToken } = await overview();
      return browser.fetch(PAGE + path, {
        method,
        headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    },
  };
}

/** Signs in with a password at the account page; the person has no second factor yet. */
export async function openAccount(stage: Stage, person: Person): Promise<AccountPage> {
  const browser = createBrowserOf(stage);
  await signIn(browser, await beginAccountSignIn(browser), person);
  return openAccountPage(browser);
}

const read = async <T>(response: Response): Promise<T> => {
  if (!response.ok) throw new Error(`refused: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
};

/** An authenticator app: what it shows at a number of steps from now, the next one by default. */
export interface App {
  show(steps?: number): string;
}

/** Sets an authenticator app up with the code of now; the next one is free for a sign-in, whenever the step ends. */
export async function addTotp(page: AccountPage): Promise<{
  readonly app: App;
  readonly setupCode: string;
  readonly recoveryCodes: readonly string[];
}> {
  const { uri, setup } = await read<TotpSetupAnswer>(await page.change('POST', '/totp'));
  const totp = URI.parse(uri);
  if (!(totp instanceof TOTP)) throw new Error(`no TOTP: ${uri}`);
  const app: App = {
    show: (steps = 1) => totp.generate({ timestamp: Date.now() + steps * 30_000 }),
  };
  const setupCode = app.show(0);
  const confirmed = await page.change('POST', '/totp/confirm', { setup, code: setupCode });
  const { recoveryCodes = [] } = await read<FactorAdded>(confirmed);
  return { app, setupCode, recoveryCodes };
}

export async function addPasskey(
  page: AccountPage,
  authenticator: SoftAuthenticator,
): Promise<SoftAuthenticator> {
  const options = await read<CreationOptions>(await page.change('POST', '/passkeys/options'));
  await read(
    await page.change('POST', '/passkeys', { name: 'Phone', response: authenticator.create(options) }),
  );
  return authenticator;
}

/** A browser at the sign-in page of the print shop. */
export async function openSignIn(
  stage: Stage,
  browser = createBrowserOf(stage),
  changes: Record<string, string> = {},
): Promise<{ readonly browser: Browser; readonly page: URL }> {
  const parameters = authorizationParameters(stage.printShop, makePkce().challenge, changes);
  return { browser, page: await browser.authorize(parameters) };
}

/** What the page posts below its interaction. */
export async function post(
  browser: Browser,
  page: URL,
  action: string,
  body: object = {},
): Promise<Response> {
  const { csrfToken } = await browser.openPage(page);
  return browser.fetch(`/interaction/${interactionOf(page)}/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
    body: JSON.stringify(body),
  });
}

export const enterCode = (browser: Browser, page: URL, kind: 'totp' | 'recovery-code', code: string) =>
  post(browser, page, 'second-factor', { kind, code });
