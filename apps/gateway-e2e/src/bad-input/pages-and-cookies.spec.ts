import { startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowser, interactionOf, signIn } from '../fixtures/browser.js';
import { goToConsole } from '../fixtures/console.js';
import { authorizationParameters, makePkce } from '../fixtures/oauth.js';
import { openStage, type Stage } from '../fixtures/stage.js';

/** Behind something that speaks TLS, as in production. */
const GATEHOUSE_ADMIN_URL = 'https://console.example';
const PUBLIC = { GATEHOUSE_ISSUER: 'https://id.example', GATEHOUSE_ADMIN_URL };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ env: PUBLIC });
});
afterAll(stopAllGatehouses);

describe('no other site can put a page into a frame (clickjacking)', () => {
  const AUTH = [
    '/',
    '/sign-in?interaction=x',
    '/consent?interaction=x',
    '/device',
    '/apis',
    '/apis/requests',
    '/account/security',
    '/account/profile',
    '/forgot-password',
    '/reset-password',
    '/sign-up',
    '/confirm-email',
    '/signed-out',
    '/nothing/here',
    // Errors that are pages, and documents that the server writes itself.
    '/oauth2/authorize',
    '/oauth2/authorize?client_id=nobody&response_type=code',
    '/oauth2/end-session',
    '/oauth2/end-session?client_id=nobody',
    '/sign-in/callback/acme?code=x&state=y',
  ].map((path) => ['authUrl', path] as const);
  const ADMIN = ['/', '/sign-in', '/applications', '/apis/new', '/nothing/here', '/api/docs'].map(
    (path) => ['adminUrl', path] as const,
  );

  it.each([...AUTH, ...ADMIN])('%s %s', async (origin, path) => {
    const response = await fetch(stage.gatehouse[origin] + path, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
    });
    // A redirect shows nothing.
    if (response.status >= 300 && response.status < 400) return;
    const { headers } = response;
    const policy = headers.get('content-security-policy') ?? '';
    expect(headers.get('content-type')).toContain('text/html');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('and what is form-posted to a client neither', async () => {
    const browser = createBrowser(stage.gatehouse.authUrl);
    const page = await browser.authorize({
      ...authorizationParameters(stage.printShop, makePkce().challenge),
      response_mode: 'form_post',
    });
    await signIn(browser, page, stage.ada);
    const { scopes } = await browser.openPage(page);
    const answer = await browser.post(page, 'consent', {
      allow: true,
      scopes: scopes.map(({ name }) => name),
    });
    const { location } = (await answer.json()) as { location: string };
    const { pathname, search } = new URL(location);
    const { headers } = await browser.fetch(pathname + search);
    expect(headers.get('content-type')).toContain('text/html');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
  });
});

describe('every cookie, where browsers speak TLS', () => {
  const lines: string[] = [];
  const note = (response: Response): Response => {
    lines.push(...response.headers.getSetCookie());
    return response;
  };

  beforeAll(async () => {
    const { authUrl } = stage.gatehouse;
    const browser = createBrowser(authUrl);
    const query = new URLSearchParams(
      authorizationParameters(stage.printShop, makePkce().challenge),
    ).toString();
    const page = new URL(
      note(await browser.fetch(`/oauth2/authorize?${query}`)).headers.get('location') ?? '',
    );
    expect(interactionOf(page)).not.toBe('');
    const { username, password } = stage.ada;
    note(await browser.post(page, 'sign-in', { username, password }));
    for (const path of ['/device/code', '/account/access']) note(await createBrowser(authUrl).fetch(path));
    const { issuer, adminUrl, operator } = await startGatehouse({ env: { GATEHOUSE_ADMIN_URL } });
    note(await createBrowser(adminUrl).fetch('/session/sign-in'));
    note(await goToConsole({ issuer, adminUrl }, createBrowser(adminUrl), operator));
  });

  it('is for its host alone, for TLS alone, out of reach of scripts, and not sent by the forms of other sites', () => {
    const names = new Set(lines.map((line) => line.split('=')[0]));
    expect([...names].sort()).toEqual([
      '__Host-gatehouse-browser',
      '__Host-gatehouse-console',
      '__Host-gatehouse-console-sign-in',
      '__Host-gatehouse-devices',
      '__Host-gatehouse-session',
    ]);
    for (const line of lines) {
      const attributes = line.split('; ').slice(1);
      expect([line, attributes]).toEqual([
        line,
        expect.arrayContaining(['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']),
      ]);
      expect(line).not.toMatch(/Domain=/i);
    }
  });

  it('holds nothing that says who it is about', () => {
    for (const line of lines) expect(line).not.toMatch(/eyJ|ada|admin/);
  });
});

describe('addresses to go on to that others choose (open redirects)', () => {
  const EVIL = [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/%0d%0aLocation: https://evil.example',
    '\t//evil.example',
    '/\t/evil.example',
  ];
  const PARAMETERS = ['returnTo', 'return_to', 'redirect', 'redirect_uri', 'next', 'continue', 'url'];
  const STARTS = [
    ['authUrl', '/account/security/sign-in'],
    ['authUrl', '/account/profile/sign-in'],
    ['authUrl', '/catalogue/requests/sign-in'],
    ['authUrl', '/oauth2/authorize?response_type=code&client_id=CLIENT&scope=photos'],
    ['authUrl', '/oauth2/end-session?client_id=CLIENT'],
    ['authUrl', '/sign-in/callback/acme'],
    ['adminUrl', '/session/sign-in'],
    ['adminUrl', '/session/account'],
    ['adminUrl', '/session/callback'],
    ['adminUrl', '/providers/callback'],
  ] as const;

  it.each(STARTS)('are not gone to: %s %s', async (origin, start) => {
    const path = start.replace('CLIENT', stage.printShop.clientId);
    const left = [];
    for (const name of [...PARAMETERS, 'post_logout_redirect_uri', 'target_link_uri']) {
      for (const evil of EVIL) {
        const query = `${path.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(evil)}`;
        const response = await createBrowser(stage.gatehouse[origin]).fetch(path + query);
        const location = response.headers.get('location');
        if (location === null) continue;
        const { host } = new URL(location, GATEHOUSE_ADMIN_URL);
        // The client's own callback is registered: errors go there (RFC 6749 §4.1.2.1).
        if (!['id.example', 'console.example', 'print.example'].includes(host))
          left.push({ name, evil, location });
      }
    }
    expect(left).toEqual([]);
  });
});
