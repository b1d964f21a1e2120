import type { ClientEdit, Page } from '@gatehouse/dto';
import { decodeJwt } from 'jose';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import {
  assertionClaims,
  JWT_BEARER,
  makeKey,
  type NamedKey,
  presentJwt,
  SAML_BEARER,
  signAssertion,
  trustIssuer,
} from '../fixtures/assertions.js';
import { consent } from '../fixtures/browser.js';
import {
  answerNewest,
  askUser,
  beginAsking,
  GRANT_TYPE as CIBA,
  listWaiting,
  openAccount,
  openRequest,
  pollAnswer,
  registerTill,
} from '../fixtures/ciba.js';
import { GRANT_TYPE, registerExchanger } from '../fixtures/exchange.js';
import { type Answer, type Parameters, postForm, requestToken } from '../fixtures/oauth.js';
import { type Identity, makeAssertion, makeIdentity } from '../fixtures/saml.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import {
  ACCOUNTS,
  askAsMachine,
  callPayments,
  demandPayment,
  detailsIn,
  type DetailsStage,
  obtainDetails,
  openDetailsStage,
  PAYMENT,
  say,
  TYPES,
} from './details-stage.js';

let stage: DetailsStage;

beforeAll(async () => {
  stage = await openDetailsStage();
});
afterAll(stopAllGatehouses);

describe('an exchange (RFC 8693) gives the details of the subject token, or less (§6)', () => {
  const less = { ...PAYMENT, actions: ['status'] };
  let service: TestClient;
  let subject: string;

  const exchange = (parameters: Parameters = {}, sender = service, token = subject): Promise<Answer> =>
    requestToken(stage, sender, {
      grant_type: GRANT_TYPE,
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      ...parameters,
    });

  beforeAll(async () => {
    service = await registerExchanger(stage, TYPES, [stage.shop, stage.machine]);
    const { body } = await obtainDetails(stage, { scope: 'photos', ...say(PAYMENT, ACCOUNTS) });
    subject = String(body['access_token']);
  });

  it('all of them, unless it says less: in the answer, the access token and introspection', async () => {
    const all = await exchange();
    expect(all.body['authorization_details']).toEqual([PAYMENT, ACCOUNTS]);
    const { body } = await exchange({ ...say(less), resource: stage.payments.audience });
    expect(body['authorization_details']).toEqual([less]);
    expect(decodeJwt(String(body['access_token']))).toMatchObject({
      aud: stage.payments.audience,
      authorization_details: [less],
      act: { client_id: service.clientId },
    });
    const token = String(body['access_token']);
    const told = await postForm(stage, '/oauth2/introspect', { token }, service);
    expect(told.body['authorization_details']).toEqual([less]);
  });

  it.each([
    ['another amount', { ...PAYMENT, amount: { value: '999.00', currency: 'EUR' } }],
    ['another payment', { ...PAYMENT, identifier: 'p-2' }],
    ['without a field', { ...PAYMENT, creditor: undefined }],
  ])('never more: %s', async (_, detail) => {
    const { status, body } = await exchange(say(detail));
    expect([status, body['error']]).toEqual([400, 'invalid_authorization_details']);
  });

  it('those alone that mean something where it is for', async () => {
    const { body } = await exchange({ resource: stage.accounts.audience });
    expect(detailsIn(body['access_token'])).toEqual([ACCOUNTS]);
    const nowhere = await askAsMachine(stage, say(PAYMENT, ACCOUNTS));
    const named = { ...say(PAYMENT), resource: stage.accounts.audience };
    const refused = await exchange(named, service, String(nowhere.body['access_token']));
    expect(refused.body['error']).toBe('invalid_target');
  });

  it('those alone whose types the exchanging client is registered for; where that is nothing, it is refused', async () => {
    const settings = { authorizationDetailsTypes: [ACCOUNTS.type] };
    const narrow = await registerExchanger(stage, settings, [stage.shop, stage.machine]);
    expect((await exchange({}, narrow)).body['authorization_details']).toEqual([ACCOUNTS]);
    const refused = await exchange(say(PAYMENT), narrow);
    expect(refused.body['error_description']).toMatch(/not registered for/);
    const { body } = await askAsMachine(stage, say(PAYMENT));
    const nothing = await exchange({}, narrow, String(body['access_token']));
    expect([nothing.status, nothing.body['error']]).toEqual([400, 'invalid_authorization_details']);
  });
});

describe('an assertion as a grant asks nobody (RFC 7521 §4.1)', () => {
  const NEEDS_CONSENT = [400, 'invalid_authorization_details', expect.stringMatching(/needs the consent/)];
  let key: NamedKey;
  let identity: Identity;
  let app: TestClient;

  const present = async (parameters: Parameters, client = app, iss = 'https://idp.example') =>
    presentJwt(stage, client, await signAssertion(key, assertionClaims(stage, { iss })), parameters);
  const describeRefusal = ({ status, body }: Answer): readonly unknown[] => [
    status,
    body['error'],
    body['error_description'],
  ];
  const asserting = (settings: ClientEdit): ClientEdit => ({
    ...TYPES,
    grantTypes: ['authorization_code', JWT_BEARER, SAML_BEARER],
    jwks: { keys: [{ ...key.publicJwk }] },
    ...settings,
  });

  beforeAll(async () => {
    [key, identity] = [await makeKey(), await makeIdentity()];
    app = await registerClient(stage.admin, { settings: asserting({}) });
    await trustIssuer(stage, app, {
      jwks: { keys: [{ ...key.publicJwk }] },
      certificates: [identity.cert],
    });
  });

  it('so a payment is refused, by a JWT or in SAML, and the assertion is not used up', async () => {
    expect(describeRefusal(await present(say(PAYMENT)))).toEqual(NEEDS_CONSENT);
    const assertion = makeAssertion(stage, identity, {
      issuer: 'https://idp.example',
      nameIdentifier: stage.ada.username,
    });
    const parameters = {
      grant_type: SAML_BEARER,
      assertion: Buffer.from(assertion).toString('base64url'),
    };
    const refused = await requestToken(stage, app, { ...parameters, ...say(PAYMENT) });
    expect(describeRefusal(refused)).toEqual(NEEDS_CONSENT);
    expect((await requestToken(stage, app, { ...parameters, scope: 'photos' })).status).toBe(200);
  });

  it('so a detail that counts again is granted once the person has allowed the very same, until they take it back', async () => {
    expect(describeRefusal(await present(say(ACCOUNTS)))).toEqual(NEEDS_CONSENT);
    await obtainDetails(stage, say(ACCOUNTS, PAYMENT), app);
    const { body } = await present(say(ACCOUNTS));
    expect(body).toMatchObject({ scope: '', authorization_details: [ACCOUNTS] });
    expect(detailsIn(body['access_token'])).toEqual([ACCOUNTS]);
    for (const more of [say({ ...ACCOUNTS, note: 'all' }), say(ACCOUNTS, PAYMENT)])
      expect(describeRefusal(await present(more))).toEqual(NEEDS_CONSENT);
    const path = `/api/authorizations?applicationId=${app.applicationId}`;
    const { items } = await stage.admin.get<Page<{ readonly id: string }>>(path);
    await stage.admin.delete(`/api/authorizations/${items[0]?.id ?? ''}`);
    expect(describeRefusal(await present(say(ACCOUNTS)))).toEqual(NEEDS_CONSENT);
  });

  it('so an identity assertion grant (ID-JAG) gives those of its details, and no others', async () => {
    const issuer = 'https://jag.example';
    await trustIssuer(stage, app, { issuer, jwks: { keys: [{ ...key.publicJwk }] }, takesIdJags: true });
    await obtainDetails(stage, say(ACCOUNTS), app);
    const presentJag = async (details: readonly object[], parameters: Parameters = {}) => {
      const claims = { iss: issuer, client_id: app.clientId, authorization_details: details };
      const header = { typ: 'oauth-id-jag+jwt' };
      const jag = await signAssertion(key, assertionClaims(stage, claims), header);
      return presentJwt(stage, app, jag, parameters);
    };
    expect((await presentJag([ACCOUNTS])).body).toMatchObject({
      scope: '',
      authorization_details: [ACCOUNTS],
    });
    expect(describeRefusal(await presentJag([ACCOUNTS, PAYMENT]))).toEqual(NEEDS_CONSENT);
    expect((await presentJag([ACCOUNTS, PAYMENT], say(ACCOUNTS))).status).toBe(200);
    const { body } = await presentJag([PAYMENT], say(ACCOUNTS));
    expect(body['error_description']).toMatch(/not what the assertion is for/);
  });

  it("so the operator's own application says what it is for where it speaks for itself, and never by another", async () => {
    const own = await registerClient(stage.admin, { settings: asserting({ mayAssertUsers: true }) });
    const path = `/api/applications/${own.applicationId}`;
    const bySelf = (): Promise<Answer> => present(say(PAYMENT), own, own.clientId);
    expect(describeRefusal(await bySelf())).toEqual(NEEDS_CONSENT);
    const { version } = await stage.admin.get<{ readonly version: number }>(path);
    await stage.admin.patch(path, { version, isFirstParty: true });
    expect((await bySelf()).body['authorization_details']).toEqual([PAYMENT]);
    const issuer = 'https://other.example';
    await trustIssuer(stage, own, { issuer, jwks: { keys: [{ ...key.publicJwk }] } });
    expect(describeRefusal(await present(say(PAYMENT), own, issuer))).toEqual(NEEDS_CONSENT);
  });

  it('and never leads to a type that the client is not registered for', async () => {
    const settings = asserting({ mayAssertUsers: true, authorizationDetailsTypes: [] });
    const untyped = await registerClient(stage.admin, { settings });
    const { body } = await present(say(ACCOUNTS), untyped, untyped.clientId);
    expect(body['error_description']).toMatch(/not registered for/);
  });
});

describe('a password (RFC 6749 §4.3)', () => {
  it('is no consent to what is asked for in detail', async () => {
    const client = await registerClient(stage.admin, {
      settings: { ...TYPES, profile: 'legacy', grantTypes: ['password'] },
    });
    const { username, password } = stage.ada;
    const { status, body } = await requestToken(stage, client, {
      grant_type: 'password',
      username,
      password,
      ...say(ACCOUNTS),
    });
    expect([status, body['error']]).toEqual([400, 'invalid_authorization_details']);
  });
});

describe('a person elsewhere (CIBA) is asked in detail', () => {
  const less = { ...PAYMENT, actions: ['status'] };
  let till: TestClient;

  /** Asks Ada for a payment, lets her look, and allow it. */
  async function obtainPayment(client: TestClient): Promise<string> {
    const id = await beginAsking(stage, client, { scope: 'openid', ...say(PAYMENT) });
    await answerNewest(stage);
    return id;
  }

  beforeAll(async () => {
    till = await registerTill(stage, { settings: TYPES });
    await demandPayment(stage);
  });

  it('in words, where she sees who waits and where she is asked; the access token has what she allowed', async () => {
    const id = await beginAsking(stage, till, { scope: 'openid', ...say(PAYMENT, ACCOUNTS) });
    const browser = await openAccount(stage);
    const [waiting] = (await listWaiting(browser)).waiting;
    if (waiting === undefined) throw new Error('nothing waits');
    const titles = waiting.details?.map(({ title }) => title.map(({ text }) => text).join(''));
    expect(titles).toEqual(['Pay 123.50 EUR to Merchant A', 'See your balances']);
    const page = await openRequest(browser, waiting);
    expect((await browser.openPage(page)).details).toHaveLength(2);
    await consent(browser, page, undefined, [0]);
    const { body } = await pollAnswer(stage, till, id);
    expect(body).toMatchObject({ scope: 'openid', authorization_details: [PAYMENT] });
    expect(detailsIn(body['access_token'])).toEqual([PAYMENT]);
    const token = String(body['access_token']);
    const told = await postForm(stage, '/oauth2/introspect', { token }, till);
    expect(told.body['authorization_details']).toEqual([PAYMENT]);
    expect((await callPayments(stage, token, '/payments/p-1')).status).toBe(200);
    expect((await callPayments(stage, token, '/payments/p-2')).status).toBe(403);
  });

  it('and the client may fetch less than that, never more (§6)', async () => {
    const id = await obtainPayment(till);
    const fetchTokens = (details: object): Promise<Answer> =>
      requestToken(stage, till, { grant_type: CIBA, auth_req_id: id, ...say(details) });
    const more = await fetchTokens({ ...PAYMENT, identifier: 'p-2' });
    expect([more.status, more.body['error']]).toEqual([400, 'invalid_authorization_details']);
    expect((await fetchTokens(less)).body['authorization_details']).toEqual([less]);
  });

  it.each([
    ['what its type does not allow', { ...PAYMENT, identifier: 7 }, 'invalid_authorization_details'],
    ['a type that nobody knows', { type: 'unheard' }, 'invalid_authorization_details'],
  ])('but not about %s (§5)', async (_, detail, error) => {
    const { status, body } = await askUser(stage, till, { scope: 'openid', ...say(detail) });
    expect([status, body['error']]).toEqual([400, error]);
  });

  it('but not by a client that is not registered for the type, nor without openid (CIBA §7.1)', async () => {
    const untyped = await askUser(stage, await registerTill(stage), say(PAYMENT));
    expect(untyped.body['error']).toBe('invalid_authorization_details');
    const scopeless = await askUser(stage, till, { scope: undefined, ...say(PAYMENT) });
    expect(scopeless.body['error']).toBe('invalid_scope');
  });
});
