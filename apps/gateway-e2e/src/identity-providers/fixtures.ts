import { randomBytes } from 'node:crypto';
import type { IdentityProviderDetail, IdentityProviderInput } from '@gatehouse/dto';
import { type Browser, createBrowser, interactionOf } from '../fixtures/browser.js';
import { authorizationParameters, makePkce } from '../fixtures/oauth.js';
import { type OutsideProvider, passOutside, startOutsideProvider } from '../fixtures/outside-provider.js';
import type { Stage } from '../fixtures/stage.js';

export const SECRET = randomBytes(24).toString('base64url');
export const CLIENT_ID = 'gatehouse';

/** What is said of whoever signs in at the outside provider; by the account that was typed. */
export type People = Record<string, Readonly<Record<string, unknown>>>;

/** An OpenID provider that people sign in with, registered under a slug. */
export interface IdentityStage {
  readonly outside: OutsideProvider;
  readonly provider: IdentityProviderDetail;
  readonly people: People;
}

/** Settings as JSON. */
export type ProviderBody = Partial<{ [Name in keyof IdentityProviderInput]: IdentityProviderInput[Name] }>;

export const describeIdentityProvider = (
  issuer: string,
  slug: string,
  changes: ProviderBody = {},
): ProviderBody => ({
  name: `Acme ${slug}`,
  slug,
  issuer,
  clientId: CLIENT_ID,
  authenticationMethod: 'client_secret_basic',
  clientSecret: SECRET,
  allowsSignUp: true,
  ...changes,
});

export async function openIdentityStage(
  { admin, gatehouse }: Pick<Stage, 'admin' | 'gatehouse'>,
  slug: string,
  changes: ProviderBody = {},
): Promise<IdentityStage> {
  const people: People = {};
  const outside = await startOutsideProvider({
    clients: () => [
      {
        client_id: CLIENT_ID,
        client_secret: SECRET,
        redirect_uris: [`${gatehouse.issuer}/sign-in/callback/${slug}`],
        require_auth_time: true,
      },
    ],
    claims: (account) => people[account] ?? {},
  });
  const provider = await admin.post<IdentityProviderDetail>(
    '/api/identity-providers',
    describeIdentityProvider(outside.issuer, slug, changes),
  );
  return { outside, provider, people };
}

/** Opens the sign-in page of an application. */
export const openSignIn = (
  browser: Browser,
  { printShop }: Pick<Stage, 'printShop'>,
  changes: Readonly<Record<string, string>> = {},
): Promise<URL> =>
  browser.authorize({ ...authorizationParameters(printShop, makePkce().challenge), ...changes });

/** Presses the provider's button. Resolves to the address at the provider. */
export async function begin(browser: Browser, page: URL, slug: string): Promise<Response> {
  const { csrfToken } = await browser.openPage(page);
  return browser.fetch(`/interaction/${interactionOf(page)}/identity-providers/${slug}`, {
    method: 'POST',
    headers: { 'x-csrf-token': csrfToken },
  });
}

export async function beginAt(browser: Browser, page: URL, slug: string): Promise<string> {
  const response = await begin(browser, page, slug);
  if (!response.ok) throw new Error(`cannot begin: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { location: string }).location;
}

/** The browser comes back. Resolves to where it is sent next. */
export async function comeBack(browser: Browser, callback: URL): Promise<URL> {
  const response = await browser.fetch(callback.pathname + callback.search);
  const location = response.headers.get('location');
  if (location === null) throw new Error(`not redirected: ${response.status}`);
  return new URL(location);
}

/** From the sign-in page over the provider and back. Resolves to where the browser is then. */
export async function signInOutside(
  browser: Browser,
  page: URL,
  { outside, provider }: Pick<IdentityStage, 'outside' | 'provider'>,
  account: string,
): Promise<URL> {
  const location = await beginAt(browser, page, provider.slug);
  return comeBack(browser, await passOutside(outside, location, account));
}

export const browserOf = ({ gatehouse }: Pick<Stage, 'gatehouse'>): Browser =>
  createBrowser(gatehouse.issuer);
