import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { AccessToken } from '../kernel/access-token.js';
import type { Client } from '../kernel/client.js';
import type { TrustedIssuer } from '../kernel/trusted-issuer.js';
import type { TokenResponse } from '../rfc6749-framework/grant.js';
import {
  aClient,
  aDirectory,
  aSigningKey,
  aTrustedIssuer,
  ISSUER,
  type TestSigningKey,
} from '../testing/builders.js';
import { createTestPlane, type TestPlane } from '../testing/token-plane.js';
import { NOON } from '../testing/world.js';
import { createJwtBearerGrant, JWT_BEARER_GRANT_TYPE } from './jwt-bearer.grant.js';

const idpKey = aSigningKey({ kid: 'idp' });
const clientKey = aSigningKey({ kid: 'client' });
const IDP = aTrustedIssuer({ jwks: { keys: [idpKey.publicJwk] } });
const CLIENT = aClient({
  accessTokenFormat: 'opaque',
  grantTypes: new Set([JWT_BEARER_GRANT_TYPE, 'refresh_token']),
  jwks: { keys: [clientKey.publicJwk] },
  mayAssertUsers: true,
});
const ADA = '6f1bd8f1-2c7c-4a6f-9d1c-0a2f1a9e0001';

interface Stage {
  readonly plane: TestPlane;
  present(
    claims?: object,
    parameters?: Readonly<Record<string, string>>,
    key?: TestSigningKey,
  ): Promise<TokenResponse>;
}

function createStage({
  client = CLIENT,
  issuer = IDP,
}: { client?: Client; issuer?: TrustedIssuer } = {}): Stage {
  const plane = createTestPlane({ client });
  plane.stores.knownUsers.set(ADA, {
    userId: ADA,
    username: 'ada',
    displayName: 'Ada',
    email: 'ada@example.com',
    isEmailVerified: true,
    profile: {},
    updatedAt: NOON,
  });
  const directory = aDirectory({ clients: [client], issuers: [issuer] });
  const grant = createJwtBearerGrant(plane, { getKeys: () => Promise.resolve({ keys: [] }) });
  return {
    plane,
    async present(claims = {}, parameters = {}, key = idpKey) {
      const now = plane.world.now() / 1000;
      const assertion = await new SignJWT({
        iss: 'https://idp.example',
        sub: 'ada',
        aud: ISSUER,
        exp: now + 300,
        iat: now,
        jti: randomUUID(),
        ...claims,
      })
        .setProtectedHeader({ alg: key.algorithm, kid: key.kid })
        .sign(key.privateKey);
      return grant.handle({
        client,
        directory,
        parameters: new Map(Object.entries({ assertion, ...parameters })),
        address: '192.0.2.1',
        confirmation: undefined,
      });
    },
  };
}

const asClient = { iss: CLIENT.clientId };

async function look({ plane }: Stage, response: TokenResponse): Promise<AccessToken> {
  return plane.verifier.verify(response.access_token);
}

describe('the JWT bearer grant (RFC 7523 §2.1)', () => {
  it('gives a client an access token of the user that a trusted issuer names, and no refresh token (RFC 7521 §4.1)', async () => {
    const stage = createStage();
    const response = await stage.present({ auth_time: NOON / 1000 - 60 });
    expect(response).toMatchObject({ token_type: 'Bearer', scope: 'photos' });
    expect(response).not.toHaveProperty('refresh_token');
    expect(await look(stage, response)).toMatchObject({
      subject: ADA,
      userId: ADA,
      clientId: CLIENT.clientId,
      details: { authenticatedAt: NOON / 1000 - 60 },
    });
  });

  it('gives one to a client that speaks for users by itself', async () => {
    const stage = createStage();
    const response = await stage.present(asClient, {}, clientKey);
    expect((await look(stage, response)).userId).toBe(ADA);
  });

  it.each([
    ['by verified address', 'verified-email', 'ADA@example.com'],
    ['by a link', 'linked-subject', 's-1'],
  ] as const)('finds the user %s, as the trust says', async (_, subjectMapping, sub) => {
    const stage = createStage({ issuer: { ...IDP, subjectMapping } });
    stage.plane.stores.linkedSubjects.set(`${IDP.id} s-1`, ADA);
    expect((await look(stage, await stage.present({ sub }))).userId).toBe(ADA);
    await expect(stage.present({ sub: 'ada' })).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('ends what it gave when the authorization is revoked, and the next assertion begins anew', async () => {
    const stage = createStage();
    const response = await stage.present();
    const { authorizationId } = await look(stage, response);
    stage.plane.stores.revokeAuthorization(authorizationId ?? '');
    await expect(look(stage, response)).rejects.toMatchObject({ code: 'invalid_token' });
    expect((await look(stage, await stage.present())).authorizationId).not.toBe(authorizationId);
  });

  it('takes an assertion once', async () => {
    const stage = createStage();
    const claims = { jti: 'once' };
    await stage.present(claims);
    await expect(stage.present(claims)).rejects.toMatchObject({ code: 'invalid_grant', reason: 'replay' });
    // Another issuer's of the same name is another one.
    await expect(stage.present({ ...claims, ...asClient }, {}, clientKey)).resolves.toBeDefined();
  });

  it('does not use up an assertion that it refuses', async () => {
    const stage = createStage();
    const claims = { jti: 'kept' };
    await expect(stage.present(claims, { scope: 'prints' })).rejects.toMatchObject({ code: 'invalid_scope' });
    await expect(stage.present(claims)).resolves.toMatchObject({ scope: 'photos' });
  });

  it('gives no scope that the issuer is not trusted with', async () => {
    const stage = createStage();
    expect((await stage.present({}, { scope: 'photos albums' })).scope).toBe('photos');
    await expect(stage.present({}, { scope: 'albums' })).rejects.toMatchObject({ code: 'invalid_scope' });
  });

  it('gives no rights over Gatehouse itself, whoever is trusted with them', async () => {
    const scopes = new Set(['photos', 'gatehouse.read']);
    const stage = createStage({
      client: { ...CLIENT, allowedScopes: scopes },
      issuer: { ...IDP, allowedScopes: scopes },
    });
    const asked = { scope: 'photos gatehouse.read' };
    expect((await stage.present({}, asked)).scope).toBe('photos');
    expect((await stage.present(asClient, asked, clientKey)).scope).toBe('photos');
  });

  it.each<[string, object, TestSigningKey, { client?: Partial<Client>; issuer?: Partial<TrustedIssuer> }]>([
    ['of an issuer that nobody trusts', { iss: 'https://evil.example' }, idpKey, {}],
    ['signed with a key of another issuer', {}, clientKey, {}],
    ["of the client with a trusted issuer's key", asClient, idpKey, {}],
    [
      'of an issuer that is not trusted with this client',
      {},
      idpKey,
      { issuer: { clientIds: new Set(['other']) } },
    ],
    ['of a disabled issuer', {}, idpKey, { issuer: { isEnabled: false } }],
    ['of a client that may not assert users', asClient, clientKey, { client: { mayAssertUsers: false } }],
    ['of another client', { iss: 'other' }, clientKey, {}],
    ['of nobody whom we know', { sub: 'eve' }, idpKey, {}],
    ['that is a client assertion', { ...asClient, sub: CLIENT.clientId }, clientKey, {}],
    ['for another server', { aud: 'https://other.example' }, idpKey, {}],
    ['without an issuer', { iss: undefined }, idpKey, {}],
  ])('refuses an assertion %s', async (_, claims, key, changes) => {
    const stage = createStage({
      client: { ...CLIENT, ...changes.client },
      issuer: { ...IDP, ...changes.issuer },
    });
    await expect(stage.present(claims, {}, key)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('takes no client assertion for a grant, though a user may have the name of the client', async () => {
    const stage = createStage();
    const ada = stage.plane.stores.knownUsers.get(ADA);
    if (ada !== undefined) stage.plane.stores.knownUsers.set(ADA, { ...ada, username: CLIENT.clientId });
    await expect(stage.present({ ...asClient, sub: CLIENT.clientId }, {}, clientKey)).rejects.toMatchObject({
      code: 'invalid_grant',
    });
  });

  it('refuses a user who is disabled, in the words of one who does not exist', async () => {
    const stage = createStage();
    const unknown = await stage.present({ sub: 'eve' }).catch((error: unknown) => error);
    stage.plane.stores.knownUsers.delete(ADA);
    const disabled = await stage.present().catch((error: unknown) => error);
    expect((disabled as { description: string }).description).toBe(
      (unknown as { description: string }).description,
    );
  });

  it('refuses a public client, whatever it is registered for', async () => {
    const stage = createStage({ client: { ...CLIENT, type: 'public' } });
    await expect(stage.present()).rejects.toMatchObject({ code: 'unauthorized_client' });
  });

  it.each(['', 'x', 'a.b.c'])('refuses the assertion %p', async (assertion) => {
    await expect(createStage().present({}, { assertion })).rejects.toMatchObject({
      code: 'invalid_grant',
    });
  });
});
