import type { ApiDetail, CallExplanation, Page } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { consent } from '../fixtures/browser.js';
import { answerDevice, beginDevice, poll, registerTelevision } from '../fixtures/device.js';
import { discover } from '../fixtures/judges.js';
import { type Parameters, postForm, requestToken } from '../fixtures/oauth.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  ACCOUNTS,
  type Api,
  ask,
  askAsMachine,
  callPayments,
  demandPayment,
  detailsIn,
  type DetailsStage,
  obtainDetails,
  openDetailsStage,
  PAYMENT,
  publish,
  say,
  TYPES,
} from './details-stage.js';

let stage: DetailsStage;

beforeAll(async () => {
  stage = await openDetailsStage();
});
afterAll(stopAllGatehouses);

describe('the end user', () => {
  it('is asked about each detail in words, in their language, and told for which API', async () => {
    const { browser, page } = await ask(stage, say({ ...PAYMENT, creditor: '\u202eLive\u2069' }, ACCOUNTS));
    const { prompt, details = [] } = await browser.openPage(page);
    expect(prompt).toBe('consent');
    expect(details.map(({ title }) => title.map(({ text }) => text).join(''))).toEqual([
      'Pay 123.50 EUR to Live',
      'See your balances',
    ]);
    expect(details[0]).toMatchObject({ apis: ['payments'], isNew: true, sensitivity: 'very-sensitive' });
    expect(details[0]?.fields).toContainEqual({ name: 'identifier', value: 'p-1' });
    const german = await browser.fetch(`/interaction/${page.searchParams.get('interaction')}`, {
      headers: { 'accept-language': 'de' },
    });
    expect(JSON.stringify(await german.json())).toContain('zahlen');
  });

  it('refuses a detail as a whole, and the answer says what was granted (§7)', async () => {
    const { browser, page, redeem } = await ask(stage, say(PAYMENT, ACCOUNTS));
    const { body } = await redeem(await consent(browser, page, [], [1]));
    expect(body['authorization_details']).toEqual([ACCOUNTS]);
    expect(detailsIn(body['access_token'])).toEqual([ACCOUNTS]);
  });

  it('who unticks all of them has refused', async () => {
    const { browser, page } = await ask(stage, say(PAYMENT));
    expect((await consent(browser, page, [], [])).searchParams.get('error')).toBe('access_denied');
  });

  it('is asked about each payment anew; the very same detail of a type that may be remembered is not asked twice', async () => {
    const account = { ...ACCOUNTS, note: 'first' };
    const { browser, page } = await ask(stage, say(account));
    await consent(browser, page);
    const askAgain = async (detail: object, more: Parameters = {}): Promise<URL> =>
      (await ask(stage, { ...say(detail), ...more }, { browser })).page;
    expect((await askAgain(account)).searchParams.has('code')).toBe(true);
    expect((await askAgain({ ...account, note: 'second' })).pathname).toBe('/consent');
    await consent(browser, await askAgain(PAYMENT));
    expect((await askAgain(PAYMENT)).pathname).toBe('/consent');
    const silent = await askAgain(PAYMENT, { prompt: 'none' });
    expect(silent.searchParams.get('error')).toBe('consent_required');
  });

  it('is asked by a device as well (RFC 8628)', async () => {
    const television = await registerTelevision(stage, { settings: TYPES });
    const device = await beginDevice(stage, television, say(PAYMENT));
    await answerDevice(stage, device.user_code);
    const { body } = await poll(stage, television, device.device_code);
    expect(detailsIn(body['access_token'])).toEqual([PAYMENT]);
  });
});

describe('a route demands a detail', () => {
  const call = (token: unknown, path: string, method?: string): Promise<Response> =>
    callPayments(stage, token, path, method);

  beforeAll(() => demandPayment(stage));

  it('and lets in whose access token has it, for what it says alone', async () => {
    const { body } = await obtainDetails(stage, say(PAYMENT));
    expect((await call(body['access_token'], '/payments/p-1')).status).toBe(200);
    const other = await call(body['access_token'], '/payments/p-2');
    expect(other.status).toBe(403);
    expect(other.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    expect(await other.json()).toMatchObject({
      error: 'insufficient_scope',
      detail: expect.stringMatching(
        /type payment_initiation, with actions initiate, and identifier as the path parameter id/,
      ),
    });
  });

  it('refuses an access token for less: another action, another type, no detail at all', async () => {
    const less = await askAsMachine(stage, say({ ...PAYMENT, actions: ['status'] }));
    expect((await call(less.body['access_token'], '/payments/p-1')).status).toBe(403);
    const none = await askAsMachine(stage, { scope: 'photos' });
    expect((await call(none.body['access_token'], '/photos', 'GET')).status).toBe(200);
    expect((await call(none.body['access_token'], '/payments/p-1')).status).toBe(403);
  });

  it('cannot name a type that nobody has defined, or a parameter that its path has not', async () => {
    const wrong = (requiredDetail: object): Promise<Api> =>
      publish(stage, 'wrong', [{ methods: [], path: '/', access: 'authenticated', requiredDetail }]);
    await expect(wrong({ type: 'unheard' })).rejects.toThrow(/No details type is called unheard/);
    const conditions = [{ field: 'identifier', equals: 'path.id' }];
    await expect(wrong({ type: PAYMENT.type, conditions })).rejects.toThrow(/id is no parameter of the path/);
  });

  it('keeps its type from being deleted', async () => {
    await expect(stage.admin.delete(`/api/details-types/${PAYMENT.type}`)).rejects.toThrow(/409/);
  });
});

describe('operators and the end user read afterwards, in words', () => {
  interface Told {
    readonly details?: readonly { readonly title: readonly { readonly text: string }[] }[];
  }
  const words = ({ details = [] }: Told): readonly string[] =>
    details.map(({ title }) => title.map(({ text }) => text).join(''));
  const SAID = 'Pay 123.50 EUR to Merchant A';

  it('what was allowed: at the authorization, at each consent, at the access token', async () => {
    const client = await registerClient(stage.admin, { settings: { ...TYPES, accessTokenFormat: 'opaque' } });
    const { body } = await obtainDetails(stage, say(PAYMENT), client);
    const { items } = await stage.admin.get<Page<Told & { readonly id: string }>>(
      `/api/authorizations?applicationId=${client.applicationId}`,
    );
    expect(items.map(words)).toEqual([[SAID]]);
    const lineage = await stage.admin.get<{ readonly consents: readonly Told[] }>(
      `/api/authorizations/${items[0]?.id ?? ''}`,
    );
    expect(lineage.consents.map(words)).toEqual([[SAID]]);
    const { body: told } = await postForm(
      stage,
      '/oauth2/introspect',
      { token: String(body['access_token']) },
      client,
    );
    const token = await stage.admin.get<Told>(`/api/access-tokens/${String(told['jti'])}`);
    expect(words(token)).toEqual([SAID]);
  });

  it('in their account', async () => {
    const { browser } = await ask(stage, say(PAYMENT));
    const answer = await browser.fetch('/account/security/authorizations');
    const applications = (await answer.json()) as readonly Told[];
    expect(applications.flatMap(words)).toContain(SAID);
  });

  it('why a call was refused: the detail that the route demands', async () => {
    const { body } = await askAsMachine(stage, say({ ...PAYMENT, identifier: 'p-9' }));
    const response = await fetch(`${stage.gatehouse.gatewayUrl}/payments/payments/p-1`, {
      method: 'POST',
      headers: { authorization: `Bearer ${String(body['access_token'])}` },
    });
    const path = `/api/calls/${response.headers.get('x-request-id') ?? ''}`;
    await waitUntil(
      'the call is stored',
      async () => (await stage.admin.request('GET', path)).status === 200,
    );
    const why = await stage.admin.get<CallExplanation>(path);
    expect(why.checks.find(({ verdict }) => verdict === 'refused')?.name).toBe('token-detail');
    expect(why.rule?.detailsType).toBe(PAYMENT.type);
    expect(words(why.token ?? {})).toEqual([SAID]);
    expect(why.advice[0]?.text).toContain('authorization detail of the type payment_initiation');
  });
});

describe('introspection (RFC 9396 §9.2)', () => {
  it('tells the resource server of an API about its own details alone', async () => {
    const client = await registerClient(stage.admin, { kind: 'machine', settings: TYPES });
    const guard = await registerClient(stage.admin, { kind: 'machine' });
    const { version, ...api } = await stage.admin.get<ApiDetail>(`/api/apis/${stage.accounts.id}`);
    await stage.admin.put(`/api/apis/${stage.accounts.id}`, {
      name: api.name,
      basePath: api.basePath,
      targets: api.targets,
      routes: api.routes.map(({ id: _, ...route }) => route),
      callers: { access: 'everyone', applicationIds: [], resourceServerIds: [guard.applicationId] },
      version,
    });
    const { body } = await askAsMachine(stage, say(PAYMENT, ACCOUNTS), client);
    const introspect = async (asker: TestClient): Promise<unknown> =>
      (await postForm(stage, '/oauth2/introspect', { token: String(body['access_token']) }, asker)).body[
        'authorization_details'
      ];
    expect(await introspect(guard)).toEqual([ACCOUNTS]);
    expect(await introspect(client)).toEqual([PAYMENT, ACCOUNTS]);
  });
});

describe('a type', () => {
  const typed = (changes: object): Promise<unknown> =>
    stage.admin.post('/api/details-types', {
      name: 'draft',
      schema: '{"type":"object","properties":{"creditor":{"type":"string"}}}',
      apiIds: [stage.accounts.id],
      title: 'Draft',
      ...changes,
    });

  it.each([
    ['what is no JSON', { schema: '{"' }, /not JSON/],
    ['what is no object', { schema: '{"type":"array"}' }, /a detail is an object/i],
    ['a schema from elsewhere', { schema: '{"type":"object","$ref":"https://a.example/s"}' }, /not followed/],
    [
      'a keyword with a wrong value',
      { schema: '{"type":"object","required":"x"}' },
      /no valid JSON Schema: \/required/,
    ],
    ['braces around nothing', { title: 'Pay {amount}' }, /Braces name a field/],
    ['a field that the schema has not', { texts: { fr: { title: '{{debtor}}' } } }, /no field debtor/],
    ['an API that is not there', { apiIds: ['00000000-0000-4000-8000-000000000000'] }, /not there any more/],
  ])('is refused with the reason: %s', async (_, changes, reason) => {
    await expect(typed(changes)).rejects.toThrow(reason);
  });

  it('that is deleted is taken from clients, metadata and what can still be refreshed', async () => {
    await typed({});
    const client = await registerClient(stage.admin, { settings: { authorizationDetailsTypes: ['draft'] } });
    const { body } = await obtainDetails(
      stage,
      { scope: 'photos', ...say({ type: 'draft', creditor: 'x' }) },
      client,
    );
    expect(body['authorization_details']).toHaveLength(1);
    await stage.admin.delete('/api/details-types/draft');
    const refreshed = await requestToken(stage, client, {
      grant_type: 'refresh_token',
      refresh_token: String(body['refresh_token']),
    });
    expect(refreshed.body).not.toHaveProperty('authorization_details');
    expect((await discover(stage))['authorization_details_types_supported']).not.toContain('draft');
  });

  it('changed by two editors: the second is told (409)', async () => {
    const sent = {
      schema: '{"type":"object"}',
      apiIds: [stage.accounts.id],
      title: 'See your {{datatypes}}',
      version: 1,
    };
    await stage.admin.put(`/api/details-types/${ACCOUNTS.type}`, { ...sent, isRemembered: true });
    await expect(stage.admin.put(`/api/details-types/${ACCOUNTS.type}`, sent)).rejects.toThrow(/409/);
  });
});
