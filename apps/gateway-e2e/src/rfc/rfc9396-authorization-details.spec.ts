import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { consent, createBrowserOf, signIn } from '../fixtures/browser.js';
import { configure, discover } from '../fixtures/judges.js';
import {
  type Answer,
  authorizationParameters,
  basic,
  makePkce,
  obtainCode,
  type Parameters,
  postForm,
  requestToken,
} from '../fixtures/oauth.js';
import { askRegistration, makeInitialToken } from '../fixtures/registration.js';
import { CALLBACK, registerClient } from '../fixtures/stage.js';
import {
  ACCOUNTS,
  ask,
  askAsMachine,
  detailsIn,
  type DetailsStage,
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

describe('metadata', () => {
  it('names the types that work, of the server and of each resource (RFC 9396 §10, RFC 9728 §2)', async () => {
    const server = await discover(stage);
    expect(server['authorization_details_types_supported']).toEqual([ACCOUNTS.type, PAYMENT.type]);
    const resource = await fetch(
      `${stage.gatehouse.gatewayUrl}/.well-known/oauth-protected-resource/payments`,
    );
    expect(await resource.json()).toMatchObject({ authorization_details_types_supported: [PAYMENT.type] });
  });
});

describe('what is refused: invalid_authorization_details (RFC 9396 §5)', () => {
  const { amount: _, ...unpaid } = PAYMENT;
  it.each([
    ['a type that nobody knows', [{ type: 'unheard' }], /not known/],
    ['a detail without a type', [{ actions: [] }], /must be an object with a type/],
    ['a field that its type has not', [{ ...PAYMENT, debtor: 'me' }], /must not have the property 'debtor'/],
    [
      'such a field further inside',
      [{ ...PAYMENT, amount: { ...PAYMENT.amount, tip: '1' } }],
      /\/amount: must not/,
    ],
    ['a field of another kind', [{ ...PAYMENT, identifier: 7 }], /\/identifier: must be string/],
    ['a value that its type forbids', [{ ...PAYMENT, actions: ['cancel'] }], /\/actions\/0: must be one of/],
    ['a field that is missing', [unpaid], /must have required property 'amount'/],
    [
      'a location that is no API of its type',
      [{ ...PAYMENT, locations: ['https://else.example'] }],
      /locations/,
    ],
    ['what is no list', PAYMENT, /must be a JSON array/],
    ['an empty list', [], /must be a JSON array/],
    ['a text that cannot be kept', [{ ...PAYMENT, creditor: 'a\0b' }], /cannot be kept/],
    [
      'what is nested without end',
      [JSON.parse(`{"type":"${ACCOUNTS.type}","note":${'['.repeat(9)}${']'.repeat(9)}}`)],
      /nested/,
    ],
  ])('%s', async (_name, details, description) => {
    const parameters = { authorization_details: JSON.stringify(details) };
    const { status, body } = await askAsMachine(stage, parameters);
    expect([status, body['error']]).toEqual([400, 'invalid_authorization_details']);
    expect(body['error_description']).toMatch(description);
  });

  it('what is no JSON, or longer than anybody needs', async () => {
    expect((await askAsMachine(stage, { authorization_details: '[{' })).body['error_description']).toMatch(
      /not JSON/,
    );
    const long = say({ ...ACCOUNTS, note: 'n'.repeat(6_000) });
    expect((await askAsMachine(stage, long)).body['error_description']).toMatch(/at most 6000/);
  });

  it('a type that the client is not registered for (§10)', async () => {
    const narrow = await registerClient(stage.admin, {
      kind: 'machine',
      settings: { authorizationDetailsTypes: [ACCOUNTS.type] },
    });
    const { body } = await askAsMachine(stage, say(PAYMENT), narrow);
    expect(body['error_description']).toMatch(/not registered for/);
    expect((await askAsMachine(stage, say(ACCOUNTS), narrow)).status).toBe(200);
  });

  it('at the redirect URI, when it was the browser that brought it', async () => {
    const { page } = await ask(stage, say({ ...PAYMENT, identifier: 7 }));
    expect(page.searchParams.get('error')).toBe('invalid_authorization_details');
  });

  it('at the pushed request endpoint, before any browser comes (RFC 9126 §2.3)', async () => {
    const request = authorizationParameters(stage.shop, makePkce().challenge, say({ type: 'unheard' }));
    const { status, body } = await postForm(stage, '/oauth2/par', request, stage.shop);
    expect([status, body['error']]).toEqual([400, 'invalid_authorization_details']);
  });
});

describe('client credentials', () => {
  it('as openid-client sends them: the answer, the JWT and introspection say what was granted (§7, §9)', async () => {
    const configuration = await configure(stage, stage.machine);
    const tokens = await openid.clientCredentialsGrant(configuration, say(PAYMENT));
    expect(tokens.authorization_details).toEqual([PAYMENT]);
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      aud: stage.payments.audience,
      scope: '',
      authorization_details: [PAYMENT],
    });
    const introspected = await openid.tokenIntrospection(configuration, tokens.access_token);
    expect(introspected.authorization_details).toEqual([PAYMENT]);
  });

  it('an opaque access token has them too, and signed introspection says so (RFC 9701 §5)', async () => {
    const client = await registerClient(stage.admin, {
      kind: 'machine',
      settings: { ...TYPES, accessTokenFormat: 'opaque' },
    });
    const { body } = await askAsMachine(stage, say(PAYMENT), client);
    const response = await fetch(`${stage.gatehouse.authUrl}/oauth2/introspect`, {
      method: 'POST',
      headers: {
        authorization: basic(client.clientId, client.clientSecret ?? ''),
        accept: 'application/token-introspection+jwt',
      },
      body: new URLSearchParams({ token: String(body['access_token']) }),
    });
    expect(decodeJwt(await response.text())['token_introspection']).toMatchObject({
      active: true,
      authorization_details: [PAYMENT],
    });
  });

  it('an access token has those alone that mean something at its audience (RFC 8707 §2.2)', async () => {
    const both = await askAsMachine(stage, say(PAYMENT, ACCOUNTS));
    expect(decodeJwt(String(both.body['access_token'])).aud).toEqual([
      stage.payments.audience,
      stage.accounts.audience,
    ]);
    const { body } = await askAsMachine(stage, {
      ...say(PAYMENT, ACCOUNTS),
      resource: stage.accounts.audience,
    });
    expect(body['authorization_details']).toEqual([ACCOUNTS]);
    expect(detailsIn(body['access_token'])).toEqual([ACCOUNTS]);
    const nothing = await askAsMachine(stage, { ...say(PAYMENT), resource: stage.accounts.audience });
    expect(nothing.body['error']).toBe('invalid_target');
  });
});

describe('narrowing at the token endpoint (RFC 9396 §6)', () => {
  const less = { ...PAYMENT, actions: ['status'] };

  it('with the code, and with the refresh token, which keeps all that was granted', async () => {
    const { browser, page, redeem } = await ask(stage, say(PAYMENT, ACCOUNTS));
    const { body } = await redeem(await consent(browser, page), say(less));
    expect(body['authorization_details']).toEqual([less]);
    const refresh = async (parameters: Parameters, token: unknown): Promise<Answer> =>
      requestToken(stage, stage.shop, {
        grant_type: 'refresh_token',
        refresh_token: String(token),
        ...parameters,
      });
    const all = await refresh({}, body['refresh_token']);
    expect(all.body['authorization_details']).toEqual([PAYMENT, ACCOUNTS]);
    const narrowed = await refresh(say(ACCOUNTS), all.body['refresh_token']);
    expect(detailsIn(narrowed.body['access_token'])).toEqual([ACCOUNTS]);
    const more = await refresh(say({ ...PAYMENT, identifier: 'p-2' }), narrowed.body['refresh_token']);
    expect([more.status, more.body['error']]).toEqual([400, 'invalid_authorization_details']);
  });

  it.each([
    ['another amount', { ...PAYMENT, amount: { value: '999.00', currency: 'EUR' } }],
    ['without a field', { ...PAYMENT, creditor: undefined }],
    ['a detail that was not granted', ACCOUNTS],
  ])('never more: %s', async (_, detail) => {
    const { browser, page, redeem } = await ask(stage, say(PAYMENT));
    const { body } = await redeem(await consent(browser, page), say(detail));
    expect(body['error']).toBe('invalid_authorization_details');
  });

  it('a scope alone was asked for: no detail can be had by it', async () => {
    const { redemption } = await obtainCode(stage, { client: stage.shop });
    const { body } = await requestToken(stage, stage.shop, { ...redemption, ...say(PAYMENT) });
    expect(body['error']).toBe('invalid_authorization_details');
  });
});

describe('carried by', () => {
  it('a pushed request (RFC 9126), judged by oauth4webapi', async () => {
    const server = await discover(stage);
    const { verifier, challenge } = makePkce();
    const request = authorizationParameters(stage.shop, challenge, { scope: undefined, ...say(PAYMENT) });
    const pushed = await oauth.processPushedAuthorizationResponse(
      server,
      { client_id: stage.shop.clientId },
      await oauth.pushedAuthorizationRequest(
        server,
        { client_id: stage.shop.clientId },
        oauth.ClientSecretBasic(stage.shop.clientSecret ?? ''),
        new URLSearchParams(request),
        { [oauth.allowInsecureRequests]: true },
      ),
    );
    const browser = createBrowserOf(stage);
    const page = await browser.authorize({ client_id: stage.shop.clientId, request_uri: pushed.request_uri });
    await signIn(browser, page, stage.ada);
    const callback = await consent(browser, page);
    const { body } = await requestToken(stage, stage.shop, {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: stage.shop.redirectUri,
      code_verifier: verifier,
    });
    expect(body['authorization_details']).toEqual([PAYMENT]);
  });

  it('a request object (RFC 9101), as JSON itself', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256', use: 'sig' };
    const client = await registerClient(stage.admin, { settings: { ...TYPES, jwks: { keys: [jwk] } } });
    const { challenge } = makePkce();
    const { scope: _, ...parameters } = authorizationParameters(client, challenge);
    const request = await new SignJWT({ ...parameters, authorization_details: [PAYMENT] })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'oauth-authz-req+jwt' })
      .setIssuer(client.clientId)
      .setAudience(stage.gatehouse.issuer)
      .setExpirationTime('1m')
      .sign(createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' })));
    const browser = createBrowserOf(stage);
    const page = await browser.authorize({ client_id: client.clientId, request });
    await signIn(browser, page, stage.ada);
    expect((await browser.openPage(page)).details).toHaveLength(1);
  });
});

describe('a client that registers itself (RFC 9396 §10, RFC 7591)', () => {
  it('gets the types that operators have opened to all, and no other', async () => {
    const { initialAccessToken: token } = await makeInitialToken(stage);
    const register = (type: string): Promise<Answer> =>
      askRegistration(stage, {
        token,
        body: { client_name: 'Robot', redirect_uris: [CALLBACK], authorization_details_types: [type] },
      });
    const refused = await register(PAYMENT.type);
    expect([refused.status, refused.body['error']]).toEqual([400, 'invalid_client_metadata']);
    await stage.admin.post('/api/details-types', {
      name: 'greeting',
      schema: '{"type":"object"}',
      apiIds: [stage.accounts.id],
      title: 'Greet you',
      isRegistrable: true,
    });
    const { status, body } = await register('greeting');
    expect([status, body['authorization_details_types']]).toEqual([201, ['greeting']]);
  });
});
