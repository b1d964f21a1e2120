import { createRemoteJWKSet, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import * as openid from 'openid-client';
import { passThrough } from '../fixtures/browser.js';
import { type Answer, makePkce, postForm } from '../fixtures/oauth.js';
import { closeGatewayStage } from '../gateway/gateway-stage.js';
import { PHOTOS } from './dpop-stage.js';
import { type FapiStage, now, openFapiStage, requestOf } from './fapi-stage.js';

type Claims = Readonly<Record<string, unknown>>;

const INTROSPECTION = 'application/token-introspection+jwt';

let stage: FapiStage;
beforeAll(async () => {
  stage = await openFapiStage('fapi2-message-signing', { requiresRequestObject: true });
});
afterAll(closeGatewayStage);

const claimsOf = (changes: Claims = {}): Claims => ({
  iss: stage.client.clientId,
  aud: stage.gatehouse.issuer,
  client_id: stage.client.clientId,
  ...requestOf(stage.client, { response_mode: 'jwt' }),
  nbf: now(),
  exp: now() + 300,
  ...changes,
});

const sign = (claims: Claims, header: object = {}, key = stage.keys.ec): Promise<string> =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'ec', typ: 'oauth-authz-req+jwt', ...header })
    .sign(key);

const pushSigned = async (changes: Claims = {}): Promise<Answer> =>
  stage.push({ request: await sign(claimsOf(changes)) });

const readAnswer = async (callback: URL): Promise<JWTPayload> => {
  const keys = createRemoteJWKSet(new URL(`${stage.gatehouse.issuer}/oauth2/jwks`));
  const { payload } = await jwtVerify(callback.searchParams.get('response') ?? '', keys, {
    issuer: stage.gatehouse.issuer,
    audience: stage.client.clientId,
    // FAPI 2.0 Security Profile §5.4.1: the server's own algorithm is another.
    algorithms: ['ES256', 'PS256', 'EdDSA'],
  });
  return payload;
};

describe('a client of FAPI 2.0 Message Signing, by openid-client', () => {
  it('signs its request, gets a signed answer, and calls an API', async () => {
    const { client, keys, gatehouse, browser, ada } = stage;
    const configuration = await stage.configure(openid.useJwtResponseMode);
    const DPoP = openid.getDPoPHandle(configuration, await openid.randomDPoPKeyPair('ES256'));
    const { verifier, challenge } = makePkce();
    const signed = await openid.buildAuthorizationUrlWithJAR(
      configuration,
      requestOf(client, { code_challenge: challenge }) as Record<string, string>,
      { key: keys.ec, kid: 'ec' },
    );
    const address = await openid.buildAuthorizationUrlWithPAR(configuration, signed.searchParams, { DPoP });
    const callback = await passThrough(browser, Object.fromEntries(address.searchParams), ada);
    expect([...callback.searchParams.keys()]).toEqual(['response']);
    const checks = { pkceCodeVerifier: verifier, expectedState: 'fapi' };
    const tokens = await openid.authorizationCodeGrant(configuration, callback, checks, undefined, { DPoP });
    const photos = new URL(gatehouse.gatewayUrl + PHOTOS);
    const { access_token: text } = tokens;
    const options = [undefined, undefined, { DPoP }] as const;
    const call = await openid.fetchProtectedResource(configuration, text, photos, 'GET', ...options);
    expect(call.status).toBe(200);
  });
});

describe('its pushed request', () => {
  it.each<readonly [string, () => Claims]>([
    ['has no nbf', () => ({ nbf: undefined })],
    ['is from more than an hour ago', () => ({ nbf: now() - 3700, exp: now() + 60 })],
    ['has no exp', () => ({ exp: undefined })],
    ['counts for more than an hour', () => ({ nbf: now() - 30, exp: now() + 3590 })],
    ['has no aud', () => ({ aud: undefined })],
    ['is for another server', () => ({ aud: 'https://id.example' })],
    ['counts later than a minute ahead', () => ({ nbf: now() + 90 })],
    ['was made later than a minute ahead', () => ({ iat: now() + 90 })],
  ])('is refused where it %s (§5.3.1)', async (_, change) => {
    const { status, body } = await pushSigned(change());
    expect([status, body['error']]).toEqual([400, 'invalid_request_object']);
  });

  it('is taken where its clock is ten seconds ahead, and where aud is a list', async () => {
    const { issuer } = stage.gatehouse;
    expect((await pushSigned({ nbf: now() + 9, iat: now() + 9, aud: [issuer] })).status).toBe(201);
  });

  it.each<readonly [string, () => Promise<Answer>, string]>([
    ['not signed', () => stage.push(requestOf(stage.client, { response_mode: 'jwt' })), 'invalid_request'],
    [
      'signed with RS256',
      async () =>
        stage.push({ request: await sign(claimsOf(), { alg: 'RS256', kid: 'rsa' }, stage.keys.weak) }),
      'invalid_request_object',
    ],
    ['to be answered without a signature', () => pushSigned({ response_mode: 'query' }), 'invalid_request'],
    ['silent on the answer', () => pushSigned({ response_mode: undefined }), 'invalid_request'],
  ])('is refused where it is %s', async (_, send, error) => {
    const { status, body } = await send();
    expect([status, body['error']]).toEqual([400, error]);
  });
});

describe('what it is told', () => {
  it('is signed, a refusal too, however it asked (§5.4)', async () => {
    const request = { client_id: stage.client.clientId, ...requestOf(stage.client) };
    const callback = await stage.browser.authorize(request);
    expect([...callback.searchParams.keys()]).toEqual(['response']);
    expect(await readAnswer(callback)).toMatchObject({ error: 'invalid_request', state: 'fapi' });
  });

  it('of an access token is signed, or nothing (§5.5, RFC 9701)', async () => {
    const { body } = await stage.fetchToken(await stage.prove());
    const ask = async (accept: string): Promise<Response> =>
      fetch(`${stage.gatehouse.issuer}/oauth2/introspect`, {
        method: 'POST',
        headers: { accept },
        body: new URLSearchParams({
          token: String(body['access_token']),
          client_id: stage.client.clientId,
          client_assertion: await stage.assert(),
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        }),
      });
    const signed = await ask(INTROSPECTION);
    expect([signed.status, signed.headers.get('content-type')]).toEqual([200, INTROSPECTION]);
    const bare = await ask('application/json');
    expect([bare.status, await bare.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_request' }),
    ]);
    // Another client still gets what it asks for.
    const other = await postForm(
      stage,
      '/oauth2/introspect',
      { token: String(body['access_token']) },
      stage.printShop,
    );
    expect(other.body['active']).toBe(true);
  });
});
