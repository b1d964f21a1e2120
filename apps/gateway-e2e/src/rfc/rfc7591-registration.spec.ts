import { randomUUID } from 'node:crypto';
import type { ApplicationDetail, AuditPage, Page, RegistrationPolicyDetail } from '@gatehouse/dto';
import * as openid from 'openid-client';
import { letRunOut, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { makeKey, signAssertion, trustIssuer } from '../fixtures/assertions.js';
import { createBrowserOf, passThrough } from '../fixtures/browser.js';
import { type Answer, makePkce, requestToken } from '../fixtures/oauth.js';
import { askRegistration, makeInitialToken, setTerms } from '../fixtures/registration.js';
import { CALLBACK, openStage, type Stage } from '../fixtures/stage.js';

let stage: Stage;
let token: string;
beforeAll(async () => {
  stage = await openStage();
  token = (await makeInitialToken(stage)).initialAccessToken;
});
afterAll(stopAllGatehouses);

const METADATA = { client_name: 'Photo robot', redirect_uris: [CALLBACK] };

const register = (changes: object = {}, initialToken: string | undefined = token): Promise<Answer> =>
  askRegistration(stage, { token: initialToken, body: { ...METADATA, ...changes } });

const findApplication = async (clientId: unknown): Promise<ApplicationDetail> => {
  const { items } = await stage.admin.get<Page<ApplicationDetail>>(
    `/api/applications?search=${String(clientId)}`,
  );
  const [found] = items;
  if (found === undefined) throw new Error('no application has this client');
  return stage.admin.get(`/api/applications/${found.id}`);
};

describe('a client that registers itself (RFC 7591)', () => {
  it('with openid-client and an initial access token gets tokens of a user who consents (§3)', async () => {
    const configuration = await openid.dynamicClientRegistration(
      new URL(stage.gatehouse.issuer),
      {
        ...METADATA,
        scope: 'photos',
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_post',
      },
      undefined,
      { initialAccessToken: token, execute: [openid.allowInsecureRequests] },
    );
    const { verifier, challenge } = makePkce();
    const address = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: CALLBACK,
      scope: 'photos',
      state: 'registered',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const callback = await passThrough(
      createBrowserOf(stage),
      Object.fromEntries(address.searchParams),
      stage.ada,
    );
    const tokens = await openid.authorizationCodeGrant(configuration, callback, {
      pkceCodeVerifier: verifier,
      expectedState: 'registered',
    });
    expect(tokens.scope).toBe('photos');
    expect(tokens.refresh_token).toBeDefined();
  });

  it('is told what is registered, with the defaults that it left to us (§3.2.1)', async () => {
    const { status, headers, body } = await register({ unheard_of: true, contacts: ['dev@robot.example'] });
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      ...METADATA,
      client_id: expect.stringMatching(/^photo-robot-[0-9a-f]{8}$/),
      client_id_issued_at: expect.any(Number),
      client_secret: expect.stringMatching(/^[\w-]{43}$/),
      client_secret_expires_at: 0,
      registration_access_token: expect.stringMatching(/^[\w-]{43}$/),
      registration_client_uri: `${stage.gatehouse.issuer}/oauth2/register?client_id=${String(body['client_id'])}`,
      contacts: ['dev@robot.example'],
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      scope: 'photos albums prints',
    });
  });

  it('has no secret where it authenticates otherwise, or not at all', async () => {
    const { publicJwk } = await makeKey();
    const isPublic = await register({ token_endpoint_auth_method: 'none' });
    const isKeyed = await register({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [publicJwk] },
    });
    for (const { status, body } of [isPublic, isKeyed]) {
      expect(status).toBe(201);
      expect(body).not.toHaveProperty('client_secret');
    }
    expect(isKeyed.body['jwks']).toEqual({ keys: [publicJwk] });
  });

  it('is never verified, never first-party, and is told of in the audit log', async () => {
    const { body } = await register({ is_verified: true, isFirstParty: true, publisher: 'Google' });
    const application = await findApplication(body['client_id']);
    expect(application).toMatchObject({
      isVerified: false,
      isFirstParty: false,
      publisher: null,
      createdBy: 'Partners',
    });
    const { items } = await stage.admin.get<AuditPage>(`/api/audit?subject=${application.id}`);
    expect(items.map(({ action }) => action)).toContain('application.create');
  });

  it('is shown to whoever is asked as one that nobody but itself has spoken for', async () => {
    const { body } = await register({ scope: 'photos' });
    const browser = createBrowserOf(stage);
    const ask = async (clientId: unknown) => {
      const page = await browser.authorize({
        response_type: 'code',
        client_id: String(clientId),
        redirect_uri: CALLBACK,
        scope: 'photos',
        code_challenge: makePkce().challenge,
        code_challenge_method: 'S256',
      });
      return (await browser.openPage(page)).application;
    };
    expect(await ask(body['client_id'])).toMatchObject({ name: 'Photo robot', registeredItself: true });
    expect(await ask(stage.printShop.clientId)).toMatchObject({ registeredItself: false });
  });

  it('gets of the scopes what its terms allow, and no rights over Gatehouse', async () => {
    const { initialAccessToken } = await makeInitialToken(stage, {
      name: 'Albums',
      allowedScopes: ['albums'],
    });
    expect((await register({ scope: 'photos albums' }, initialAccessToken)).body['scope']).toBe('albums');
    expect(await register({ scope: 'photos' }, initialAccessToken)).toMatchObject({
      status: 400,
      body: { error: 'invalid_client_metadata', error_description: expect.stringContaining('albums') },
    });
    await expect(
      makeInitialToken(stage, { name: 'Admins', allowedScopes: ['gatehouse:admin'] }),
    ).rejects.toThrow();
  });
});

describe('terms of registration', () => {
  it('without which nobody registers, and the metadata does not offer it', async () => {
    const other = await openStage();
    const metadata = async (): Promise<Readonly<Record<string, unknown>>> =>
      (await fetch(`${other.gatehouse.issuer}/.well-known/oauth-authorization-server`)).json() as never;
    expect(await metadata()).not.toHaveProperty('registration_endpoint');
    const refused = await askRegistration(other, { body: METADATA });
    expect(refused).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
    await setTerms(other, 'open', { enabled: true, allowedScopes: ['photos'], registersAgents: true });
    expect(await metadata()).toMatchObject({
      registration_endpoint: `${other.gatehouse.issuer}/oauth2/register`,
    });
    const { status, body } = await askRegistration(other, {
      body: { ...METADATA, token_endpoint_auth_method: 'none' },
    });
    expect(status).toBe(201);
    const { items } = await other.admin.get<Page<ApplicationDetail>>(
      `/api/applications?search=${String(body['client_id'])}`,
    );
    expect(items[0]?.kind).toBe('agent');
  });

  it.each([
    ['an unknown token', () => Promise.resolve(randomUUID())],
    [
      'one that is switched off',
      async () => (await makeInitialToken(stage, { name: 'Off', enabled: false })).initialAccessToken,
    ],
    [
      'one that has expired',
      async () => {
        const expiresAt = new Date(Date.now() - 1_000).toISOString();
        return (await makeInitialToken(stage, { name: 'Old', expiresAt })).initialAccessToken;
      },
    ],
    [
      'one that has been used as often as it may',
      async () => {
        const { initialAccessToken } = await makeInitialToken(stage, { name: 'Once', maxRegistrations: 1 });
        expect((await register({}, initialAccessToken)).status).toBe(201);
        return initialAccessToken;
      },
    ],
    [
      'one that was deleted',
      async () => {
        const { policy, initialAccessToken } = await makeInitialToken(stage, { name: 'Gone' });
        await stage.admin.delete(`/api/registration-policies/${policy.id}`);
        return initialAccessToken;
      },
    ],
  ])('refuse %s', async (_, make) => {
    expect(await register({}, await make())).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  });

  it('let so many in within an hour, also when they come at once', async () => {
    const { policy, initialAccessToken } = await makeInitialToken(stage, { name: 'Three', maxPerHour: 3 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => register({}, initialAccessToken)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 503, 503, 503]);
    expect(answers.find(({ status }) => status === 503)?.headers.get('retry-after')).toBe('600');
    const { registrations } = await stage.admin.get<RegistrationPolicyDetail>(
      `/api/registration-policies/${policy.id}`,
    );
    expect(registrations).toBe(3);
  });

  it("can demand a software statement, whose words count more than the client's (§2.3)", async () => {
    const key = await makeKey();
    const iss = 'https://vendors.example';
    await trustIssuer(stage, stage.printShop, { issuer: iss, jwks: { keys: [{ ...key.publicJwk }] } });
    const { initialAccessToken } = await makeInitialToken(stage, {
      name: 'Vendors',
      requiresStatement: true,
      statementIssuers: [iss],
    });
    const says = (claims: object, signer = key): Promise<string> =>
      signAssertion(signer, { iss, client_name: 'Robot by Acme', software_id: 'acme-robot', ...claims });
    const ask = async (statement: Promise<string> | undefined, initialToken = initialAccessToken) =>
      register({ client_name: 'Me', software_statement: await statement }, initialToken);
    expect(await ask(says({}))).toMatchObject({
      status: 201,
      body: { client_name: 'Robot by Acme', software_id: 'acme-robot' },
    });
    const invalid = { status: 400, body: { error: 'invalid_software_statement' } };
    expect(await ask(undefined)).toMatchObject(invalid);
    expect(await ask(says({}, await makeKey('ES256', key.kid)))).toMatchObject(invalid);
    expect(await ask(says({ exp: 1 }))).toMatchObject(invalid);
    expect(await ask(Promise.resolve('no.jwt'))).toMatchObject(invalid);
    const unapproved = { status: 400, body: { error: 'unapproved_software_statement' } };
    expect(await ask(says({ iss: 'https://else.example' }))).toMatchObject(unapproved);
    expect(await ask(says({}), token)).toMatchObject(unapproved);
  });
});

describe('a client that nobody has ever used', () => {
  it('is deleted when its days are over; one that was used stays', async () => {
    const unused = await register({ client_name: 'Unused' });
    const used = await register({ client_name: 'Used', scope: 'photos' });
    const client = {
      applicationId: '',
      clientId: String(used.body['client_id']),
      clientSecret: String(used.body['client_secret']),
      method: 'client_secret_basic' as const,
      redirectUri: CALLBACK,
    };
    const { verifier, challenge } = makePkce();
    const callback = await passThrough(
      createBrowserOf(stage),
      {
        response_type: 'code',
        client_id: client.clientId,
        redirect_uri: CALLBACK,
        scope: 'photos',
        code_challenge: challenge,
        code_challenge_method: 'S256',
      },
      stage.ada,
    );
    const redeemed = await requestToken(stage, client, {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: verifier,
    });
    expect(redeemed.status).toBe(200);
    await letRunOut(stage.gatehouse.databaseUrl, 'client_registrations', 'unused_until');
    await stage.gatehouse.restart();
    await expect(findApplication(unused.body['client_id'])).rejects.toThrow();
    expect((await findApplication(client.clientId)).name).toBe('Used');
  });
});
