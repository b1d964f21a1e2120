import type { OwnRegistrationRequests, Page, RegistrationRequestDetail } from '@gatehouse/dto';
import { readTable, startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowser, signIn } from '../fixtures/browser.js';
import { requestToken } from '../fixtures/oauth.js';
import { createPerson, openStage, type Person, type Stage } from '../fixtures/stage.js';

let stage: Stage;
let ada: Browser;

beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_REGISTRATION_REQUESTS: 'signed-in' } });
  await stage.admin.post('/api/apis', {
    name: 'Photos',
    basePath: '/photos',
    targets: [{ url: 'http://127.0.0.1:9' }],
    policies: { isListed: true },
    routes: [{ methods: ['GET'], path: '/', access: 'scopes', scopes: ['photos'] }],
  });
  ada = await enter(stage.ada);
});
afterAll(stopAllGatehouses);

/** Signs somebody in at the page where they ask. */
async function enter(person: Person): Promise<Browser> {
  const browser = createBrowser(stage.gatehouse.issuer);
  const begun = await browser.fetch('/catalogue/requests/sign-in');
  const page = await browser.authorize(
    Object.fromEntries(new URL(begun.headers.get('location') ?? '').searchParams),
  );
  await signIn(browser, page, person);
  return browser;
}

const open = async (browser: Browser): Promise<OwnRegistrationRequests> =>
  (await (await browser.fetch('/catalogue/requests')).json()) as OwnRegistrationRequests;

interface Refusal {
  readonly errors?: readonly { readonly field: string }[];
}

async function send(
  browser: Browser,
  path: string,
  body: object,
): Promise<{ status: number; body: Refusal }> {
  const { csrfToken } = await open(browser);
  const response = await browser.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Refusal };
}

const REQUEST = {
  name: 'Night prints',
  purpose: 'Prints the photos of the day at night.',
  kind: 'machine',
  redirectUris: [],
  scopes: ['photos'],
};
const ask = (browser: Browser, change: object = {}) =>
  send(browser, '/catalogue/requests', { ...REQUEST, ...change });

const listWaiting = async (): Promise<readonly RegistrationRequestDetail[]> =>
  (
    await stage.admin.get<Page<RegistrationRequestDetail>>(
      '/api/registration-requests?state=waiting&search=night',
    )
  ).items;

describe('asking for an application', () => {
  it('takes somebody who has signed in, and a page of ours', async () => {
    const stranger = createBrowser(stage.gatehouse.issuer);
    expect((await stranger.fetch('/catalogue/requests')).status).toBe(401);
    const forged = await ada.fetch('/catalogue/requests', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(REQUEST),
    });
    expect(forged.status).toBe(403);
  });

  it.each([
    ['redirectUris.0', { kind: 'web', redirectUris: ['http://shop.example/cb'] }],
    ['redirectUris.0', { kind: 'spa', redirectUris: ['javascript:alert(1)'] }],
    ['redirectUris', { kind: 'web', redirectUris: [] }],
    ['redirectUris', { redirectUris: ['https://shop.example/cb'] }],
    ['scopes', { scopes: ['albums'] }],
    ['scopes', { scopes: ['gatehouse.write'] }],
    ['purpose', { purpose: 'because' }],
    ['kind', { kind: 'agent' }],
    ['isFirstParty', { isFirstParty: true }],
  ])('is told what is wrong with %s', async (field, change) => {
    const { status, body } = await ask(ada, change);
    expect([status, body.errors?.[0]?.field]).toEqual([400, field]);
  });

  it('shows scopes of the catalogue alone, and one person no requests of another', async () => {
    const names = (await open(ada)).scopes.map(({ name }) => name);
    expect(names).toContain('photos');
    expect(names).not.toContain('albums');
    expect((await ask(ada)).status).toBe(201);
    const bob = await enter(await createPerson(stage.admin, 'bob'));
    expect((await open(bob)).requests).toEqual([]);
    expect((await open(ada)).requests).toMatchObject([{ state: 'waiting', clientId: null, secret: 'none' }]);
    const [request] = (await open(ada)).requests;
    expect((await send(bob, `/catalogue/requests/${request?.id ?? ''}/secret`, {})).status).toBe(410);
  });

  it('is bounded', async () => {
    const eve = await enter(await createPerson(stage.admin, 'eve'));
    const statuses: number[] = [];
    for (let count = 0; count < 6; count++) statuses.push((await ask(eve, { name: 'Mill' })).status);
    expect(statuses).toEqual([201, 201, 201, 201, 201, 409]);
  });
});

describe('a decision', () => {
  it('names what is wrong with it, and is made once', async () => {
    const [request] = await listWaiting();
    const path = `/api/registration-requests/${request?.id ?? ''}`;
    const approval = { version: 1, name: 'Night prints', redirectUris: [], allowedScopes: ['photos'] };
    const wrong = await stage.admin.request<Refusal>('POST', `${path}/approval`, {
      ...approval,
      allowedScopes: ['nothing'],
    });
    expect([wrong.status, wrong.body.errors?.[0]?.field]).toEqual([400, 'allowedScopes']);
    const both = await Promise.all([
      stage.admin.request('POST', `${path}/approval`, approval),
      stage.admin.request('POST', `${path}/refusal`, { version: 1, reason: 'No.' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('gives a client that works, with a secret that is shown once and stored as a hash', async () => {
    expect((await ask(ada, { name: 'Night light' })).status).toBe(201);
    const request = (await listWaiting()).find(({ name }) => name === 'Night light');
    const path = `/api/registration-requests/${request?.id ?? ''}`;
    const approval = { version: 1, name: 'Night light', redirectUris: [], allowedScopes: ['photos'] };
    const approved = await stage.admin.post<RegistrationRequestDetail>(`${path}/approval`, approval);
    const own = (await open(ada)).requests.find(({ id }) => id === approved.id);
    expect(own).toMatchObject({ state: 'approved', clientId: approved.clientId, secret: 'ready' });
    const twice = await Promise.all(
      [1, 2].map(() => send(ada, `/catalogue/requests/${approved.id}/secret`, {})),
    );
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 410]);
    const { clientSecret = '' } = (twice.find(({ status }) => status === 200)?.body ?? {}) as {
      clientSecret?: string;
    };
    const client = {
      applicationId: approved.applicationId ?? '',
      clientId: approved.clientId ?? '',
      clientSecret,
      method: 'client_secret_basic' as const,
      redirectUri: '',
    };
    const tokens = await requestToken(stage, client, { grant_type: 'client_credentials', scope: 'photos' });
    expect(tokens.status).toBe(200);
    for (const table of ['registration_requests', 'client_secrets', 'outbox_messages'])
      expect(await readTable(stage.gatehouse.databaseUrl, table)).not.toContain(clientSecret);
    expect((await open(ada)).requests.find(({ id }) => id === approved.id)?.secret).toBe('fetched');
  });

  it('tells why not, here and by mail, and lets whoever cannot know of an operator', async () => {
    const cora = await createPerson(stage.admin, 'cora');
    await stage.admin.patch(`/api/users/${cora.id}`, { version: 1, email: 'cora@example.com' });
    const browser = await enter(cora);
    expect((await ask(browser, { name: 'Night owl' })).status).toBe(201);
    const request = (await listWaiting()).find(({ name }) => name === 'Night owl');
    const path = `/api/registration-requests/${request?.id ?? ''}/refusal`;
    await stage.admin.post(path, { version: 1, reason: 'We have one already.' });
    const [own] = (await open(browser)).requests;
    expect(own).toMatchObject({ state: 'declined', reason: 'We have one already.' });
    expect(JSON.stringify(own)).not.toContain('gatehouse-setup');
    const messages = await stage.admin.get<readonly { recipient: string; body: string }[]>('/api/messages');
    expect(messages[0]).toMatchObject({ recipient: 'cora@example.com' });
    expect(messages[0]?.body).toContain('We have one already.');
  });
});

it('is not offered unless it is set', async () => {
  const gatehouse = await startGatehouse();
  expect((await fetch(`${gatehouse.authUrl}/catalogue/requests`)).status).toBe(404);
});
