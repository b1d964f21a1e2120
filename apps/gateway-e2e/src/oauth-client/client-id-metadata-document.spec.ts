import type { ApplicationDetail, Page } from '@gatehouse/dto';
import * as openid from 'openid-client';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { PRIVATE_ADDRESSES } from '../fixtures/assertions.js';
import { type Browser, createBrowserOf, passThrough } from '../fixtures/browser.js';
import { type DocumentSite, openDocumentSite } from '../fixtures/client-document.js';
import { makePkce, postForm } from '../fixtures/oauth.js';
import { setTerms } from '../fixtures/registration.js';
import { CALLBACK, openStage, setEnabled, type Stage } from '../fixtures/stage.js';

let stage: Stage;
let site: DocumentSite;
let browser: Browser;
beforeAll(async () => {
  stage = await openStage(PRIVATE_ADDRESSES);
  await setTerms(stage, 'document', { enabled: true, allowedScopes: ['photos'], registersAgents: true });
});
afterAll(stopAllGatehouses);
beforeEach(async () => {
  site = await openDocumentSite();
  browser = createBrowserOf(stage);
});
afterEach(() => site.close());

const parametersOf = (clientId: string, changes: Readonly<Record<string, string>> = {}) => ({
  response_type: 'code',
  client_id: clientId,
  redirect_uri: CALLBACK,
  scope: 'photos',
  state: 'document',
  code_challenge: makePkce().challenge,
  code_challenge_method: 'S256',
  ...changes,
});

/** What a browser is answered: where it is sent, or the status of the page that says why not. */
async function ask(clientId = site.address, at: Browser = browser): Promise<URL | number> {
  const query = new URLSearchParams(parametersOf(clientId));
  const response = await at.fetch(`/oauth2/authorize?${query.toString()}`);
  const location = response.headers.get('location');
  return location === null ? response.status : new URL(location);
}

const findApplication = async (): Promise<ApplicationDetail | undefined> => {
  const search = encodeURIComponent(site.address);
  return (await stage.admin.get<Page<ApplicationDetail>>(`/api/applications?search=${search}`)).items[0];
};

describe('a client whose ID is the address of its metadata document', () => {
  it('gets tokens with openid-client, though nobody has registered it', async () => {
    const configuration = await openid.discovery(
      new URL(stage.gatehouse.issuer),
      site.address,
      undefined,
      openid.None(),
      { execute: [openid.allowInsecureRequests] },
    );
    expect(configuration.serverMetadata()).toMatchObject({ client_id_metadata_document_supported: true });
    const { verifier, challenge } = makePkce();
    const address = openid.buildAuthorizationUrl(
      configuration,
      parametersOf(site.address, { code_challenge: challenge }),
    );
    const callback = await passThrough(browser, Object.fromEntries(address.searchParams), stage.ada);
    const tokens = await openid.authorizationCodeGrant(configuration, callback, {
      pkceCodeVerifier: verifier,
      expectedState: 'document',
    });
    expect(tokens.scope).toBe('photos');
    expect(await findApplication()).toMatchObject({ name: 'Note taker', kind: 'agent', isVerified: false });
  });

  it('is shown as published at its host, and no more than that', async () => {
    const page = await ask();
    if (typeof page === 'number') throw new Error(`not asked: ${page}`);
    expect((await browser.openPage(page)).application).toMatchObject({
      name: 'Note taker',
      publishedAt: new URL(site.address).host,
      registeredItself: true,
    });
  });

  it('may push its request', async () => {
    const answer = await postForm(stage, '/oauth2/par', parametersOf(site.address));
    expect(answer.status).toBe(201);
  });

  it('is asked for once, however many come at once, and followed from a restart on', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask(site.address, createBrowserOf(stage))),
    );
    expect(answers.every((answer) => answer instanceof URL)).toBe(true);
    expect(site.requests()).toBe(1);
    site.publish({ client_name: 'Note taker 2', redirect_uris: [CALLBACK, 'https://notes.example/back'] });
    await stage.gatehouse.restart();
    expect(await ask()).toBeInstanceOf(URL);
    const application = await findApplication();
    expect(application?.name).toBe('Note taker 2');
  });

  it('is refused when its document is there no more, and when an operator has disabled it', async () => {
    expect(await ask()).toBeInstanceOf(URL);
    const { id = '' } = (await findApplication()) ?? {};
    const client = { ...stage.printShop, applicationId: id };
    await setEnabled(stage, client, false);
    expect(await ask()).toBe(400);
    await setEnabled(stage, client, true);
    expect(await ask()).toBeInstanceOf(URL);
    site.answer((_, response) => response.writeHead(404).end());
    await stage.gatehouse.restart();
    expect(await ask()).toBe(400);
  });
});

describe('a document that does not count', () => {
  it.each([
    ['of another client', { client_id: 'https://else.example/client.json' }],
    ['without its own address', { client_id: undefined }],
    ['with a secret', { client_secret: 'x' }],
    ['of a client with a secret', { token_endpoint_auth_method: 'client_secret_basic' }],
    ['with a redirect URI over plain http', { redirect_uris: ['http://notes.example/'] }],
    ['that wants to act for itself', { grant_types: ['client_credentials'], redirect_uris: [] }],
    ['for scopes that its terms do not have', { scope: 'prints' }],
  ])('%s', async (_, changes) => {
    site.publish(changes);
    expect(await ask()).toBe(400);
    expect(await findApplication()).toBeUndefined();
  });

  it.each([
    ['that is a redirect', 302, { location: 'https://else.example/' }, ''],
    ['that is a page', 200, { 'content-type': 'text/html' }, '{}'],
    ['that is no JSON', 200, { 'content-type': 'application/json' }, 'x'],
    ['that is a list', 200, { 'content-type': 'application/json' }, '[]'],
    [
      'that is longer than 10 kB',
      200,
      { 'content-type': 'application/json' },
      `{"a":"${'x'.repeat(11_000)}"}`,
    ],
    ['that is an error', 500, {}, ''],
  ])('%s', async (_, status, headers, body) => {
    site.answer((_request, response) => response.writeHead(status, headers).end(body));
    expect(await ask()).toBe(400);
    // Whoever comes next does not ask for it again.
    expect(await ask()).toBe(400);
    expect(site.requests()).toBe(1);
  });

  it.each([
    ['without a path', (address: string) => new URL('/', address).href],
    ['with a fragment', (address: string) => `${address}#x`],
    ['with credentials', (address: string) => address.replace('//', '//ada:x@')],
    ['in another spelling', (address: string) => address.replace('/client.json', '/a/../client.json')],
    ['that is too long', (address: string) => `${address}?${'x'.repeat(600)}`],
  ])('at an address %s: it is not even asked for', async (_, spell) => {
    expect(await ask(spell(site.address))).toBe(400);
    expect(site.requests()).toBe(0);
  });

  it('at a host that the terms do not name', async () => {
    const terms = { enabled: true, allowedScopes: ['photos'], registersAgents: true };
    await setTerms(stage, 'document', { ...terms, hosts: ['*.notes.example'] });
    expect(await ask()).toBe(400);
    expect(site.requests()).toBe(0);
    await setTerms(stage, 'document', { ...terms, hosts: ['127.0.0.1'] });
    expect(await ask()).toBeInstanceOf(URL);
    await setTerms(stage, 'document', { ...terms, enabled: false });
    expect(await ask(`${site.address}?again`)).toBe(400);
    await setTerms(stage, 'document', terms);
  });
});

describe('where private addresses are not allowed', () => {
  it('no document is asked for inside the network that Gatehouse stands in', async () => {
    const strict = await openStage();
    await setTerms(strict, 'document', { enabled: true, allowedScopes: ['photos'] });
    const outside = createBrowserOf(strict);
    const inside = [
      site.address,
      site.address.replace('http:', 'https:'),
      site.address.replace('http://127.0.0.1', 'https://localhost'),
      site.address.replace('http://127.0.0.1', 'https://2130706433'),
      site.address.replace('http://127.0.0.1', 'https://0177.0.0.1'),
      site.address.replace('http://127.0.0.1', 'https://[::ffff:127.0.0.1]'),
      'https://169.254.169.254/latest/meta-data',
      'https://10.0.0.1/client.json',
    ];
    for (const address of inside)
      expect({ address, is: await ask(address, outside) }).toEqual({ address, is: 400 });
    expect(site.requests()).toBe(0);
  });
});
