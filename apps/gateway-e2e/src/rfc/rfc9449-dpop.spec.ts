import { createHmac } from 'node:crypto';
import { decodeJwt, exportJWK } from 'jose';
import * as openid from 'openid-client';
import { type RunningGatehouse, startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf, passThrough } from '../fixtures/browser.js';
import { createProofMaker, makeProof, type ProofChanges, type ProofMaker } from '../fixtures/dpop.js';
import { configure } from '../fixtures/judges.js';
import { type Answer, basic, makePkce, postForm } from '../fixtures/oauth.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { closeGatewayStage, type GatewayStage, openGatewayStage, publish } from '../gateway/gateway-stage.js';

let stage: GatewayStage;
let maker: ProofMaker;
let native: TestClient;
let secondNode: RunningGatehouse;

beforeAll(async () => {
  stage = await openGatewayStage();
  maker = await createProofMaker();
  native = await registerClient(stage.admin, {
    kind: 'native',
    redirectUris: ['https://print.example/callback'],
  });
  secondNode = await startGatehouse({
    database: stage.gatehouse.databaseUrl,
    roles: ['gateway'],
    // Both are behind one address.
    env: { GATEHOUSE_GATEWAY_URL: stage.gatehouse.gatewayUrl },
  });
});
afterAll(closeGatewayStage);

const TOKEN = '/oauth2/token';
const tokenAddress = (): string => stage.gatehouse.issuer + TOKEN;

async function requestWith(
  proofs: readonly string[],
  parameters: Readonly<Record<string, string>> = { grant_type: 'client_credentials', scope: 'photos' },
  { clientId, clientSecret }: TestClient = stage.machine,
): Promise<Answer> {
  const headers = new Headers();
  if (clientSecret !== undefined) headers.set('authorization', basic(clientId, clientSecret));
  for (const proof of proofs) headers.append('dpop', proof);
  const response = await fetch(tokenAddress(), {
    method: 'POST',
    headers,
    body: new URLSearchParams({ ...(clientSecret === undefined && { client_id: clientId }), ...parameters }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  };
}

async function obtainBound(by: ProofMaker = maker, client: TestClient = stage.machine): Promise<string> {
  const proof = await makeProof(by, 'POST', tokenAddress());
  const { status, body } = await requestWith([proof], undefined, client);
  expect([status, body['token_type']]).toEqual([200, 'DPoP']);
  return String(body['access_token']);
}

const PHOTOS = '/flickr/photos';

async function callWith(
  accessToken: string,
  changes: ProofChanges & {
    readonly by?: ProofMaker;
    readonly method?: string;
    readonly address?: string;
  } = {},
): Promise<Response> {
  const address = changes.address ?? stage.gatehouse.gatewayUrl + PHOTOS;
  const proof = await makeProof(changes.by ?? maker, changes.method ?? 'GET', address, {
    accessToken,
    ...changes,
  });
  return send(accessToken, proof);
}

const send = (accessToken: string, proof: string, base = stage.gatehouse.gatewayUrl): Promise<Response> =>
  fetch(base + PHOTOS, { headers: { authorization: `DPoP ${accessToken}`, dpop: proof } });

const errorOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as Answer['body'])['error'];

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
    const bare = await requestWith([], refresh, native);
    expect([bare.status, bare.body['error']]).toEqual([400, 'invalid_grant']);
    const stolen = await requestWith([await makeProof(maker, 'POST', tokenAddress())], refresh, native);
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
    const proof = await makeProof(maker, 'GET', photos.href, { accessToken: tokens.access_token });
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
    const accessToken = await obtainBound(maker, client);
    const cnf = { jkt: maker.thumbprint };
    if (accessTokenFormat === 'jwt') expect(decodeJwt(accessToken)['cnf']).toEqual(cnf);
    const { body } = await postForm(stage, '/oauth2/introspect', { token: accessToken }, stage.printShop);
    expect(body).toMatchObject({ active: true, token_type: 'DPoP', cnf });
    expect((await callWith(accessToken)).status).toBe(200);
    expect((await callWith(accessToken)).status).toBe(200);
  });

  it.each(['ES256', 'Ed25519', 'PS256', 'RS256'])('may have a key for %s', async (alg) => {
    const other = await createProofMaker(alg);
    const accessToken = await obtainBound(other);
    expect((await callWith(accessToken, { by: other })).status).toBe(200);
  });

  it('is not taken as a bearer token (§7.2)', async () => {
    const accessToken = await obtainBound();
    const response = await fetch(stage.gatehouse.gatewayUrl + PHOTOS, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/error="invalid_token"/);
    // And no other one after DPoP (§7.1).
    const proof = await makeProof(maker, 'GET', stage.gatehouse.gatewayUrl + PHOTOS, {
      accessToken: stage.accessToken,
    });
    expect((await send(stage.accessToken, proof)).status).toBe(401);
  });

  it('counts with the key that it is bound to, and no other', async () => {
    const accessToken = await obtainBound();
    const response = await callWith(accessToken, { by: await createProofMaker() });
    expect([response.status, await errorOf(response)]).toEqual([401, 'invalid_token']);
  });

  it('keeps its proof from the upstream', async () => {
    await callWith(await obtainBound());
    expect(stage.upstream.seen.at(-1)?.headers).not.toHaveProperty('dpop');
    expect(stage.upstream.seen.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it('is for UserInfo and the admin REST API as for any resource', async () => {
    const { setupClient, issuer, adminUrl } = stage.gatehouse;
    const operator = { ...stage.machine, clientId: setupClient.id, clientSecret: setupClient.secret };
    const proof = await makeProof(maker, 'POST', tokenAddress());
    const asked = { grant_type: 'client_credentials', scope: 'gatehouse.read' };
    const { body } = await requestWith([proof], asked, operator);
    const accessToken = String(body['access_token']);
    for (const address of [`${adminUrl}/api/scopes`, `${issuer}/oauth2/tokeninfo`]) {
      const dpop = await makeProof(maker, 'GET', address, { accessToken });
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
    const accessToken = await obtainBound();
    const send = async (address: string): Promise<number> => {
      const dpop = await makeProof(maker, 'GET', address, { accessToken });
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

describe('a proof that is used again (§11.1)', () => {
  it('is refused, also at another node, also of eight at once all but one', async () => {
    const accessToken = await obtainBound();
    const proof = await makeProof(maker, 'GET', stage.gatehouse.gatewayUrl + PHOTOS, { accessToken });
    const bases = [stage.gatehouse.gatewayUrl, secondNode.gatewayUrl];
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => send(accessToken, proof, bases[index % 2])),
    );
    const fresh = await makeProof(maker, 'GET', stage.gatehouse.gatewayUrl + PHOTOS, { accessToken });
    expect((await send(accessToken, fresh, secondNode.gatewayUrl)).status).toBe(200);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 401, 401, 401, 401, 401, 401, 401]);
  });

  it('is refused at the token endpoint', async () => {
    const proof = await makeProof(maker, 'POST', tokenAddress());
    expect((await requestWith([proof])).status).toBe(200);
    const { status, body, headers } = await requestWith([proof]);
    expect([status, body['error']]).toEqual([400, 'invalid_dpop_proof']);
    expect(headers.get('dpop-nonce')).toMatch(/^[\w-]{43}$/);
  });
});

describe('what is no proof (§4.3)', () => {
  const now = (): number => Math.floor(Date.now() / 1000);
  it.each<[string, () => ProofChanges | Promise<ProofChanges>]>([
    ['another typ', () => ({ header: { typ: 'jwt' } })],
    ['no jwk', () => ({ header: { jwk: undefined } })],
    ['a private key in its header', async () => ({ header: { jwk: await exportJWK(maker.privateKey) } })],
    ['a key of another kind', async () => ({ header: { jwk: (await createProofMaker('Ed25519')).jwk } })],
    ['another key than it was signed with', async () => ({ signer: (await createProofMaker()).privateKey })],
    ['extensions', () => ({ header: { b64: true, crit: ['b64'] } })],
    ['another method', () => ({ claims: { htm: 'POST' } })],
    ['another address', () => ({ claims: { htu: 'http://127.0.0.1/flickr/photos' } })],
    ['another path', () => ({ claims: { htu: `${stage.gatehouse.gatewayUrl}/flickr/albums` } })],
    ['no method', () => ({ claims: { htm: undefined } })],
    ['no address', () => ({ claims: { htu: undefined } })],
    ['an age of two minutes', () => ({ claims: { iat: now() - 120 } })],
    ['a time in the future', () => ({ claims: { iat: now() + 120 } })],
    ['no time', () => ({ claims: { iat: undefined } })],
    ['a time that is a text', () => ({ claims: { iat: String(now()) } })],
    ['no jti', () => ({ claims: { jti: undefined } })],
    ['a jti that is no text', () => ({ claims: { jti: 7 } })],
    ['a jti without end', () => ({ claims: { jti: 'x'.repeat(300) } })],
    ['the hash of another access token', () => ({ claims: { ath: 'x' } })],
    ['no hash of the access token', () => ({ claims: { ath: undefined } })],
  ])('%s', async (_, make) => {
    const response = await callWith(await obtainBound(), await make());
    expect([response.status, await errorOf(response)]).toEqual([401, 'invalid_dpop_proof']);
    expect(response.headers.get('www-authenticate')).toMatch(/^DPoP /);
  });

  it('a nonce that is not ours, or of long ago (§8)', async () => {
    const response = await callWith(await obtainBound(), { claims: { nonce: 'made-up' } });
    expect([response.status, await errorOf(response)]).toEqual([401, 'use_dpop_nonce']);
  });

  it('two of them, or none', async () => {
    const proof = (): Promise<string> => makeProof(maker, 'POST', tokenAddress());
    const { status, body } = await requestWith([await proof(), await proof()]);
    expect([status, body['error']]).toEqual([400, 'invalid_dpop_proof']);
    const accessToken = await obtainBound();
    const response = await fetch(stage.gatehouse.gatewayUrl + PHOTOS, {
      headers: { authorization: `DPoP ${accessToken}` },
    });
    expect([response.status, await errorOf(response)]).toEqual([401, 'invalid_dpop_proof']);
  });

  it('what an HMAC or nobody has signed (§11.6)', async () => {
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { htm: 'POST', htu: tokenAddress(), jti: 'j', iat: now() };
    const { alg: _, ...jwk } = maker.jwk;
    const none = `${encode({ typ: 'dpop+jwt', alg: 'none', jwk })}.${encode(claims)}.`;
    const input = `${encode({ typ: 'dpop+jwt', alg: 'HS256', jwk })}.${encode(claims)}`;
    const hmac = `${input}.${createHmac('sha256', JSON.stringify(jwk)).update(input).digest('base64url')}`;
    for (const proof of [none, hmac, 'x', 'a.b.c', '..', `${'a'.repeat(9000)}.b.c`]) {
      const { status, body } = await requestWith([proof]);
      expect([status, body['error']]).toEqual([400, 'invalid_dpop_proof']);
    }
  });

  it('an address that is the same, spelled otherwise, is the same', async () => {
    const { hostname, port } = new URL(stage.gatehouse.gatewayUrl);
    const response = await callWith(await obtainBound(), {
      address: `HTTP://${hostname.toUpperCase()}:${port}/flickr/%70hotos?page=1#x`,
    });
    expect(response.status).toBe(200);
  });
});

describe('a client that must prove its key', () => {
  it('gets no access token without (§5.2)', async () => {
    const strict = await registerClient(stage.admin, {
      kind: 'machine',
      settings: { dpopBoundAccessTokens: true },
    });
    const { status, body } = await requestWith([], undefined, strict);
    expect([status, body['error']]).toEqual([400, 'invalid_dpop_proof']);
    expect((await callWith(await obtainBound(maker, strict))).status).toBe(200);
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
        headers: { dpop: await makeProof(maker, 'POST', address) },
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
      requestWith(
        by === undefined ? [] : [await makeProof(by, 'POST', tokenAddress())],
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
    expect((await redeem(maker)).body['token_type']).toBe('DPoP');
  });
});
