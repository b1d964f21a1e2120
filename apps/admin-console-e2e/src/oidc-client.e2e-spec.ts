import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import {
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { fillSignIn } from './operator.js';

const PASSWORD = 'correct horse battery staple';
/** Its bundle for browsers; the package's exports name its other builds alone. */
const LIBRARY = join(
  dirname(createRequire(import.meta.url).resolve('oidc-client-ts')),
  '../browser/oidc-client-ts.min.js',
);

let gatehouse: RunningGatehouse;
let browser: Browser;
let site: Server;
let origin: string;
let clientId: string;

/** A single-page app of another origin: oidc-client-ts does all that it knows of OpenID Connect. */
const writePage = (): string => `<!doctype html><title>Single-page shop</title>
<script src="/oidc-client-ts.js"></script><pre id="out">starting</pre><script>
  const show = (value) => (document.getElementById('out').textContent = JSON.stringify(value));
  const manager = new oidc.UserManager({
    authority: ${JSON.stringify(gatehouse.issuer)},
    client_id: ${JSON.stringify(clientId)},
    redirect_uri: location.origin + '/callback',
    post_logout_redirect_uri: location.origin + '/goodbye',
    scope: 'openid profile photos',
    loadUserInfo: true,
  });
  window.manager = manager;
  const run = async () => {
    if (location.pathname === '/callback') {
      const user = await manager.signinCallback();
      history.replaceState(null, '', '/done');
      show({ profile: user.profile, scope: user.scope, hasRefreshToken: user.refresh_token !== undefined });
    } else if (location.pathname === '/goodbye') {
      await manager.signoutCallback();
      show({ signedOut: (await manager.getUser()) === null });
    } else show('ready');
  };
  run().catch((error) => show({ error: String(error) }));
</script>`;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  browser = await launchBrowser();
  site = createServer((request, response) => {
    if (request.url === '/oidc-client-ts.js')
      void readFile(LIBRARY).then((text) => response.setHeader('content-type', 'text/javascript').end(text));
    else response.setHeader('content-type', 'text/html').end(writePage());
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(site.address() as AddressInfo).port}`;
  const admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  await admin.post('/api/users', { username: 'ada', password: PASSWORD, displayName: 'Ada Lovelace' });
  const { application } = await admin.post<{
    readonly application: { readonly id: string; readonly clientIds: readonly string[] };
  }>('/api/applications', {
    name: 'Single-page shop',
    kind: 'spa',
    redirectUris: [`${origin}/callback`],
    allowedScopes: ['openid', 'profile', 'photos'],
  });
  clientId = application.clientIds[0] ?? '';
  await admin.patch(`/api/applications/${application.id}/clients/${clientId}`, {
    version: 1,
    postLogoutRedirectUris: [`${origin}/goodbye`],
  });
}, 60_000);

afterAll(async () => {
  await browser.close();
  site.close();
  await stopAllGatehouses();
});

async function readOutput(page: Page): Promise<Record<string, unknown>> {
  await page.waitForFunction(() => {
    const text = document.getElementById('out')?.textContent;
    return text !== undefined && text !== null && text.startsWith('{');
  });
  return JSON.parse((await page.locator('#out').textContent()) ?? '{}') as Record<string, unknown>;
}

type Manager = {
  signinRedirect(): Promise<void>;
  signinSilent(): Promise<unknown>;
  signoutRedirect(): Promise<void>;
};
declare const manager: Manager;

describe('a single-page app with oidc-client-ts, in a real browser', () => {
  it('signs a person in, reads UserInfo, refreshes and signs out (OpenID Connect Core §3.1, RP-Initiated Logout §2)', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(origin);
    await page.evaluate(() => void manager.signinRedirect());
    await page.waitForURL((url) => url.origin === gatehouse.issuer);
    await fillSignIn(page, 'ada', PASSWORD);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.waitForURL(`${origin}/done`);
    expect(await readOutput(page)).toMatchObject({
      profile: { name: 'Ada Lovelace', preferred_username: 'ada', iss: gatehouse.issuer },
      scope: 'openid profile photos',
      hasRefreshToken: true,
    });
    const refreshed = await page.evaluate(() => manager.signinSilent().then((user) => user !== null));
    expect(refreshed).toBe(true);
    await page.evaluate(() => void manager.signoutRedirect());
    await page.waitForURL((url) => url.origin === origin && url.pathname === '/goodbye');
    expect(await readOutput(page)).toEqual({ signedOut: true });
  }, 60_000);
});
