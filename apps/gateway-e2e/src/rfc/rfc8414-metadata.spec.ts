import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { discover } from '../fixtures/judges.js';
import { openStage, type Stage } from '../fixtures/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(stopAllGatehouses);

const PATH = '/.well-known/oauth-authorization-server';

describe('authorization server metadata (RFC 8414)', () => {
  it('is found and believed by oauth4webapi, and names the issuer exactly (§3.3 MUST)', async () => {
    const { issuer } = stage.gatehouse;
    expect(await discover(stage)).toMatchObject({
      issuer,
      authorization_endpoint: `${issuer}/oauth2/authorize`,
      token_endpoint: `${issuer}/oauth2/token`,
      jwks_uri: `${issuer}/oauth2/jwks`,
      introspection_endpoint: `${issuer}/oauth2/introspect`,
      revocation_endpoint: `${issuer}/oauth2/revoke`,
      userinfo_endpoint: `${issuer}/oauth2/userinfo`,
      scopes_supported: expect.arrayContaining(['openid', 'profile', 'albums', 'photos', 'prints']),
      response_types_supported: expect.arrayContaining(['code', 'code id_token']),
      response_modes_supported: expect.arrayContaining(['query', 'fragment', 'form_post', 'query.jwt']),
      grant_types_supported: expect.arrayContaining([
        'authorization_code',
        'refresh_token',
        'client_credentials',
      ]),
      token_endpoint_auth_methods_supported: expect.arrayContaining([
        'client_secret_basic',
        'client_secret_post',
        'none',
      ]),
      introspection_endpoint_auth_methods_supported: expect.not.arrayContaining(['none']),
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    });
  });

  it('is JSON that any origin may read, for a minute', async () => {
    const { status, headers } = await fetch(stage.gatehouse.authUrl + PATH);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toBe('public, max-age=60');
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('follows the scopes that operators define', async () => {
    await stage.admin.post('/api/scopes', { name: 'frames', title: 'Frame your photos' });
    expect((await discover(stage)).scopes_supported).toContain('frames');
    await stage.admin.delete('/api/scopes/frames');
    expect((await discover(stage)).scopes_supported).not.toContain('frames');
  });

  it('names only endpoints that answer', async () => {
    const addresses = Object.entries(await discover(stage)).flatMap(([name, value]) =>
      /_endpoint$|_uri$/.test(name) && typeof value === 'string' ? [value] : [],
    );
    expect(addresses.length).toBeGreaterThanOrEqual(6);
    for (const address of addresses)
      expect((await fetch(address, { redirect: 'manual' })).status).not.toBe(404);
  });

  it.each(['POST', 'PUT', 'DELETE'])('is only read, not %s', async (method) => {
    const response = await fetch(stage.gatehouse.authUrl + PATH, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });

  it('answers HEAD without a body', async () => {
    const response = await fetch(stage.gatehouse.authUrl + PATH, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});

describe('the published keys (RFC 7517)', () => {
  it('are public, of distinct names, for signatures, and jose can use them', async () => {
    const { jwks_uri = '' } = await discover(stage);
    const { keys: all } = (await (await fetch(jwks_uri)).json()) as JSONWebKeySet;
    // RFC 9101 §6.1: the others are what request objects are encrypted to.
    const keys = all.filter(({ use }) => use !== 'enc');
    expect([...new Set(keys.map(({ alg }) => alg))].toSorted()).toEqual(['ES256', 'EdDSA', 'PS256', 'RS256']);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
    for (const { alg = '', kid = '', use, ...key } of keys) {
      expect(use).toBe('sig');
      for (const secret of ['d', 'p', 'q', 'k']) expect(key).not.toHaveProperty(secret);
      await expect(createLocalJWKSet({ keys })({ alg, kid })).resolves.toBeDefined();
    }
  });
});
