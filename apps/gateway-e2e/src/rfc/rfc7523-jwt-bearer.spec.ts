import { createHmac } from 'node:crypto';
import type { AuthorizationLineage, TrustedIssuerDetail } from '@gatehouse/dto';
import { type CryptoKey, exportSPKI, importJWK, UnsecuredJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import {
  assertionClaims,
  JWT_BEARER,
  type KeyServer,
  makeKey,
  type NamedKey,
  presentJwt,
  PRIVATE_ADDRESSES,
  publishKeys,
  registerAsserter,
  signAssertion,
  trustIssuer,
} from '../fixtures/assertions.js';
import { clientAuthOf, configure, discover, INSECURE } from '../fixtures/judges.js';
import { isActive, postForm } from '../fixtures/oauth.js';
import { createPerson, openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

let stage: Stage;
let client: TestClient;
let idpKey: NamedKey;
let issuer: TrustedIssuerDetail;
const servers: KeyServer[] = [];

beforeAll(async () => {
  stage = await openStage(PRIVATE_ADDRESSES);
  client = await registerAsserter(stage);
  idpKey = await makeKey();
  issuer = await trustIssuer(stage, client, { jwks: { keys: [{ ...idpKey.publicJwk }] } });
});
afterAll(async () => {
  for (const server of servers) server.stop();
  await stopAllGatehouses();
});

/** Signs changed claims with the issuer's key, and presents them. */
const present = async (changes: object = {}, header: object = {}, parameters = {}) =>
  presentJwt(stage, client, await signAssertion(idpKey, assertionClaims(stage, changes), header), parameters);

const REFUSED = { status: 400, body: { error: 'invalid_grant' } };

describe('the JWT bearer grant (RFC 7523 §2.1)', () => {
  it('works as oauth4webapi drives it, and gives no refresh token (RFC 7521 §4.1)', async () => {
    const [server, metadata] = [await discover(stage), { client_id: client.clientId }];
    expect(server.grant_types_supported).toContain(JWT_BEARER);
    const assertion = await signAssertion(idpKey, assertionClaims(stage));
    const response = await oauth.genericTokenEndpointRequest(
      server,
      metadata,
      clientAuthOf(client),
      JWT_BEARER,
      { assertion, scope: 'photos' },
      INSECURE,
    );
    const tokens = await oauth.processGenericTokenEndpointResponse(server, metadata, response);
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'photos' });
    expect(tokens).not.toHaveProperty('refresh_token');
  });

  it("works as openid-client drives it, and the access token is the user's", async () => {
    const assertion = await signAssertion(idpKey, assertionClaims(stage));
    const tokens = await openid.genericGrantRequest(await configure(stage, client), JWT_BEARER, {
      assertion,
    });
    const { body } = await postForm(stage, '/oauth2/introspect', { token: tokens.access_token }, client);
    expect(body).toMatchObject({ active: true, sub: stage.ada.id, client_id: client.clientId });
  });

  it.each(['RS256', 'PS256', 'ES384', 'EdDSA'])(
    'takes %s, the keys from the address of the issuer',
    async (alg) => {
      const key = await makeKey(alg);
      const server = await publishKeys(key.publicJwk);
      servers.push(server);
      const iss = `https://idp.example/${alg}`;
      await trustIssuer(stage, client, { issuer: iss, jwksUri: server.address });
      for (let round = 0; round < 2; round += 1) {
        const assertion = await signAssertion(key, assertionClaims(stage, { iss }));
        expect((await presentJwt(stage, client, assertion)).status).toBe(200);
      }
      expect(server.asked()).toBe(1);
    },
  );

  it('takes assertions of the client itself, where an operator allows it', async () => {
    const key = await makeKey();
    const settings = { jwks: { keys: [{ ...key.publicJwk }] } };
    const [trusted, other] = [
      await registerAsserter(stage, { ...settings, mayAssertUsers: true }),
      await registerAsserter(stage, settings),
    ];
    const presentOwn = async (own: TestClient, changes: object = {}) =>
      presentJwt(
        stage,
        own,
        await signAssertion(key, assertionClaims(stage, { iss: own.clientId, ...changes })),
      );
    expect((await presentOwn(trusted)).status).toBe(200);
    expect(await presentOwn(other)).toMatchObject(REFUSED);
    // Of another client, though it has the very same key.
    expect(await presentOwn(other, { iss: trusted.clientId })).toMatchObject(REFUSED);
    // What proves who the client is proves nothing of a user.
    expect(await presentOwn(trusted, { sub: trusted.clientId })).toMatchObject(REFUSED);
  });

  it('means the users that an operator has linked', async () => {
    const key = await makeKey();
    const iss = 'urn:example:linked';
    const { id } = await trustIssuer(stage, client, {
      issuer: iss,
      jwks: { keys: [{ ...key.publicJwk }] },
      subjectMapping: 'linked-subject',
    });
    const link = { subject: 'S/1 ü', username: 'ADA' };
    await stage.admin.post(`/api/trusted-issuers/${id}/subjects`, link);
    const presentAs = async (sub: string) =>
      presentJwt(stage, client, await signAssertion(key, assertionClaims(stage, { iss, sub })));
    expect((await presentAs('S/1 ü')).status).toBe(200);
    expect(await presentAs('ada')).toMatchObject(REFUSED);
    await stage.admin.delete(`/api/trusted-issuers/${id}/subjects/${encodeURIComponent('S/1 ü')}`);
    expect(await presentAs('S/1 ü')).toMatchObject(REFUSED);
  });

  it('narrows the scope to what the issuer is trusted with, and says so', async () => {
    const key = await makeKey();
    const iss = 'https://idp.example/photos';
    await trustIssuer(stage, client, {
      issuer: iss,
      jwks: { keys: [{ ...key.publicJwk }] },
      allowedScopes: ['photos'],
    });
    const ask = async (scope: string) =>
      presentJwt(stage, client, await signAssertion(key, assertionClaims(stage, { iss })), { scope });
    expect(await ask('photos albums')).toMatchObject({ status: 200, body: { scope: 'photos' } });
    expect(await ask('albums')).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
  });
});

describe('what comes of an assertion', () => {
  it('is seen among the authorizations, and ends when one is revoked', async () => {
    const person = await createPerson(stage.admin, 'eva');
    const { body } = await present({ sub: 'eva' });
    const token = String(body['access_token']);
    expect(await isActive(stage, token, client)).toBe(true);
    const { items } = await stage.admin.get<{ items: { id: string; scopes: string[] }[] }>(
      `/api/authorizations?userId=${person.id}`,
    );
    expect(items).toMatchObject([{ scopes: ['photos', 'albums', 'prints'] }]);
    // Nobody was asked: how it came about is told as what it was, once for what is new.
    await present({ sub: 'eva' });
    const { consents } = await stage.admin.get<AuthorizationLineage>(`/api/authorizations/${items[0]?.id}`);
    expect(consents).toMatchObject([
      { way: 'assertion', clientId: client.clientId, scopes: ['photos', 'albums', 'prints'] },
    ]);
    await stage.admin.delete(`/api/authorizations/${items[0]?.id ?? ''}`);
    expect(await isActive(stage, token, client)).toBe(false);
  });

  it('ends when the user is disabled, and nothing more comes (in the words for an unknown one)', async () => {
    const { id } = await createPerson(stage.admin, 'max');
    const { body } = await present({ sub: 'max' });
    await stage.admin.patch(`/api/users/${id}`, { version: 1, enabled: false });
    expect(await isActive(stage, String(body['access_token']), client)).toBe(false);
    const [disabled, unknown] = [await present({ sub: 'max' }), await present({ sub: 'nobody' })];
    expect(disabled).toMatchObject(REFUSED);
    expect(disabled.body).toEqual(unknown.body);
  });
});

describe('an assertion is refused (RFC 7523 §3)', () => {
  const now = (): number => Math.floor(Date.now() / 1000);

  it.each<[string, () => object]>([
    ['without iss (1.)', () => ({ iss: undefined })],
    ['of an issuer that nobody trusts', () => ({ iss: 'https://evil.example' })],
    ['without sub (2.)', () => ({ sub: undefined })],
    ['of an unknown user', () => ({ sub: 'nobody' })],
    ['without aud (3.)', () => ({ aud: undefined })],
    ['for another server', () => ({ aud: 'https://other.example' })],
    ['for the token endpoint', () => ({ aud: `${stage.gatehouse.issuer}/oauth2/token` })],
    ['for a list, though we are in it', () => ({ aud: [stage.gatehouse.issuer] })],
    ['for several', () => ({ aud: [stage.gatehouse.issuer, 'https://other.example'] })],
    ['without exp (4.)', () => ({ exp: undefined })],
    ['that has expired', () => ({ exp: now() - 61 })],
    ['that lives for more than an hour', () => ({ exp: now() + 3700 })],
    ['before its time (5.)', () => ({ nbf: now() + 120 })],
    ['from the future (6.)', () => ({ iat: now() + 120 })],
    ['without jti (7.)', () => ({ jti: undefined })],
  ])('%s', async (_, changes) => {
    expect(await present(changes())).toMatchObject(REFUSED);
  });

  it('for the second time, on this node and on another (7.)', async () => {
    const other = await startGatehouse({ database: stage.gatehouse.databaseUrl, ...PRIVATE_ADDRESSES });
    const assertion = await signAssertion(idpKey, assertionClaims(stage));
    const answers = await Promise.all([
      presentJwt({ gatehouse: other }, client, assertion),
      presentJwt(stage, client, assertion),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(await presentJwt(stage, client, assertion)).toMatchObject(REFUSED);
    expect(await presentJwt({ gatehouse: other }, client, assertion)).toMatchObject(REFUSED);
    await other.stop();
  });

  it('without a signature that counts (9.)', async () => {
    const claims = assertionClaims(stage);
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const input = `${encode({ alg: 'HS256', kid: idpKey.kid })}.${encode(claims)}`;
    const publicKey = await exportSPKI(
      (await importJWK(idpKey.publicJwk, 'ES256', { extractable: true })) as CryptoKey,
    );
    const hmac = (secret: string): string =>
      `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
    const signed = await signAssertion(idpKey, claims);
    for (const assertion of [
      new UnsecuredJWT(claims).encode(),
      hmac(publicKey),
      hmac(client.clientSecret ?? ''),
      `${signed.slice(0, signed.lastIndexOf('.'))}.`,
      await signAssertion(await makeKey('ES256', idpKey.kid), claims),
    ]) {
      expect(await presentJwt(stage, client, assertion)).toMatchObject(REFUSED);
    }
    // None of them has used it up.
    expect((await presentJwt(stage, client, signed)).status).toBe(200);
  });

  it('of one issuer, signed with the key of another, under its kid', async () => {
    const key = await makeKey();
    await trustIssuer(stage, client, {
      issuer: 'urn:example:second',
      jwks: { keys: [{ ...key.publicJwk }] },
    });
    const assertion = await signAssertion(key, assertionClaims(stage));
    expect(await presentJwt(stage, client, assertion)).toMatchObject(REFUSED);
  });

  it('that was made for something else (RFC 8725 §3.11)', async () => {
    expect(await present({}, { typ: 'at+jwt' })).toMatchObject(REFUSED);
    expect(await present({}, { typ: 'client-authentication+jwt' })).toMatchObject(REFUSED);
    expect((await present({}, { typ: 'JWT' })).status).toBe(200);
  });

  it('from a client that the issuer was not trusted with, or that is not registered for it', async () => {
    const other = await registerAsserter(stage);
    const presentAs = async (presenter: TestClient) =>
      presentJwt(stage, presenter, await signAssertion(idpKey, assertionClaims(stage)));
    expect(await presentAs(other)).toMatchObject(REFUSED);
    expect(await presentAs(stage.printShop)).toMatchObject({
      status: 400,
      body: { error: 'unauthorized_client' },
    });
    const native = await registerClient(stage.admin, {
      kind: 'native',
      redirectUris: ['com.example.app:/callback'],
    });
    expect(await presentAs(native)).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
  });

  it('as soon as its issuer is disabled', async () => {
    const path = `/api/trusted-issuers/${issuer.id}`;
    const { id: _, createdAt: __, updatedAt: ___, ...input } = issuer;
    const disabled = await stage.admin.put<TrustedIssuerDetail>(path, { ...input, enabled: false });
    expect(await present()).toMatchObject(REFUSED);
    await stage.admin.put(path, { ...input, version: disabled.version });
    expect((await present()).status).toBe(200);
  });
});
