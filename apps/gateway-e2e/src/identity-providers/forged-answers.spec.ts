import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { PRIVATE_ADDRESSES } from '../fixtures/assertions.js';
import type { Browser } from '../fixtures/browser.js';
import { openStage, type Stage } from '../fixtures/stage.js';
import {
  beginAt,
  browserOf,
  CLIENT_ID,
  comeBack,
  describeIdentityProvider,
  openSignIn,
  SECRET,
} from './fixtures.js';
import { type Forgery, type ForgingProvider, startForgingProvider } from './forging-provider.js';

let stage: Stage;
let provider: ForgingProvider;

beforeAll(async () => {
  stage = await openStage(PRIVATE_ADDRESSES);
  provider = await startForgingProvider(CLIENT_ID, SECRET);
  for (const body of [
    describeIdentityProvider(provider.issuer, 'forger'),
    // Another provider: it is asked by nobody here, but its callback is there.
    describeIdentityProvider('https://honest.example', 'honest'),
  ])
    await stage.admin.post('/api/identity-providers', body);
});
beforeEach(() => {
  provider.forgery = {};
});
afterAll(async () => {
  provider.close();
  await stopAllGatehouses();
});

interface Arrival {
  readonly browser: Browser;
  readonly page: URL;
  /** What comes back with the browser. */
  readonly parameters: URLSearchParams;
}

/** On the way back from the provider. */
async function travel(subject = 'eve', changes: Readonly<Record<string, string>> = {}): Promise<Arrival> {
  const browser = browserOf(stage);
  const page = await openSignIn(browser, stage, changes);
  const location = await beginAt(browser, page, 'forger');
  return { browser, page, parameters: provider.prepare(location, subject) };
}

const callbackOf = (parameters: URLSearchParams, slug = 'forger'): URL =>
  new URL(`${stage.gatehouse.issuer}/sign-in/callback/${slug}?${parameters.toString()}`);

const arrive = ({ browser, parameters }: Arrival): Promise<URL> => comeBack(browser, callbackOf(parameters));

async function isSignedIn({ browser, page }: Arrival): Promise<boolean> {
  const response = await browser.fetch(`/interaction/${page.searchParams.get('interaction')}`);
  return ((await response.json()) as { user?: unknown }).user !== undefined;
}

/** RFC 6749 §10.12, Core §3.1.3.7: nobody is signed in, and the page says that it did not work. */
async function expectRefused(arrival: Arrival, problem: string): Promise<void> {
  const back = await arrive(arrival);
  expect([back.pathname, back.searchParams.get('problem')]).toEqual(['/sign-in', problem]);
  expect(arrival.browser.cookies.has('gatehouse-session')).toBe(false);
  expect(await isSignedIn(arrival)).toBe(false);
}

it('an answer with nothing wrong signs in', async () => {
  const arrival = await travel();
  expect((await arrive(arrival)).pathname).toBe('/consent');
  expect(await isSignedIn(arrival)).toBe(true);
});

const NOW = Math.floor(Date.now() / 1000);

describe('an ID token is refused (OpenID Connect Core §3.1.3.7)', () => {
  it.each<[string, Forgery]>([
    ['of another issuer', { claims: { iss: 'https://honest.example' } }],
    ['for another client', { claims: { aud: 'somebody-else' } }],
    ['for several, without saying for whom', { claims: { aud: ['gatehouse', 'somebody-else'] } }],
    ['whose authorized party is another', { claims: { aud: ['gatehouse', 'b'], azp: 'b' } }],
    ['with another nonce', { claims: { nonce: 'another' } }],
    ['without a nonce', { without: ['nonce'] }],
    ['that has ended', { claims: { iat: NOW - 900, exp: NOW - 600 } }],
    ['without an end', { without: ['exp'] }],
    ['without a subject', { without: ['sub'] }],
    ['that nobody has signed', { algorithm: 'none' }],
    ['signed with the client secret, where keys are published', { algorithm: 'HS256' }],
    ['signed with a key that is not in the key set', { isForeignKey: true }],
    ['that is not there', { hasNoIdToken: true }],
  ])('%s', async (_, forgery) => {
    const arrival = await travel();
    provider.forgery = forgery;
    await expectRefused(arrival, 'failed');
  });

  it('with UserInfo about somebody else (§5.3.2)', async () => {
    const arrival = await travel();
    provider.forgery = { userinfo: { sub: 'mallory' } };
    await expectRefused(arrival, 'failed');
  });

  it.each([
    ['from before', { claims: { auth_time: NOW - 3600 } }],
    ['that does not say when', {}],
  ])('of a sign-in %s, where the application asked for a new one', async (_, forgery) => {
    const arrival = await travel('eve', { scope: 'openid photos', prompt: 'login' });
    provider.forgery = forgery;
    await expectRefused(arrival, 'failed');
  });
});

describe('what comes back is refused', () => {
  it('from another issuer (RFC 9207 §2.4)', async () => {
    const arrival = await travel();
    arrival.parameters.set('iss', 'https://honest.example');
    await expectRefused(arrival, 'failed');
  });

  it('without an issuer, where the provider always names it', async () => {
    const arrival = await travel();
    arrival.parameters.delete('iss');
    await expectRefused(arrival, 'failed');
  });

  it('at the callback of another provider (RFC 9700 §4.4.2)', async () => {
    const arrival = await travel();
    const back = await comeBack(arrival.browser, callbackOf(arrival.parameters, 'honest'));
    expect(back.searchParams.get('problem')).toBe('expired');
    expect(await isSignedIn(arrival)).toBe(false);
  });

  it('a second time', async () => {
    const arrival = await travel();
    await arrive(arrival);
    arrival.browser.cookies.delete('gatehouse-session');
    const back = await arrive(arrival);
    expect(back.searchParams.get('problem')).toBe('expired');
    expect(arrival.browser.cookies.has('gatehouse-session')).toBe(false);
  });

  it('in another browser: nobody is signed in as somebody else (RFC 6749 §10.12)', async () => {
    const { parameters } = await travel();
    const victim = browserOf(stage);
    await openSignIn(victim, stage);
    const { pathname, search } = callbackOf(parameters);
    const response = await victim.fetch(pathname + search);
    expect(response.status).toBe(410);
    expect(victim.cookies.has('gatehouse-session')).toBe(false);
  });

  it.each(['', 'nonsense', 'x'.repeat(5000), `${'A'.repeat(43)}.${'A'.repeat(22)}`])(
    'with the state %j',
    async (state) => {
      const { browser, parameters } = await travel();
      parameters.set('state', state);
      const { pathname, search } = callbackOf(parameters);
      expect((await browser.fetch(pathname + search)).status).toBe(410);
    },
  );

  it('with the state of the same interaction, but of another try', async () => {
    const arrival = await travel();
    const [interaction] = (arrival.parameters.get('state') ?? '').split('.');
    arrival.parameters.set('state', `${interaction}.${'A'.repeat(22)}`);
    const { pathname, search } = callbackOf(arrival.parameters);
    expect((await arrival.browser.fetch(pathname + search)).status).toBe(410);
  });

  it('as a form: only GET comes from a provider', async () => {
    const { browser, parameters } = await travel();
    const { pathname } = callbackOf(parameters);
    const response = await browser.fetch(pathname, { method: 'POST', body: parameters });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
  });
});

describe('an error of the provider', () => {
  it.each([
    ['access_denied', 'refused'],
    ['server_error', 'failed'],
  ])('%s leads back to the sign-in page as %s', async (error, problem) => {
    const arrival = await travel();
    arrival.parameters.delete('code');
    arrival.parameters.set('error', error);
    arrival.parameters.set('error_description', '<b>Call 555-0100</b>');
    const back = await arrive(arrival);
    expect(back.searchParams.get('problem')).toBe(problem);
    expect(back.href).not.toContain('555');
  });
});

describe('the button', () => {
  it('needs the page: a request without its CSRF token is refused', async () => {
    const browser = browserOf(stage);
    const page = await openSignIn(browser, stage);
    const id = page.searchParams.get('interaction');
    const response = await browser.fetch(`/interaction/${id}/identity-providers/forger`, { method: 'POST' });
    expect(response.status).toBe(403);
  });
});

it('no secret of a sign-in is in the log', async () => {
  const arrival = await travel();
  provider.forgery = { claims: { nonce: 'another' } };
  await arrive(arrival);
  const log = stage.gatehouse.logs();
  expect(log).toContain('an identity provider did not sign somebody in');
  for (const secret of [SECRET, 'a-code', arrival.parameters.get('state') ?? ''])
    expect(log).not.toContain(secret);
});
