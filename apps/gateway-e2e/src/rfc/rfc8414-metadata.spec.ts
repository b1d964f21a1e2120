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
    expect(await discover(stage)).toEqual({
      issuer,
      authorization_endpoint: `${issuer}/oauth2/authorize`,
      token_endpoint: `${issuer}/oauth2/token`,
      jwks_uri: `${issuer}/oauth2/jwks`,
      introspection_endpoint: `${issuer}/oauth2/introspect`,
      revocation_endpoint: `${issuer}/oauth2/revoke`,
      scopes_supported: ['gatehouse.read', 'gatehouse.write', 'albums', 'photos', 'prints'],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
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
    expect(addresses).toHaveLength(5);
    for (const address of addresses) expect((await fetch(address)).status).not.toBe(404);
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
    const { keys } = (await (await fetch(jwks_uri)).json()) as JSONWebKeySet;
    expect(keys).toHaveLength(1);
    for (const key of keys) {
      expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256' });
      expect(key).not.toHaveProperty('d');
    }
    await expect(
      createLocalJWKSet({ keys })({ alg: 'ES256', kid: keys[0]?.kid ?? '' }),
    ).resolves.toBeDefined();
  });
});
