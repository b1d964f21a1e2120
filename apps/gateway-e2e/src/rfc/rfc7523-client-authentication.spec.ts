import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import type { CreatedClientKey, CreatedSecret } from '@gatehouse/dto';
import {
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';
import { discover, INSECURE } from '../fixtures/judges.js';
import { type Answer, postForm } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

let stage: Stage;
let other: RunningGatehouse;
let client: TestClient;
let privateKey: CryptoKey;

const jwkOf = async (key: CryptoKey, kid = 'k1', alg = 'ES256'): Promise<JWK> => ({
  ...(await exportJWK(key)),
  kid,
  alg,
  use: 'sig',
});

async function registerWithKeys(keys: readonly JWK[], settings: object = {}): Promise<TestClient> {
  return registerClient(stage.admin, {
    kind: 'machine',
    settings: {
      jwks: { keys: keys.map((key) => ({ ...key })) },
      tokenEndpointAuthMethod: 'private_key_jwt',
      ...settings,
    },
  });
}

beforeAll(async () => {
  stage = await openStage();
  other = await startGatehouse({ database: stage.gatehouse.databaseUrl });
  const pair = await generateKeyPair('ES256');
  privateKey = pair.privateKey;
  client = await registerWithKeys([await jwkOf(pair.publicKey)]);
});
afterAll(stopAllGatehouses);

let made = 0;
const claimsOf = ({ clientId }: TestClient, changes: JWTPayload = {}): JWTPayload => {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: clientId,
    sub: clientId,
    aud: stage.gatehouse.issuer,
    iat: now,
    exp: now + 60,
    jti: `assertion-${(made += 1)}`,
    ...changes,
  };
};

const sign = (
  claims: JWTPayload,
  header: Partial<JWTHeaderParameters> = {},
  key: Parameters<SignJWT['sign']>[0] = privateKey,
): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'k1', ...header }).sign(key);

const send = (
  assertion: string,
  changes: Record<string, string | undefined> = {},
  at = stage,
): Promise<Answer> =>
  postForm(at, '/oauth2/token', {
    grant_type: 'client_credentials',
    client_assertion_type: TYPE,
    client_assertion: assertion,
    ...changes,
  });

describe('private_key_jwt, as client libraries do it (RFC 7523 §2.2, OpenID Connect Core §9)', () => {
  it.each(['ES256', 'RS256', 'PS256', 'EdDSA'])('works with %s', async (alg) => {
    const pair = await generateKeyPair(alg);
    const { clientId } = await registerWithKeys([await jwkOf(pair.publicKey, 'k1', alg)]);
    const as = await discover(stage);
    const response = await oauth.clientCredentialsGrantRequest(
      as,
      { client_id: clientId },
      oauth.PrivateKeyJwt({ key: pair.privateKey, kid: 'k1' }),
      { scope: 'photos' },
      INSECURE,
    );
    const tokens = await oauth.processClientCredentialsResponse(as, { client_id: clientId }, response);
    expect(tokens.scope).toBe('photos');
  });

  it('works at introspection and revocation, too', async () => {
    const configuration = await openid.discovery(
      new URL(stage.gatehouse.issuer),
      client.clientId,
      undefined,
      openid.PrivateKeyJwt({ key: privateKey, kid: 'k1' }),
      { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] },
    );
    const { access_token: accessToken } = await openid.clientCredentialsGrant(configuration);
    expect((await openid.tokenIntrospection(configuration, accessToken)).active).toBe(true);
    await openid.tokenRevocation(configuration, accessToken);
    expect((await openid.tokenIntrospection(configuration, accessToken)).active).toBe(false);
  });

  it('works with a key pair that Gatehouse makes, answered once', async () => {
    const made = await registerWithKeys([await jwkOf((await generateKeyPair('ES256')).publicKey, 'old')]);
    const { kid, privateJwk } = await stage.admin.post<CreatedClientKey>(
      `/api/applications/${made.applicationId}/clients/${made.clientId}/keys`,
      {},
    );
    const key = await importJWK(privateJwk as JWK, 'ES256');
    expect((await send(await sign(claimsOf(made), { kid }, key))).status).toBe(200);
    const answer = await stage.admin.get<object>(`/api/applications/${made.applicationId}`);
    expect(JSON.stringify(answer)).not.toContain(String(privateJwk['d']));
  });
});

describe('an assertion that proves nothing is refused (RFC 7523 §3)', () => {
  it.each([
    [
      'for the token endpoint instead of the issuer',
      () => ({ aud: `${stage.gatehouse.issuer}/oauth2/token` }),
    ],
    ['for us and another server', () => ({ aud: [stage.gatehouse.issuer, 'https://other.example'] })],
    ['for another server', () => ({ aud: 'https://other.example' })],
    ['from somebody else', () => ({ iss: 'https://idp.example' })],
    ['about another client', () => ({ sub: stage.printShop.clientId })],
    ['that has expired', () => ({ exp: 1 })],
    ['that never expires', () => ({ exp: undefined })],
    ['without jti', () => ({ jti: undefined })],
    ['from the future', () => ({ nbf: 4_102_444_800 })],
  ])('%s', async (_, changes) => {
    const answer = await send(await sign(claimsOf(client, changes() as JWTPayload)));
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('without a signature, or with one that anybody could make (RFC 8725 §2.1, §3.2)', async () => {
    const publicText = JSON.stringify(await jwkOf((await generateKeyPair('ES256')).publicKey));
    const { privateKey: stranger } = await generateKeyPair('ES256', { extractable: true });
    const bad = [
      new UnsecuredJWT(claimsOf(client)).encode(),
      await sign(claimsOf(client), { alg: 'HS256' }, Buffer.from(publicText)),
      await sign(claimsOf(client), {}, stranger),
      await sign(claimsOf(client), { kid: 'another' }),
      await sign(claimsOf(client), { jwk: await jwkOf(stranger) }, stranger),
      await sign(claimsOf(client), { typ: 'at+jwt' }),
      'nonsense',
    ];
    for (const assertion of bad) expect((await send(assertion)).status).toBe(401);
  });

  it('a second time, here or at another node (§3, 7.: jti)', async () => {
    const assertion = await sign(claimsOf(client));
    const elsewhere = { ...stage, gatehouse: other };
    const answers = await Promise.all([
      send(assertion),
      send(assertion, {}, elsewhere),
      send(assertion),
      send(assertion, {}, elsewhere),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401]);
  });

  it('of another client, though both have keys', async () => {
    const pair = await generateKeyPair('ES256');
    const neighbour = await registerWithKeys([await jwkOf(pair.publicKey)]);
    expect((await send(await sign(claimsOf(client), {}, pair.privateKey))).status).toBe(401);
    expect((await send(await sign(claimsOf(neighbour), {}, pair.privateKey))).status).toBe(200);
  });

  it('with another type, another client_id, or a second method beside it (RFC 7521 §4.2, RFC 6749 §2.3 MUST NOT)', async () => {
    const cases: readonly [Record<string, string | undefined>, string][] = [
      [{ client_assertion_type: undefined }, 'invalid_client'],
      [
        { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' },
        'invalid_client',
      ],
      [{ client_id: stage.printShop.clientId }, 'invalid_client'],
      [{ client_secret: 'a secret besides' }, 'invalid_request'],
    ];
    for (const [changes, error] of cases) {
      expect((await send(await sign(claimsOf(client)), changes)).body['error']).toBe(error);
    }
  });

  it('of a client that is registered for a secret (one method for each client)', async () => {
    const pair = await generateKeyPair('ES256');
    const basic = await registerWithKeys([await jwkOf(pair.publicKey)], {
      tokenEndpointAuthMethod: 'client_secret_basic',
    });
    const answer = await send(await sign(claimsOf(basic), {}, pair.privateKey));
    expect(answer.body).toMatchObject({
      error: 'invalid_client',
      error_description: expect.stringMatching(/registered for client_secret_basic/),
    });
  });
});

describe('client_secret_jwt (OpenID Connect Core §9)', () => {
  const secretsOf = ({ applicationId, clientId }: TestClient): string =>
    `/api/applications/${applicationId}/clients/${clientId}/secrets`;

  it('works with the secret of a rotation, as openid-client does it, and overlaps', async () => {
    const machine = await registerClient(stage.admin, {
      kind: 'machine',
      settings: { tokenEndpointAuthMethod: 'client_secret_jwt' },
    });
    // The first secret was stored as a hash alone: nobody can make an HMAC with that.
    const first = new TextEncoder().encode(machine.clientSecret ?? '');
    expect((await send(await sign(claimsOf(machine), { alg: 'HS256' }, first))).status).toBe(401);
    const one = await stage.admin.post<CreatedSecret>(secretsOf(machine), { overlapSeconds: 0 });
    const two = await stage.admin.post<CreatedSecret>(secretsOf(machine), { overlapSeconds: 600 });
    for (const { clientSecret } of [one, two]) {
      const configuration = await openid.discovery(
        new URL(stage.gatehouse.issuer),
        machine.clientId,
        undefined,
        openid.ClientSecretJwt(clientSecret),
        { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] },
      );
      expect((await openid.clientCredentialsGrant(configuration)).token_type).toBe('bearer');
    }
  });

  it('is never verified with the key of private_key_jwt, nor the other way round', async () => {
    const machine = await registerClient(stage.admin, { kind: 'machine' });
    const secret = new TextEncoder().encode(machine.clientSecret ?? '');
    expect((await send(await sign(claimsOf(machine), { alg: 'HS256' }, secret))).status).toBe(401);
    expect((await send(await sign(claimsOf(client), { alg: 'HS256' }, new Uint8Array(32)))).status).toBe(401);
  });
});

describe('registering keys', () => {
  const change = async (body: object) => {
    const machine = await registerClient(stage.admin, { kind: 'machine' });
    return stage.admin.request(
      'PATCH',
      `/api/applications/${machine.applicationId}/clients/${machine.clientId}`,
      { version: 1, ...body },
    );
  };

  it.each([
    [
      'private_key_jwt without keys',
      { tokenEndpointAuthMethod: 'private_key_jwt' },
      'tokenEndpointAuthMethod',
    ],
    [
      'tls_client_auth without a name',
      { tokenEndpointAuthMethod: 'tls_client_auth' },
      'tokenEndpointAuthMethod',
    ],
    ['a key set that is none', { jwks: { keys: 'x' } }, 'jwks'],
    ['a key that is none', { jwks: { keys: [{ kty: 'EC' }] } }, 'jwks.keys.0'],
    ['a certificate that is none', { certificates: ['hello'] }, 'certificates.0'],
    ['a name of no kind', { tlsClientName: { kind: 'x', value: 'y' } }, 'tlsClientName'],
  ])('refuses %s and names the field', async (_, body, field) => {
    const { status, body: problem } = await change(body);
    expect(status).toBe(400);
    expect(problem).toMatchObject({ errors: [{ field, message: expect.any(String) }] });
  });

  it('refuses a private key: it has been given away (RFC 7517 §9.3)', async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const { status, body } = await change({ jwks: { keys: [await jwkOf(pair.privateKey)] } });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toMatch(/private key/);
  });
});
