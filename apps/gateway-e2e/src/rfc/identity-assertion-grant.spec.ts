import type { TrustedIssuerDetail } from '@gatehouse/dto';
import { decodeJwt } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import {
  assertionClaims,
  JWT_BEARER,
  makeKey,
  type NamedKey,
  presentJwt,
  registerAsserter,
  signAssertion,
  trustIssuer,
} from '../fixtures/assertions.js';
import { createProofMaker, makeProof, type ProofMaker } from '../fixtures/dpop.js';
import { clientAuthOf, configure, discover, INSECURE } from '../fixtures/judges.js';
import { openStage, type Stage, type TestClient } from '../fixtures/stage.js';

const TYP = 'oauth-id-jag+jwt';
const PROFILES = 'authorization_grant_profiles_supported';
const REFUSED = { status: 400, body: { error: 'invalid_grant' } };
const PLAIN = 'https://plain.example';

let stage: Stage;
let client: TestClient;
let key: NamedKey;
let issuer: TrustedIssuerDetail;
let before: oauth.AuthorizationServer;

beforeAll(async () => {
  stage = await openStage();
  [client, key] = [await registerAsserter(stage), await makeKey()];
  before = await discover(stage);
  const keys = { jwks: { keys: [{ ...key.publicJwk }] } };
  await trustIssuer(stage, client, { ...keys, issuer: PLAIN });
  issuer = await trustIssuer(stage, client, { ...keys, takesIdJags: true });
  for (const name of ['photos', 'albums'])
    await stage.admin.post('/api/apis', {
      name,
      basePath: `/${name}`,
      targets: [{ url: 'http://127.0.0.1:4999' }],
      routes: [{ methods: ['GET'], path: '/*', access: 'scopes', scopes: [name], scopeMatch: 'all' }],
    });
});
afterAll(stopAllGatehouses);

const sign = (changes: object = {}, header: object = { typ: TYP }): Promise<string> =>
  signAssertion(key, assertionClaims(stage, { client_id: client.clientId, ...changes }), header);

const present = async (changes: object = {}, header?: object, parameters = {}) =>
  presentJwt(stage, client, await sign(changes, header), parameters);

const payloadOf = (body: Readonly<Record<string, unknown>>) => decodeJwt(String(body['access_token']));

describe('an identity assertion grant (ID-JAG), received', () => {
  it('works as oauth4webapi and openid-client drive it, with no refresh token, and is in the metadata', async () => {
    const [server, metadata] = [await discover(stage), { client_id: client.clientId }];
    expect([before[PROFILES], server[PROFILES]]).toEqual([
      undefined,
      ['urn:ietf:params:oauth:grant-profile:id-jag'],
    ]);
    const response = await oauth.genericTokenEndpointRequest(
      server,
      metadata,
      clientAuthOf(client),
      JWT_BEARER,
      { assertion: await sign({ scope: 'photos' }) },
      INSECURE,
    );
    const tokens = await oauth.processGenericTokenEndpointResponse(server, metadata, response);
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'photos' });
    expect(tokens).not.toHaveProperty('refresh_token');
    const assertion = await sign({ scope: 'photos' });
    const second = await openid.genericGrantRequest(await configure(stage, client), JWT_BEARER, {
      assertion,
    });
    expect(second.scope).toBe('photos');
  });

  it('gives of the scopes what it names, the client may have, and the issuer is trusted with', async () => {
    expect((await present({ scope: 'photos unheard-of' })).body['scope']).toBe('photos');
    expect((await present({ scope: 'photos' }, undefined, { scope: 'photos albums' })).body['scope']).toBe(
      'photos',
    );
    expect(await present({ scope: 'photos' }, undefined, { scope: 'albums' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    });
    expect(await present({ scope: ['photos'] })).toMatchObject(REFUSED);
  });

  it('is for the resources that it names alone (RFC 8707)', async () => {
    const [photos, albums] = [`${stage.gatehouse.gatewayUrl}/photos`, `${stage.gatehouse.gatewayUrl}/albums`];
    const { body } = await present({ resource: photos, scope: 'photos albums' });
    expect([payloadOf(body).aud, body['scope']]).toEqual([photos, 'photos']);
    for (const answer of [
      await present({ resource: photos }, undefined, { resource: albums }),
      await present({ resource: 'https://other.example/api' }),
    ])
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
    expect(await present({ resource: [1] })).toMatchObject(REFUSED);
  });

  const now = (): number => Math.floor(Date.now() / 1000);
  it.each<[string, () => object, object?]>([
    ['for another client', () => ({ client_id: stage.printShop.clientId })],
    ['for no client', () => ({ client_id: undefined })],
    ['without iat', () => ({ iat: undefined })],
    ['without jti', () => ({ jti: undefined })],
    ['without sub', () => ({ sub: undefined })],
    ['without exp', () => ({ exp: undefined })],
    ['that has expired', () => ({ exp: now() - 61 })],
    ['for another server', () => ({ aud: 'https://other.example' })],
    ['of another issuer', () => ({ iss: 'https://evil.example' })],
    ['of an issuer that makes none', () => ({ iss: PLAIN })],
    ['as an ordinary JWT', () => ({}), { typ: 'JWT' }],
    ['without a type', () => ({}), {}],
    ['that says of an actor', () => ({ act: { sub: 'an-agent' } })],
    ['whose details are no list', () => ({ authorization_details: {}, scope: 'photos' })],
    ['bound in a way that nobody knows', () => ({ cnf: { kid: 'key' } })],
    ['for a list of servers', () => ({ aud: [stage.gatehouse.issuer, 'https://other.example'] })],
    ['of somebody unknown', () => ({ sub: 'nobody' })],
    // A row may be shorter than the parameters: named ones would be given a callback in its place.
  ])('is refused %s', async (...[, changes, header]) => {
    expect(await present(changes(), header)).toMatchObject(REFUSED);
  });

  it('names this server as a text, or in a list of one', async () => {
    expect((await present({ aud: [stage.gatehouse.issuer] })).status).toBe(200);
  });

  it('is refused for authorization details that nobody knows here (RFC 9396 §5)', async () => {
    const details = { authorization_details: [{ type: 'unheard-of' }] };
    expect(await present({ ...details, scope: 'photos' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_authorization_details' },
    });
  });

  it('that is bound to a key is used by its holder alone, and so is the access token (RFC 9449)', async () => {
    const [holder, thief] = [await createProofMaker(), await createProofMaker()];
    const endpoint = `${stage.gatehouse.issuer}/oauth2/token`;
    const ask = async (maker?: ProofMaker) => {
      const headers: Record<string, string> = {
        authorization: `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`,
        ...(maker !== undefined && { dpop: await makeProof(maker, 'POST', endpoint) }),
      };
      const assertion = await sign({ cnf: { jkt: holder.thumbprint } });
      const form = new URLSearchParams({ grant_type: JWT_BEARER, assertion });
      const answer = await fetch(endpoint, { method: 'POST', headers, body: form });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    expect(await ask()).toMatchObject(REFUSED);
    expect(await ask(thief)).toMatchObject(REFUSED);
    const { body } = await ask(holder);
    expect([body['token_type'], payloadOf(body)['cnf']]).toEqual(['DPoP', { jkt: holder.thumbprint }]);
  });

  it('is refused from another client that the issuer is trusted with', async () => {
    const other = await registerAsserter(stage);
    const { id: _, createdAt: __, updatedAt: ___, ...input } = issuer;
    const clientIds = [client.clientId, other.clientId];
    issuer = await stage.admin.put(`/api/trusted-issuers/${issuer.id}`, { ...input, clientIds });
    expect(await presentJwt(stage, other, await sign())).toMatchObject(REFUSED);
  });

  it('counts once, on this node and on another', async () => {
    const other = await startGatehouse({ database: stage.gatehouse.databaseUrl });
    const assertion = await sign();
    const answers = await Promise.all([
      presentJwt({ gatehouse: other }, client, assertion),
      presentJwt(stage, client, assertion),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    await other.stop();
  });
});
