import type { TokenBindings } from '@gatehouse/dto';
import { decodeJwt } from 'jose';
import { runSql } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf } from '../fixtures/browser.js';
import { makeProof } from '../fixtures/dpop.js';
import { authorizationParameters, makePkce, obtainTokens, requestToken } from '../fixtures/oauth.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, closeGatewayStage } from '../gateway/gateway-stage.js';
import { type DpopStage, openDpopStage, PHOTOS } from './dpop-stage.js';

let stage: DpopStage;
let agent: TestClient;
beforeAll(async () => {
  stage = await openDpopStage();
  agent = await registerClient(stage.admin, {
    kind: 'native',
    name: 'Agent',
    redirectUris: ['https://agent.example/callback'],
    settings: { profile: 'mcp', accessTokenLifetimeSeconds: 600 },
  });
});
afterAll(closeGatewayStage);

describe('a client of the profile for MCP', () => {
  it('says what its access token is for, and gets one for that (RFC 8707)', async () => {
    const resource = stage.api.audience;
    const tokens = await obtainTokens(stage, { client: agent, parameters: { resource } });
    expect(decodeJwt(tokens.access_token)['aud']).toBe(resource);
    const silent = authorizationParameters(agent, makePkce().challenge);
    const callback = await createBrowserOf(stage).authorize(silent);
    expect(callback.searchParams.get('error')).toBe('invalid_target');
  });

  it.each<readonly [string, object, string]>([
    ['long access tokens', { accessTokenLifetimeSeconds: 3600 }, 'profile-short-access-tokens'],
    ['refresh tokens that stay', { refreshTokenMode: 'keep' }, 'profile-rotated-refresh-tokens'],
    ['the implicit grant', { grantTypes: ['implicit'] }, 'profile-no-legacy-grants'],
  ])('cannot be given %s', async (_, change, code) => {
    const path = `/api/applications/${agent.applicationId}/clients/${agent.clientId}`;
    const { status, body } = await stage.admin.request('PATCH', path, { version: 2, ...change });
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(code)]);
  });

  it('gets short access tokens, and a refresh token once, whatever the database says', async () => {
    await runSql(
      stage.gatehouse.databaseUrl,
      `UPDATE clients SET access_token_lifetime_seconds = 7200, settings = settings || '{"refreshTokenMode": "keep"}'
       WHERE id = '${agent.clientId}'`,
    );
    // Every change has the clients read anew.
    await registerClient(stage.admin, { kind: 'machine', name: 'Bell' });
    const { refresh_token: first } = await obtainTokens(stage, {
      client: agent,
      parameters: { resource: stage.api.audience },
    });
    const { body } = await requestToken(stage, agent, { grant_type: 'refresh_token', refresh_token: first });
    expect([body['expires_in'], body['refresh_token']]).toEqual([900, expect.not.stringMatching(first)]);
  });
});

describe('an application that is registered with a profile', () => {
  const create = (change: object) =>
    stage.admin.request('POST', '/api/applications', {
      name: 'Savings',
      kind: 'web',
      redirectUris: ['https://savings.example/callback'],
      allowedScopes: ['photos'],
      ...change,
    });

  it.each<readonly [string, object, string]>([
    ['a bank without keys', { profile: 'fapi2' }, 'profile-key-authentication'],
    [
      'a bank that is called back over http',
      {
        profile: 'fapi2',
        jwksUri: 'https://savings.example/jwks',
        redirectUris: ['http://127.0.0.1/callback'],
      },
      'profile-https-redirects',
    ],
    [
      'a program of people that would have no secret',
      { profile: 'fapi2', kind: 'spa' },
      'profile-confidential',
    ],
    ['a profile that nobody knows', { profile: 'fapi3' }, 'profile'],
  ])('is refused as it would be later: %s', async (_, change, code) => {
    const { status, body } = await create(change);
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(code)]);
  });

  it('has its settings, and a secret only where it is for one', async () => {
    const bank = (await create({ profile: 'fapi2', jwksUri: 'https://savings.example/jwks' })).body;
    expect(bank).not.toHaveProperty('clientSecret');
    const fitted = {
      profile: 'fapi2',
      tokenEndpointAuthMethod: 'private_key_jwt',
      senderConstraint: 'required',
    };
    expect(bank).toMatchObject({ application: { clients: [{ ...fitted, secrets: [] }] } });
    expect((await create({ profile: 'oauth21' })).body).toHaveProperty('clientSecret');
    const helper = (await create({ kind: 'agent', profile: 'mcp' })).body;
    const mcp = { profile: 'mcp', requiresPkce: true, accessTokenLifetimeSeconds: 600 };
    expect(helper).toMatchObject({ application: { clients: [mcp] } });
  });
});

describe('a client whose access tokens are observed', () => {
  it('is refused nothing, and counted: bound ones, all, when the last unbound one was, and calls', async () => {
    const { applicationId, clientId } = stage.machine;
    const path = `/api/applications/${applicationId}/clients/${clientId}`;
    await stage.admin.patch(path, { version: 1, senderConstraint: 'observed' });
    const prove = () => makeProof(stage.maker, 'POST', stage.tokenAddress);
    const issued: string[] = [];
    for (const proofs of [[await prove()], [await prove()], []]) {
      const { status, body } = await stage.requestWith(proofs);
      expect(status).toBe(200);
      issued.push(String(body['access_token']));
    }
    const [bound = '', , unbound = ''] = issued;
    expect((await stage.callWith(bound)).status).toBe(200);
    // One from before it was observed, too.
    for (const accessToken of [unbound, stage.accessToken])
      expect((await call(stage, PHOTOS, accessToken)).status).toBe(200);
    // What is refused would be refused anyway.
    expect((await call(stage, PHOTOS, bound)).status).toBe(401);
    const read = () => stage.admin.get<TokenBindings>(`${path}/token-bindings`);
    await waitUntil('the access tokens and calls to be counted', async () => {
      const { tokens, calls } = await read();
      return tokens === 3 && calls === 3;
    });
    expect(await read()).toEqual({
      tokens: 3,
      bound: 2,
      lastUnboundAt: expect.stringMatching(/:00\.000Z$/),
      calls: 3,
      unboundCalls: 2,
    });
    await stage.admin.patch(path, { version: 2, senderConstraint: 'required' });
    expect((await stage.requestWith([])).body['error']).toBe('invalid_dpop_proof');
  });
});
