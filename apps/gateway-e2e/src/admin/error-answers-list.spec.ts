import type { ErrorAnswer, ErrorAnswerList, OrganizationDetail } from '@gatehouse/dto';
import { runSql, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { consent, createBrowser, signIn } from '../fixtures/browser.js';
import { beginDevice, poll, registerTelevision } from '../fixtures/device.js';
import {
  authorizationParameters,
  makePkce,
  obtainCode,
  postForm,
  requestToken,
  type Answer,
} from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  beginAt,
  comeBack,
  type IdentityStage,
  openIdentityStage,
  openSignIn,
} from '../identity-providers/fixtures.js';
import { join, type Teammate } from './members-stage.js';

let stage: Stage;
/** Of an organization. */
let blue: TestClient;
let acme: IdentityStage;
let vera: Teammate;
/** Of that organization. */
let mia: Teammate;

beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  const { admin } = stage;
  blue = await registerClient(admin, { name: 'Azure' });
  const { id } = await admin.post<OrganizationDetail>('/api/organizations', { name: 'Blue' });
  const path = `/api/applications/${blue.applicationId}`;
  const { version } = await admin.get<{ readonly version: number }>(path);
  await admin.put(`${path}/organization`, { version, organizationId: id });
  vera = await join(stage, 'vera', 'viewer');
  mia = await join(stage, 'mia', 'member');
  await admin.request('POST', `/api/organizations/${id}/members`, { username: 'mia', role: 'viewer' });
  acme = await openIdentityStage(stage, 'acme');
});
afterAll(async () => {
  acme.outside.close();
  await stopAllGatehouses();
});

const list = async (query: Readonly<Record<string, string>>): Promise<readonly ErrorAnswer[]> =>
  (await stage.admin.get<ErrorAnswerList>(`/api/errors?${new URLSearchParams(query).toString()}`)).items;

const idOf = ({ headers }: Pick<Answer, 'headers'>): string => headers.get('x-request-id') ?? '';

/** Until an answer is kept, and those before it. */
async function keep(answer: Pick<Answer, 'headers'>): Promise<string> {
  const id = idOf(answer);
  await waitUntil('the error to be kept', async () => {
    const { status } = await stage.admin.request('GET', `/api/errors/${id}`);
    return status === 200;
  });
  return id;
}

/** Somebody who is signed in sends the browser to a client with what it may not ask for. */
async function refuseAda(client: TestClient): Promise<Response> {
  const browser = createBrowser(stage.gatehouse.issuer);
  const page = await browser.authorize(authorizationParameters(client, makePkce().challenge));
  if ((await signIn(browser, page, stage.ada)) === undefined) await consent(browser, page);
  const wrong = authorizationParameters(client, makePkce().challenge, { scope: 'nonsense' });
  return browser.fetch(`/oauth2/authorize?${new URLSearchParams(wrong).toString()}`);
}

describe('error answers are listed', () => {
  it('by code, by endpoint, and by both with the application', async () => {
    const redeemed = {
      grant_type: 'authorization_code',
      code: 'nobody-has-it',
      code_verifier: 'v'.repeat(43),
    };
    const ours = idOf(await requestToken(stage, stage.printShop, redeemed));
    const theirs = idOf(await requestToken(stage, blue, redeemed));
    const other = await postForm(stage, '/oauth2/device_authorization', { client_id: 'nobody' });
    await keep(other);
    const idsOf = (items: readonly ErrorAnswer[]): string[] => items.map(({ requestId }) => requestId);
    const byCode = await list({ error: 'invalid_grant' });
    expect(idsOf(byCode)).toEqual([theirs, ours]);
    const byEndpoint = await list({ endpoint: '/oauth2/device_authorization' });
    expect(idsOf(byEndpoint)).toEqual([idOf(other)]);
    const { applicationId } = blue;
    const byAll = await list({ error: 'invalid_grant', endpoint: '/oauth2/token', applicationId });
    expect(idsOf(byAll)).toEqual([theirs]);
    expect(await list({ error: 'invalid_grant', endpoint: '/oauth2/device_authorization' })).toEqual([]);
  });

  it('by who was signed in', async () => {
    const id = await keep(await refuseAda(stage.printShop));
    const found = await list({ userId: stage.ada.id });
    expect(found.map(({ requestId }) => requestId)).toEqual([id]);
    expect(found[0]).toMatchObject({
      status: 303,
      error: 'invalid_scope',
      user: { id: stage.ada.id, name: 'ada' },
    });
    expect(await list({ userId: vera.id })).toEqual([]);
  });

  it('page by page with every filter, and none twice', async () => {
    for (let count = 0; count < 4; count += 1)
      await requestToken(stage, blue, { grant_type: 'authorization_code', code: `${count}` });
    await keep(await requestToken(stage, blue, { grant_type: 'nothing-like-it' }));
    const query = { endpoint: '/oauth2/token', applicationId: blue.applicationId };
    const all = await list(query);
    expect(all.length).toBeGreaterThanOrEqual(5);
    const found: ErrorAnswer[] = [];
    for (let after: string | null = ''; after !== null;) {
      const parameters = new URLSearchParams({ ...query, limit: '2', ...(after !== '' && { after }) });
      const page: ErrorAnswerList = await stage.admin.get<ErrorAnswerList>(
        `/api/errors?${parameters.toString()}`,
      );
      found.push(...page.items);
      after = page.next;
    }
    expect(found).toEqual(all);
    const [newest] = all;
    expect((await list({ ...query, to: newest?.at ?? '' })).map(({ id }) => id)).not.toContain(newest?.id);
    expect((await list({ ...query, from: newest?.at ?? '' })).map(({ id }) => id)).toContain(newest?.id);
  });

  it.each([
    ['applicationId', 'print-shop'],
    ['error', 'two words'],
    ['error', ''],
    ['endpoint', 'token'],
    ['endpoint', '/oauth2/ token'],
    ['userId', 'ada'],
    ['from', 'yesterday'],
    // Days of ISO 8601 that no clock reads as moments.
    ['from', '2026-W10-1'],
    ['to', '2026-123'],
    ['after', 'last'],
    ['limit', '0'],
    ['limit', '201'],
    ['colour', 'red'],
  ])('and a filter %s=%s is refused by its name', async (name, value) => {
    const { status, body } = await stage.admin.request<{ readonly errors: readonly { field: string }[] }>(
      'GET',
      `/api/errors?${new URLSearchParams({ [name]: value }).toString()}`,
    );
    expect([status, body?.errors.map(({ field }) => field)]).toEqual([400, [name]]);
  });
});

describe('who was refused is personal', () => {
  it('and a viewer neither reads it nor asks for it', async () => {
    await keep(await refuseAda(blue));
    const { body } = await vera.send<ErrorAnswerList>('GET', '/api/errors?error=invalid_scope');
    expect(body.items.length).toBeGreaterThan(0);
    expect(body.items.filter(({ user }) => user !== null)).toEqual([]);
    const asked = await vera.send<{ code: string }>('GET', `/api/errors?userId=${stage.ada.id}`);
    expect(asked).toMatchObject({
      status: 403,
      body: { code: 'only-operators-find-people' },
    });
  });

  it('and a member has what is of their applications alone, by every filter', async () => {
    await keep(await refuseAda(stage.printShop));
    const known = { [stage.printShop.applicationId]: 'Print Shop', [blue.applicationId]: 'Azure' };
    const all = await list({ limit: '200' });
    for (const name of Object.values(known))
      expect(all.map(({ application }) => application?.name)).toContain(name);
    expect(all.some(({ application }) => application === null)).toBe(true);
    for (const query of ['', '&error=invalid_scope', `&userId=${stage.ada.id}`, '&from=2020-01-01']) {
      const { status, body } = await mia.send<ErrorAnswerList>('GET', `/api/errors?limit=200${query}`);
      expect(status).toBe(200);
      expect(new Set(body.items.map(({ application }) => application?.name))).toEqual(new Set(['Azure']));
    }
    const others = `/api/errors?applicationId=${stage.printShop.applicationId}`;
    expect((await mia.send<ErrorAnswerList>('GET', others)).body).toEqual({ items: [], next: null });
    const of = await list({ applicationId: stage.printShop.applicationId });
    expect((await mia.send('GET', `/api/errors/${of[0]?.requestId}`)).status).toBe(404);
  });
});

describe('an error answer is kept', () => {
  it('where an identity provider did not sign somebody in', async () => {
    const browser = createBrowser(stage.gatehouse.issuer);
    const page = await openSignIn(browser, stage);
    const begun = new URL(await beginAt(browser, page, 'acme'));
    const callback = new URL(`${stage.gatehouse.issuer}/sign-in/callback/acme`);
    callback.search = new URLSearchParams({
      state: begun.searchParams.get('state') ?? '',
      error: 'access_denied',
      iss: acme.outside.issuer,
    }).toString();
    expect((await comeBack(browser, callback)).searchParams.get('problem')).toBe('refused');
    const query = { error: 'provider-refused', endpoint: '/sign-in/callback/:provider' };
    await waitUntil('it to be kept', async () => (await list(query)).length > 0);
    expect(await list(query)).toMatchObject([
      {
        status: 303,
        description: 'The person did not allow it at the identity provider.',
        application: { name: 'Print Shop' },
        clientId: stage.printShop.clientId,
        isClientKnown: true,
      },
    ]);
  });

  it('where nobody expected it: server_error, by the class of what was thrown alone', async () => {
    const { redemption } = await obtainCode(stage);
    const { databaseUrl } = stage.gatehouse;
    await runSql(databaseUrl, 'ALTER TABLE authorization_codes RENAME TO not_there_for_a_while');
    const answer = await requestToken(stage, stage.printShop, redemption);
    await runSql(databaseUrl, 'ALTER TABLE not_there_for_a_while RENAME TO authorization_codes');
    expect([answer.status, answer.body['error']]).toEqual([500, 'server_error']);
    const id = await keep(answer);
    const found = await list({ error: 'server_error' });
    expect(found.map(({ requestId }) => requestId)).toEqual([id]);
    expect(found[0]?.reason).toMatch(/^\w+: the log has it under this request ID\.$/);
    expect(found[0]?.reason).not.toContain('not_there');
  });

  it('and not where nobody was refused: a device that waits, a page that has to ask, a person who says no', async () => {
    const television = await registerTelevision(stage);
    const { device_code } = await beginDevice(stage, television);
    expect((await poll(stage, television, device_code)).body['error']).toBe('authorization_pending');
    const browser = createBrowser(stage.gatehouse.issuer);
    const { challenge } = makePkce();
    const unseen = authorizationParameters(stage.printShop, challenge, { prompt: 'none' });
    expect((await browser.authorize(unseen)).searchParams.get('error')).toBe('login_required');
    const shop = await registerClient(stage.admin, { name: 'Poster Shop' });
    const page = await browser.authorize(authorizationParameters(shop, challenge));
    await signIn(browser, page, stage.ada);
    expect((await consent(browser, page, false)).searchParams.get('error')).toBe('access_denied');
    // Kept in the order in which they were answered: what comes last shows that the others would be there.
    await keep(await postForm(stage, '/oauth2/device_authorization', { client_id: 'nobody' }));
    for (const error of ['authorization_pending', 'login_required', 'access_denied', 'sign-in-needed'])
      expect(await list({ error })).toEqual([]);
  });
});
