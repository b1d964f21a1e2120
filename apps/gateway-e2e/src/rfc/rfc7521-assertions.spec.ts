import * as openid from 'openid-client';
import { startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import {
  assertionClaims,
  JWT_BEARER,
  makeKey,
  type NamedKey,
  presentJwt,
  publishKeys,
  registerAsserter,
  SAML_BEARER,
  signAssertion,
  trustIssuer,
} from '../fixtures/assertions.js';
import { configure } from '../fixtures/judges.js';
import { isActive, postForm, requestToken } from '../fixtures/oauth.js';
import { type Identity, makeAssertion, makeIdentity, presentSaml } from '../fixtures/saml.js';
import { createPerson, openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

const ISSUER = 'https://idp.example';
const INVALID_GRANT = { status: 400, body: { error: 'invalid_grant' } };

let stage: Stage;
let client: TestClient;
let key: NamedKey;
let identity: Identity;

beforeAll(async () => {
  stage = await openStage();
  client = await registerAsserter(stage);
  [key, identity] = [await makeKey(), await makeIdentity()];
  await trustIssuer(stage, client, {
    issuer: ISSUER,
    jwks: { keys: [{ ...key.publicJwk }] },
    certificates: [identity.cert],
    allowedScopes: ['photos', 'albums'],
  });
});
afterAll(stopAllGatehouses);

/** A fresh assertion of either kind, as the request has it. */
const KINDS = [
  [JWT_BEARER, (claims: object = {}) => signAssertion(key, assertionClaims(stage, claims))],
  [
    SAML_BEARER,
    ({ sub = stage.ada.username }: { sub?: string } = {}) =>
      Promise.resolve(
        Buffer.from(makeAssertion(stage, identity, { issuer: ISSUER, nameIdentifier: sub })).toString(
          'base64url',
        ),
      ),
  ],
] as const;

describe.each(KINDS)('an assertion as a grant (RFC 7521 §4.1): %s', (grantType, make) => {
  const present = async (parameters = {}, sender = client) =>
    requestToken(stage, sender, { grant_type: grantType, assertion: await make(), ...parameters });

  it('leads to an access token alone, though the client may refresh', async () => {
    const tokens = await openid.genericGrantRequest(await configure(stage, client), grantType, {
      assertion: await make(),
    });
    expect(tokens.scope).toBe('photos albums');
    expect(tokens).not.toHaveProperty('refresh_token');
  });

  it('leads to no more scope than asked, allowed for the client, and trusted with', async () => {
    expect((await present({ scope: 'albums prints' })).body).toMatchObject({ scope: 'albums' });
    expect(await present({ scope: 'prints' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    });
    expect(await present({ scope: 'gatehouse.write' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    });
  });

  it('needs the assertion, once', async () => {
    expect(await present({ assertion: undefined })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    const twice = `grant_type=${encodeURIComponent(grantType)}&assertion=a&assertion=b&client_id=${client.clientId}`;
    const response = await fetch(`${stage.gatehouse.authUrl}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: twice,
    });
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
  });

  it('does not replace client authentication (§4.1)', async () => {
    const nobody = await postForm(stage, '/oauth2/token', { grant_type: grantType, assertion: await make() });
    expect(nobody).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const liar = await present({}, { ...client, clientSecret: 'wrong' });
    expect(liar).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('is for clients that are registered for it, and no public one can be', async () => {
    const plain = await registerClient(stage.admin, { kind: 'machine' });
    expect(await present({}, plain)).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
    const native = await registerClient(stage.admin, {
      kind: 'native',
      redirectUris: ['com.example.app:/callback'],
    });
    const path = `/api/applications/${native.applicationId}/clients/${native.clientId}`;
    expect((await stage.admin.request('PATCH', path, { version: 1, grantTypes: [grantType] })).status).toBe(
      400,
    );
  });

  it('is heard of on every node: what is revoked on one is refused on the other', async () => {
    const other = await startGatehouse({ database: stage.gatehouse.databaseUrl });
    const name = `eva-${grantType === JWT_BEARER ? 'jwt' : 'saml'}`;
    const { id } = await createPerson(stage.admin, name);
    const { body } = await requestToken({ gatehouse: other }, client, {
      grant_type: grantType,
      assertion: await make({ sub: name }),
    });
    const token = String(body['access_token']);
    expect(await isActive(stage, token, client)).toBe(true);
    await stage.admin.patch(`/api/users/${id}`, { version: 1, enabled: false });
    await waitUntil(
      'the other node to hear of it',
      async () => !(await isActive({ ...stage, gatehouse: other }, token, client)),
    );
    await other.stop();
  });
});

describe('a kind of assertion', () => {
  it('is not taken for the other', async () => {
    const jwt = await signAssertion(key, assertionClaims(stage));
    expect(await requestToken(stage, client, { grant_type: SAML_BEARER, assertion: jwt })).toMatchObject(
      INVALID_GRANT,
    );
    const saml = makeAssertion(stage, identity, { issuer: ISSUER });
    const encoded = Buffer.from(saml).toString('base64url');
    expect(await presentJwt(stage, client, encoded)).toMatchObject(INVALID_GRANT);
    // Neither has been used up.
    expect((await presentJwt(stage, client, jwt)).status).toBe(200);
    expect((await presentSaml(stage, client, saml)).status).toBe(200);
  });
});

describe("the address of an issuer's keys", () => {
  it('is never one of our own network, whatever an operator has registered', async () => {
    const server = await publishKeys(key.publicJwk);
    const iss = 'urn:example:inside';
    const { port } = new URL(server.address);
    await trustIssuer(stage, client, { issuer: iss, jwksUri: `https://localhost:${port}/jwks` });
    const answer = await presentJwt(stage, client, await signAssertion(key, assertionClaims(stage, { iss })));
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    // What was found there is nobody's business.
    expect(JSON.stringify(answer.body)).not.toMatch(/public|network|127|localhost/);
    expect(server.asked()).toBe(0);
    server.stop();
  });
});
