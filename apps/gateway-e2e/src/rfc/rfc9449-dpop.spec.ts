import { decodeJwt } from 'jose';
import * as openid from 'openid-client';
import { createBrowserOf, passThrough } from '../fixtures/browser.js';
import { createProofMaker, makeProof, type ProofMaker } from '../fixtures/dpop.js';
import { configure } from '../fixtures/judges.js';
import { type Answer, makePkce, postForm } from '../fixtures/oauth.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { closeGatewayStage, openGatewayStage, publish } from '../gateway/gateway-stage.js';
import { type DpopStage, errorOf, openDpopStage, PHOTOS } from './dpop-stage.js';

let stage: DpopStage;
let native: TestClient;

beforeAll(async () => {
  stage = await openDpopStage();
  native = await registerClient(stage.admin, {
    kind: 'native',
    redirectUris: ['https://print.example/callback'],
  });
});
afterAll(closeGatewayStage);

describe('DPoP, by openid-client (RFC 9449)', () => {
  it('leads a public client from its proof to an API and to new tokens', async () => {
    const configuration = await configure(stage, native);
    const handle = openid.getDPoPHandle(configuration, await openid.randomDPoPKeyPair('ES256'));
    const { verifier, challenge } = makePkce();
    const address = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: native.redirectUri,
      scope: 'photos',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      dpop_jkt: await handle.calculateThumbprint(),
    });
    const callback = await passThrough(
      createBrowserOf(stage),
      Object.fromEntries(address.searchParams),
      stage.ada,
    );
    const options = { DPoP: handle };
    const tokens = await openid.authorizationCodeGrant(
      configuration,
      callback,
      { pkceCodeVerifier: verifier },
      undefined,
      options,
    );
    expect(tokens.token_type).toBe('dpop');
    const photos = new URL(stage.gatehouse.gatewayUrl + PHOTOS);
    const answered = await openid.fetchProtectedResource(
      configuration,
      tokens.access_token,
      photos,
      'GET',
      undefined,
      undefined,
      options,
    );
    expect(answered.status).toBe(200);
    const renewed = await openid.refreshTokenGrant(
      configuration,
      tokens.refresh_token ?? '',
      undefined,
      options,
    );
    expect(renewed.token_type).toBe('dpop');
    // The refresh token is bound as well (§5): neither without a proof, nor with that of another key.
    const refresh = { grant_type: 'refresh_token', refresh_token: renewed.refresh_token ?? '' };
    const bare = await stage.requestWith([], refresh, native);
    expect([bare.status, bare.body['error']]).toEqual([400, 'invalid_grant']);
    const stolen = await stage.requestWith(
      [await makeProof(stage.maker, 'POST', stage.tokenAddress)],
      refresh,
      native,
    );
    expect([stolen.status, stolen.body['error']]).toEqual([400, 'invalid_grant']);
    // Neither has harmed the one who has the key.
    const again = await openid.refreshTokenGrant(configuration, refresh.refresh_token, undefined, options);
    expect(again.access_token).toBeDefined();
  });

  it('asks for a nonce where the server wants one, and the library sends it (§8, §9)', async () => {
    const strict = await openGatewayStage({ env: { GATEHOUSE_REQUIRE_DPOP_NONCES: 'true' } });
    const configuration = await configure(strict, strict.machine);
    const options = {
      DPoP: openid.getDPoPHandle(configuration, await openid.randomDPoPKeyPair('ES256')),
    };
    const tokens = await openid.clientCredentialsGrant(configuration, { scope: 'photos' }, options);
    const photos = new URL(strict.gatehouse.gatewayUrl + PHOTOS);
    const proof = await makeProof(stage.maker, 'GET', photos.href, { accessToken: tokens.access_token });
    const headers = { authorization: `DPoP ${tokens.access_token}`, dpop: proof };
    const refused = await fetch(photos, { headers });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toMatch(/^DPoP .*error="use_dpop_nonce".*algs="ES256 /);
    expect(refused.headers.get('dpop-nonce')).toMatch(/^[\w-]{43}$/);
    const answered = await openid.fetchProtectedResource(
      configuration,
      tokens.access_token,
      photos,
      'GET',
      undefined,
      undefined,
      options,
    );
    expect(answered.status).toBe(200);
  });
});

describe('an access token that is bound to a key', () => {
  it.each(['jwt', 'opaque'] as const)('says so: %s (§6.1, §6.2)', async (accessTokenFormat) => {
    const client = await registerClient(stage.admin, { kind: 'machine', settings: { accessTokenFormat } });
    const accessToken = await stage.obtainBound(stage.maker, client);
    const cnf = { jkt: stage.maker.thumbprint };
    if (accessTokenFormat === 'jwt') expect(decodeJwt(accessToken)['cnf']).toEqual(cnf);
    const { body } = await postForm(stage, '/oauth2/introspect', { token: accessToken }, stage.printShop);
    expect(body).toMatchObject({ active: true, token_type: 'DPoP', cnf });
    expect((await stage.callWith(accessToken)).status).toBe(200);
    expect((await stage.callWith(accessToken)).status).toBe(200);
  });

  it.each(['ES256', 'Ed25519', 'PS256', 'RS256'])('may have a key for %s', async (alg) => {
    const other = await createProofMaker(alg);
    const accessToken = await stage.obtainBound(other);
    expect((await stage.callWith(accessToken, { by: other })).status).toBe(200);
  });

  it('is not taken as a bearer token (§7.2)', async () => {
    const accessToken = await stage.obtainBound();
    const response = await fetch(stage.gatehouse.gatewayUrl + PHOTOS, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/error="invalid_token"/);
    // And no other one after DPoP (§7.1).
    const proof = await makeProof(stage.maker, 'GET', stage.gatehouse.gatewayUrl + PHOTOS, {
      accessToken: stage.accessToken,
    });
    expect((await stage.send(stage.accessToken, proof)).status).toBe(401);
  });

  it('counts with the key that it is bound to, and no other', async () => {
    const accessToken = await stage.obtainBound();
    const response = await stage.callWith(accessToken, { by: await createProofMaker() });
    expect([response.status, await errorOf(response)]).toEqual([401, 'invalid_token']);
  });

  it('keeps its proof from the upstream', async () => {
    await stage.callWith(await stage.obtainBound());
    expect(stage.upstream.seen.at(-1)?.headers).not.toHaveProperty('dpop');
    expect(stage.upstream.seen.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it('is for UserInfo and the admin REST API as for any resource', async () => {
    const { setupClient, issuer, adminUrl } = stage.gatehouse;
    const operator = { ...stage.machine, clientId: setupClient.id, clientSecret: setupClient.secret };
    const proof = await makeProof(stage.maker, 'POST', stage.tokenAddress);
    const asked = { grant_type: 'client_credentials', scope: 'gatehouse.read' };
    const { body } = await stage.requestWith([proof], asked, operator);
    const accessToken = String(body['access_token']);
    for (const address of [`${adminUrl}/api/scopes`, `${issuer}/oauth2/tokeninfo`]) {
      const dpop = await makeProof(stage.maker, 'GET', address, { accessToken });
      const headers = { authorization: `DPoP ${accessToken}`, dpop };
      expect((await fetch(address, { headers })).status).toBe(200);
      const again = await fetch(address, { headers });
      expect(again.status).toBe(401);
      expect(again.headers.get('www-authenticate')).toMatch(/^DPoP .*error="invalid_dpop_proof"/);
      expect(again.headers.get('dpop-nonce')).toMatch(/^[\w-]{43}$/);
      const bearer = await fetch(address, { headers: { authorization: `Bearer ${accessToken}` } });
      expect(bearer.status).toBe(401);
    }
  });

  it('is called for at an API of its own host by that host', async () => {
    await publish(stage, stage.upstream.url, {
      name: 'Hosted',
      hosts: ['photos.example'],
      basePath: '/hosted',
    });
    const accessToken = await stage.obtainBound();
    const send = async (address: string): Promise<number> => {
      const dpop = await makeProof(stage.maker, 'GET', address, { accessToken });
      const { request } = await import('node:http');
      const headers = { host: 'photos.example', authorization: `DPoP ${accessToken}`, dpop };
      return new Promise((resolve, reject) => {
        request(`${stage.gatehouse.gatewayUrl}/hosted/photos`, { headers }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .on('error', reject)
          .end();
      });
    };
    expect(await send('http://photos.example/hosted/photos')).toBe(200);
    expect(await send('http://evil.example/hosted/photos')).toBe(401);
  });
});

describe('a client that must prove its key', () => {
  it('gets no access token without (§5.2)', async () => {
    const strict = await registerClient(stage.admin, {
      kind: 'machine',
      settings: { dpopBoundAccessTokens: true },
    });
    const { status, body } = await stage.requestWith([], undefined, strict);
    expect([status, body['error']]).toEqual([400, 'invalid_dpop_proof']);
    expect((await stage.callWith(await stage.obtainBound(stage.maker, strict))).status).toBe(200);
  });

  it('redeems a code with the key of its request alone (§10, §10.1)', async () => {
    const browser = createBrowserOf(stage);
    const { verifier, challenge } = makePkce();
    const parameters = {
      response_type: 'code',
      redirect_uri: native.redirectUri,
      scope: 'photos',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    };
    const address = `${stage.gatehouse.issuer}/oauth2/par`;
    const push = async (changes: object = {}): Promise<Answer['body']> => {
      const response = await fetch(address, {
        method: 'POST',
        headers: { dpop: await makeProof(stage.maker, 'POST', address) },
        body: new URLSearchParams({ client_id: native.clientId, ...parameters, ...changes }),
      });
      return (await response.json()) as Answer['body'];
    };
    expect((await push({ dpop_jkt: 'x'.repeat(43) }))['error']).toBe('invalid_dpop_proof');
    const pushed = await push();
    const callback = await passThrough(
      browser,
      { client_id: native.clientId, request_uri: String(pushed['request_uri']) },
      stage.ada,
    );
    const redeem = async (by?: ProofMaker): Promise<Answer> =>
      stage.requestWith(
        by === undefined ? [] : [await makeProof(by, 'POST', stage.tokenAddress)],
        {
          grant_type: 'authorization_code',
          code: callback.searchParams.get('code') ?? '',
          redirect_uri: native.redirectUri,
          code_verifier: verifier,
        },
        native,
      );
    expect((await redeem()).body['error']).toBe('invalid_grant');
    expect((await redeem(await createProofMaker())).body['error']).toBe('invalid_grant');
    expect((await redeem(stage.maker)).body['token_type']).toBe('DPoP');
  });
});
