import { generateKeyPairSync } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import * as client from 'openid-client';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, openClient, signInToConsole } from './operator.js';

interface Client {
  readonly clientId: string;
  readonly tokenEndpointAuthMethod: string;
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] } | null;
  readonly tlsClientName: unknown;
}

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

async function register(kind: 'native' | 'machine', redirectUris: readonly string[] = []): Promise<string> {
  const { application } = await admin.post<{ readonly application: { readonly id: string } }>(
    '/api/applications',
    { name: `Sample ${kind}`, kind, redirectUris, allowedScopes: ['photos'] },
  );
  return application.id;
}

async function getClient(id: string): Promise<Client> {
  const { clients } = await admin.get<{ readonly clients: readonly Client[] }>(`/api/applications/${id}`);
  const [first] = clients;
  if (first === undefined) throw new Error('no client');
  return first;
}

async function openApplication(colorScheme: 'light' | 'dark', id: string, section: string): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 850 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  await openClient(page, gatehouse.adminUrl, id);
  await page.getByRole('region', { name: section, exact: true }).waitFor();
  return page;
}

const choose = (page: Page, method: string): Promise<void> =>
  page.getByRole('radio', { name: new RegExp(`\\b${method}\\b`) }).check();

async function save(page: Page, what = 'Save authentication'): Promise<number> {
  const answer = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await page.getByRole('button', { name: what }).click();
  return (await answer).status();
}

/** The private key as its dialog shows it, and the dialog closed again. */
async function takePrivateKey(page: Page): Promise<Record<string, unknown>> {
  const dialog = page.getByRole('dialog');
  const text = await dialog.locator('[aria-label="Private key (JWK, ES256)"]').innerText();
  await look(page, 'console-private-key');
  await page.getByRole('button', { name: 'I have copied it' }).click();
  return JSON.parse(text) as Record<string, unknown>;
}

/** Gets an access token with the key, through a library that we did not write. */
async function authenticate(clientId: string, jwk: Record<string, unknown>): Promise<string> {
  const { kid, ...key } = jwk;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const imported = await crypto.subtle.importKey('jwk', key, algorithm, false, ['sign']);
  const configuration = await client.discovery(
    new URL(gatehouse.issuer),
    clientId,
    undefined,
    client.PrivateKeyJwt({ key: imported, kid: String(kid) }),
    { execute: [client.allowInsecureRequests], algorithm: 'oauth2' },
  );
  return (await client.clientCredentialsGrant(configuration, { scope: 'photos' })).access_token;
}

describe('how a client authenticates', () => {
  it('is changed to a private key that is made here, shown once, and works', async () => {
    const id = await register('machine');
    const page = await openApplication('light', id, 'Authentication');
    expect(await page.getByRole('radio', { name: /client_secret_basic/ }).isChecked()).toBe(true);

    // What the method needs is said before it is missed by the application.
    await choose(page, 'private_key_jwt');
    expect(await save(page)).toBe(400);
    await page.getByText('private_key_jwt needs public keys: jwks, jwksUri or certificates.').waitFor();
    await look(page, 'console-authentication-light');

    await page.getByRole('button', { name: 'Generate a key pair' }).click();
    const privateKey = await takePrivateKey(page);
    expect(await page.getByLabel('Key set', { exact: true }).inputValue()).toContain(
      String(privateKey['kid']),
    );
    expect(await save(page)).toBe(200);

    const { clientId, tokenEndpointAuthMethod, jwks } = await getClient(id);
    expect(tokenEndpointAuthMethod).toBe('private_key_jwt');
    expect(jwks?.keys).toEqual([
      expect.objectContaining({ kid: privateKey['kid'], kty: 'EC', alg: 'ES256' }),
    ]);
    expect(jwks?.keys[0]).not.toHaveProperty('d');
    expect(await authenticate(clientId, privateKey)).toBeTruthy();
    // Its secret no longer counts, and can still be ended.
    await page.getByText('Not used with its present method.').waitFor();
    expect(await page.getByRole('button', { name: 'Rotate secret' }).count()).toBe(0);
  });

  it('does not lose a key that is made while another part of the form is being changed', async () => {
    const id = await register('machine');
    const page = await openApplication('light', id, 'Authentication');
    const keySet = page.getByLabel('Key set', { exact: true });
    await keySet.fill('{');
    expect(await page.getByRole('button', { name: 'Generate a key pair' }).isDisabled()).toBe(true);
    await keySet.fill('');
    await page.getByLabel('Key set address').fill('https://app.example/jwks');
    await page.getByRole('button', { name: 'Generate a key pair' }).click();
    const { kid } = await takePrivateKey(page);
    expect(await save(page)).toBe(200);
    expect((await getClient(id)).jwks?.keys).toEqual([expect.objectContaining({ kid })]);
  });

  it('takes public keys that are pasted, and says why others are not taken', async () => {
    const id = await register('machine');
    const page = await openApplication('dark', id, 'Authentication');
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const keySet = page.getByLabel('Key set', { exact: true });
    await keySet.fill('not JSON');
    await page.getByRole('button', { name: 'Save authentication' }).click();
    await page.getByText('This is not JSON.').waitFor();
    await keySet.fill(JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] }));
    expect(await save(page)).toBe(400);
    await page.getByText('Key 1 has a private key').waitFor();
    await look(page, 'console-authentication-dark');
    const publicJwk = publicKey.export({ format: 'jwk' });
    await keySet.fill(JSON.stringify({ keys: [publicJwk] }));
    expect(await save(page)).toBe(200);
    expect((await getClient(id)).jwks?.keys).toEqual([publicJwk]);
  });

  it('asks for the one name of a certificate', async () => {
    const id = await register('machine');
    const page = await openApplication('light', id, 'Authentication');
    await choose(page, 'tls_client_auth');
    await page.getByLabel('Is exactly').fill('CN=photo-importer,O=Example');
    expect(await save(page)).toBe(200);
    expect(await getClient(id)).toMatchObject({
      tokenEndpointAuthMethod: 'tls_client_auth',
      tlsClientName: { kind: 'subject_dn', value: 'CN=photo-importer,O=Example' },
    });
  });

  it('says that a secret which signs is weaker, and has to be made anew', async () => {
    const id = await register('machine');
    const page = await openApplication('light', id, 'Authentication');
    const section = page.getByRole('region', { name: 'Authentication', exact: true });
    expect(await section.getByText('Weaker', { exact: true }).count()).toBe(1);
    await choose(page, 'client_secret_jwt');
    await page.getByText('After saving, rotate the secret').waitFor();
    expect(await save(page)).toBe(200);
    await page.getByText('rotate the secret once').waitFor();
    await page.getByText('Kept sealed, as it signs with them.').waitFor();
  });

  it('is not offered to a public client, which has keys alone', async () => {
    const id = await register('native', ['http://127.0.0.1/callback']);
    const page = await openApplication('light', id, 'Keys');
    expect(await page.getByRole('radio', { name: /private_key_jwt/ }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Generate a key pair' }).count()).toBe(0);
    await page.getByLabel('Key set address').fill('https://app.example/jwks');
    expect(await save(page, 'Save keys')).toBe(200);
  });
});
