import {
  CompactEncrypt,
  createLocalJWKSet,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import * as openid from 'openid-client';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowserOf, passThrough } from '../fixtures/browser.js';
import { makePkce } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { discoverProvider } from '../openid/relying-party.js';

let stage: Stage;
let client: TestClient;
let key: CryptoKey;
let browser: Browser;

async function registerWithKey(publicKey: CryptoKey, settings: object = {}): Promise<TestClient> {
  const jwk = { ...(await exportJWK(publicKey)), kid: 'shop-1', alg: 'ES256', use: 'sig' };
  return registerClient(stage.admin, { settings: { jwks: { keys: [{ ...jwk }] }, ...settings } });
}

beforeAll(async () => {
  stage = await openStage();
  const pair = await generateKeyPair('ES256');
  key = pair.privateKey;
  client = await registerWithKey(pair.publicKey);
  browser = createBrowserOf(stage);
});
afterAll(stopAllGatehouses);

const claimsOf = (changes: JWTPayload = {}): JWTPayload => ({
  iss: client.clientId,
  aud: stage.gatehouse.issuer,
  client_id: client.clientId,
  redirect_uri: client.redirectUri,
  response_type: 'code',
  scope: 'photos',
  state: 'inside',
  code_challenge: makePkce().challenge,
  code_challenge_method: 'S256',
  exp: Math.floor(Date.now() / 1000) + 300,
  ...changes,
});

const sign = (claims: JWTPayload, header: object = {}, signer = key): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: 'shop-1', typ: 'oauth-authz-req+jwt', ...header })
    .sign(signer);

/** Sends a request object; the address says no more than it must. */
const authorize = (request: string, outer: Record<string, string> = {}): Promise<URL> =>
  browser.authorize({
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    state: 'outside',
    request,
    ...outer,
  });

describe('a request object (RFC 9101)', () => {
  it('made by openid-client leads to tokens', async () => {
    const configuration = await discoverProvider(stage, client);
    const { verifier, challenge } = makePkce();
    const address = await openid.buildAuthorizationUrlWithJAR(
      configuration,
      {
        redirect_uri: client.redirectUri,
        response_type: 'code',
        scope: 'photos',
        state: 's',
        code_challenge: challenge,
        code_challenge_method: 'S256',
      },
      { key, kid: 'shop-1' },
    );
    const callback = await passThrough(browser, Object.fromEntries(address.searchParams), stage.ada);
    const tokens = await openid.authorizationCodeGrant(configuration, callback, {
      pkceCodeVerifier: verifier,
      expectedState: 's',
    });
    expect(tokens.scope).toBe('photos');
  });

  it('is all that counts: what the address says besides is not looked at (§6.3)', async () => {
    const page = await authorize(await sign(claimsOf({ state: 'inside' })), {
      scope: 'prints',
      response_type: 'token',
      prompt: 'none',
    });
    const callback = page.searchParams.has('code') ? page : undefined;
    expect(callback?.searchParams.get('state')).toBe('inside');
  });

  it.each(['ECDH-ES', 'ECDH-ES+A256KW', 'RSA-OAEP-256'])(
    'may be encrypted to us with %s (§6.1)',
    async (alg) => {
      const response = await fetch(`${stage.gatehouse.issuer}/oauth2/jwks`);
      const { keys } = (await response.json()) as JSONWebKeySet;
      const isRsa = alg.startsWith('RSA');
      const jwk = keys.find(({ use, kty }) => use === 'enc' && (kty === 'RSA') === isRsa);
      const encrypted = await new CompactEncrypt(Buffer.from(await sign(claimsOf())))
        .setProtectedHeader({ alg, enc: 'A256GCM', kid: jwk?.kid ?? '', cty: 'oauth-authz-req+jwt' })
        .encrypt(await importJWK({ ...jwk }, alg));
      expect((await authorize(encrypted)).searchParams.has('code')).toBe(true);
    },
  );

  it('can be demanded of a client (§10.5)', async () => {
    const { publicKey } = await generateKeyPair('ES256');
    const strict = await registerWithKey(publicKey, { requiresRequestObject: true });
    const answer = await browser.authorize({
      client_id: strict.clientId,
      redirect_uri: strict.redirectUri,
      response_type: 'code',
      scope: 'photos',
    });
    expect(answer.searchParams.get('error_description')).toMatch(/signed request objects/);
  });
});

describe('what is refused, to the registered redirect URI (§6.2, §7)', () => {
  it.each([
    ['another client_id (§5 MUST)', { client_id: 'somebody-else' }],
    ['no client_id', { client_id: undefined }],
    ['another issuer', { iss: 'somebody-else' }],
    ['another audience', { aud: 'https://other.example' }],
    ['an end in the past', { exp: 1 }],
    ['an end far ahead', { exp: 4_102_444_800 }],
    ['a begin in the future', { nbf: 4_102_444_800 }],
    ['the client as its subject (§10.8)', { sub: 'client' }],
    ['a request inside (§4 MUST NOT)', { request: 'a.b.c' }],
    ['a request_uri inside (§4 MUST NOT)', { request_uri: 'https://print.example/r' }],
    ['a NUL', { scope: 'photos\0' }],
  ])('%s', async (_, changes) => {
    const claims = claimsOf(changes);
    if (claims.sub === 'client') claims.sub = client.clientId;
    const answer = await authorize(await sign(claims));
    expect(Object.fromEntries(answer.searchParams)).toMatchObject({
      error: 'invalid_request_object',
      state: 'outside',
      iss: stage.gatehouse.issuer,
    });
  });

  it('no signature, or one that proves nothing (§10.1, RFC 8725 §3.2)', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const valid = await sign(claimsOf());
    const [header = '', , signature = ''] = valid.split('.');
    const changed = Buffer.from(JSON.stringify(claimsOf({ scope: 'photos prints' }))).toString('base64url');
    const bad = [
      new UnsecuredJWT(claimsOf()).encode(),
      await sign(claimsOf(), {}, privateKey),
      await sign(claimsOf(), { kid: 'unknown' }),
      await sign(claimsOf(), { typ: 'at+jwt' }),
      `${header}.${changed}.${signature}`,
      await new SignJWT(claimsOf()).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32, 1)),
      'nonsense',
      'a.b.c.d.e',
    ];
    for (const request of bad) {
      expect((await authorize(request)).searchParams.get('error')).toBe('invalid_request_object');
    }
  });

  it('a redirect URI inside that is not registered is shown, never redirected (RFC 6749 §4.1.2.1 MUST NOT)', async () => {
    const request = await sign(claimsOf({ redirect_uri: 'https://evil.example/' }));
    const answer = await authorize(request);
    expect(answer.origin).toBe(new URL(client.redirectUri).origin);
    expect(answer.searchParams.get('error')).toBe('invalid_request');
  });

  it('by reference', async () => {
    const answer = await browser.authorize({
      client_id: client.clientId,
      redirect_uri: client.redirectUri,
      request_uri: 'https://print.example/request',
    });
    expect(answer.searchParams.get('error')).toBe('request_uri_not_supported');
  });
});

describe('the keys to encrypt to', () => {
  it('are never taken for keys that sign', async () => {
    const { keys } = (await (await fetch(`${stage.gatehouse.issuer}/oauth2/jwks`)).json()) as JSONWebKeySet;
    const encryption = keys.filter(({ use }) => use === 'enc');
    expect(encryption).toHaveLength(2);
    // RFC 7517 §4.4: the key that is for one algorithm alone names it.
    expect(encryption.map(({ kty, alg }) => [kty, alg])).toEqual(
      expect.arrayContaining([
        ['RSA', 'RSA-OAEP-256'],
        ['EC', undefined],
      ]),
    );
    for (const { kid = '' } of encryption)
      await expect(createLocalJWKSet({ keys })({ alg: 'ES256', kid })).rejects.toThrow();
  });
});
