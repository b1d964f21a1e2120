import type { ClientEdit } from '@gatehouse/dto';
import { decodeProtectedHeader } from 'jose';
import * as openid from 'openid-client';
import { readTable } from '../../../../tools/test-setup/index.mjs';
import { passThrough } from '../fixtures/browser.js';
import { createProofMaker } from '../fixtures/dpop.js';
import { makePkce, type Parameters, postForm } from '../fixtures/oauth.js';
import { registerClient } from '../fixtures/stage.js';
import { closeGatewayStage } from '../gateway/gateway-stage.js';
import { PHOTOS } from './dpop-stage.js';
import { type FapiStage, openFapiStage, requestOf } from './fapi-stage.js';

let stage: FapiStage;
beforeAll(async () => {
  stage = await openFapiStage('fapi2');
});
afterAll(closeGatewayStage);

describe('a client of FAPI 2.0, by openid-client', () => {
  it('pushes its request, proves its key, and calls an API; its refresh token stays (§5.3)', async () => {
    const { client, gatehouse, browser, ada } = stage;
    const configuration = await stage.configure();
    const DPoP = openid.getDPoPHandle(configuration, await openid.randomDPoPKeyPair('ES256'));
    const { verifier, challenge } = makePkce();
    const address = await openid.buildAuthorizationUrlWithPAR(
      configuration,
      requestOf(client, { code_challenge: challenge }) as Record<string, string>,
      { DPoP },
    );
    const callback = await passThrough(browser, Object.fromEntries(address.searchParams), ada);
    // §5.3.2.2: iss; the library compares it too.
    expect(callback.searchParams.get('iss')).toBe(gatehouse.issuer);
    const checks = { pkceCodeVerifier: verifier, expectedState: 'fapi' };
    const tokens = await openid.authorizationCodeGrant(configuration, callback, checks, undefined, { DPoP });
    expect(tokens.token_type).toBe('dpop');
    // §5.4.1: the server's own algorithm is RS256.
    expect(decodeProtectedHeader(tokens.access_token).alg).not.toBe('RS256');
    const photos = new URL(gatehouse.gatewayUrl + PHOTOS);
    const { access_token: text } = tokens;
    const call = await openid.fetchProtectedResource(
      configuration,
      text,
      photos,
      'GET',
      undefined,
      undefined,
      { DPoP },
    );
    expect(call.status).toBe(200);
    // §5.3.2.1: "shall not use refresh token rotation"
    const renewed = await openid.refreshTokenGrant(configuration, tokens.refresh_token ?? '', undefined, {
      DPoP,
    });
    expect(renewed.refresh_token).toBe(tokens.refresh_token);
  });

  it('gets a code that lives a minute at most, wherever codes live longer, by a 303 (§5.3.2.1, §5.3.2.2)', async () => {
    const { body } = await stage.push(requestOf(stage.client));
    const query = new URLSearchParams({
      client_id: stage.client.clientId,
      request_uri: String(body['request_uri']),
    });
    expect(body['expires_in']).toBeLessThan(600);
    const before = Date.now();
    const response = await stage.browser.fetch(`/oauth2/authorize?${query.toString()}`);
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/code=/),
    ]);
    const codes = await readTable(stage.gatehouse.databaseUrl, 'authorization_codes');
    const ends = codes
      .split('\n')
      .map((row) => Date.parse((JSON.parse(row) as { readonly expires_at: string }).expires_at));
    expect(Math.max(...ends)).toBeLessThanOrEqual(Date.now() + 60_000);
    expect(Math.max(...ends)).toBeGreaterThan(before);
  });
});

describe('a pushed request of it', () => {
  it.each<readonly [string, Parameters, string]>([
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no redirect_uri', { redirect_uri: undefined }, 'invalid_request'],
    ['another redirect_uri', { redirect_uri: 'https://print.example/other' }, 'invalid_request'],
    ['an access token in the address', { response_type: 'token' }, 'unauthorized_client'],
    ['an ID token in the address', { response_type: 'code id_token' }, 'unauthorized_client'],
  ])('with %s is refused', async (_, changes, error) => {
    const { status, body } = await stage.push(requestOf(stage.client, changes));
    expect([status, body['error']]).toEqual([400, error]);
  });

  it.each<readonly [string, object, { alg: string; kid: string } | undefined, number]>([
    ['is taken from an assertion of PS256', {}, { alg: 'PS256', kid: 'rsa' }, 201],
    ['is refused with one of RS256 by the same key', {}, { alg: 'RS256', kid: 'rsa' }, 401],
    ['is refused with one for a list of audiences', { aud: ['ISSUER'] }, undefined, 401],
    ['is refused with one for the endpoint', { aud: 'ISSUER/oauth2/par' }, undefined, 401],
  ])('%s', async (_, changes, header, status) => {
    const claims = JSON.parse(JSON.stringify(changes).replace('ISSUER', stage.gatehouse.issuer)) as object;
    const assertion = await stage.assert({ ...claims }, header);
    const answer = await stage.push(requestOf(stage.client), assertion);
    expect([answer.status, answer.body['error']]).toEqual([
      status,
      status === 201 ? undefined : 'invalid_client',
    ]);
  });
});

describe('an access token of it', () => {
  it('is bound, or there is none: without a proof, and with one of RS256 (§5.3.2.1, §5.4.1)', async () => {
    expect((await stage.fetchToken(await stage.prove())).body['token_type']).toBe('DPoP');
    const weak = await stage.prove(await createProofMaker('RS256'));
    for (const proof of [undefined, weak]) {
      const { status, body } = await stage.fetchToken(proof);
      expect([status, body['error']]).toEqual([400, 'invalid_dpop_proof']);
    }
  });

  it('opens nothing as a bearer token', async () => {
    const { body } = await stage.fetchToken(await stage.prove());
    const headers = { authorization: `Bearer ${String(body['access_token'])}` };
    expect((await fetch(stage.gatehouse.gatewayUrl + PHOTOS, { headers })).status).toBe(401);
  });
});

const LEGACY_GRANTS = ['authorization_code', 'password'];
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

describe('a setting that contradicts the profile', () => {
  it.each<readonly [string, ClientEdit, string]>([
    ['the password grant', { grantTypes: LEGACY_GRANTS }, 'grantTypes profile-no-legacy-grants'],
    ['the device grant', { grantTypes: [DEVICE] }, 'grantTypes profile-no-device-grant'],
    [
      'a secret',
      { tokenEndpointAuthMethod: 'client_secret_basic' },
      'tokenEndpointAuthMethod profile-key-authentication',
    ],
    [
      'requests that are not pushed',
      { requiresPushedRequest: false },
      'requiresPushedRequest profile-pushed-requests',
    ],
    ['no PKCE', { requiresPkce: false }, 'requiresPkce profile-pkce'],
    ['unbound tokens', { senderConstraint: 'observed' }, 'senderConstraint profile-bound-tokens'],
    [
      'another response type',
      { responseTypes: ['code', 'code id_token'] },
      'responseTypes profile-code-alone',
    ],
    ['http', { redirectUris: ['http://127.0.0.1/callback'] }, 'redirectUris profile-https-redirects'],
    ['RS256', { idTokenSigningAlgorithm: 'RS256' }, 'idTokenSigningAlgorithm profile-strong-signatures'],
  ])('is refused by its name: %s', async (_, change, expected) => {
    const { applicationId, clientId } = stage.client;
    const { status, body } = await stage.admin.request(
      'PATCH',
      `/api/applications/${applicationId}/clients/${clientId}`,
      { version: 2, ...change },
    );
    const { errors } = body as { errors: { field: string; code: string }[] };
    expect([status, errors.map(({ field, code }) => `${field} ${code}`)]).toEqual([400, [expected]]);
  });

  it('keeps a public client out of it', async () => {
    const settings: ClientEdit = { profile: 'fapi2' };
    await expect(registerClient(stage.admin, { kind: 'native', settings })).rejects.toThrow(
      /profile-confidential/,
    );
  });
});

/* Last: each changes the row of the client by hand, and nothing puts it back. */
describe('a setting that slipped by', () => {
  it('opens nothing: what was not pushed is refused', async () => {
    await stage.slip(`settings = settings || '{"requiresPushedRequest": false, "requiresPkce": false}'`);
    const request = { client_id: stage.client.clientId, ...requestOf(stage.client) };
    const callback = await stage.browser.authorize(request);
    expect(callback.searchParams.get('error')).toBe('invalid_request');
    const withoutPkce = requestOf(stage.client, { code_challenge: undefined });
    expect((await stage.push(withoutPkce)).body['error']).toBe('invalid_request');
  });

  it('gives no unbound access token, and takes none from before', async () => {
    await stage.slip(`settings = settings || '{"profile": "oauth21", "senderConstraint": "off"}'`);
    const { body } = await stage.fetchToken(undefined);
    const authorization = `Bearer ${String(body['access_token'])}`;
    const call = async (): Promise<number> =>
      (await fetch(stage.gatehouse.gatewayUrl + PHOTOS, { headers: { authorization } })).status;
    expect(await call()).toBe(200);
    await stage.slip(`settings = settings || '{"profile": "fapi2"}'`);
    expect(await call()).toBe(401);
    expect((await stage.fetchToken(undefined)).body['error']).toBe('invalid_dpop_proof');
  });

  it('lets no legacy grant in, here or in a profile that has none', async () => {
    await stage.slip(`grant_types = grant_types || ARRAY['password', 'implicit'],
      settings = settings || '{"responseTypes": ["code", "token"]}'`);
    const password = async (): Promise<unknown> => {
      const assertion = await stage.assert();
      const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
      const { body } = await postForm(stage, '/oauth2/token', {
        grant_type: 'password',
        ...{ username: stage.ada.username, password: stage.ada.password, scope: 'photos' },
        ...{ client_id: stage.client.clientId, client_assertion: assertion, client_assertion_type: type },
      });
      return body['error'] ?? body['token_type'];
    };
    expect(await password()).toBe('unauthorized_client');
    await stage.slip(`settings = settings || '{"profile": "oauth21"}'`);
    expect(await password()).toBe('unauthorized_client');
    const request = {
      client_id: stage.client.clientId,
      ...requestOf(stage.client, { response_type: 'token' }),
    };
    const callback = await stage.browser.authorize(request);
    expect(callback.hash).toContain('error=unauthorized_client');
    await stage.slip(`settings = settings || '{"profile": "legacy", "senderConstraint": "off"}'`);
    expect(await password()).toBe('Bearer');
  });

  it('takes no client with a secret, whoever knows it', async () => {
    await stage.slip(
      `settings = settings || '{"profile": "fapi2"}', authentication_method = 'client_secret_basic'`,
    );
    const client = { ...stage.client, method: 'client_secret_basic' } as const;
    const { status, body } = await postForm(stage, '/oauth2/par', requestOf(client), client);
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
    expect(String(body['error_description'])).toMatch(/FAPI 2\.0/);
  });
});
