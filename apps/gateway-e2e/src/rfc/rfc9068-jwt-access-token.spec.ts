import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { discover, INSECURE } from '../fixtures/judges.js';
import { obtainTokens, requestToken } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage } from '../fixtures/stage.js';

let stage: Stage;
let audience: string;
beforeAll(async () => {
  stage = await openStage();
  const api = await stage.admin.post<{ readonly audience: string }>('/api/apis', {
    name: 'Flickr photos',
    basePath: '/flickr',
    targets: [{ url: 'http://127.0.0.1:9' }],
    routes: [{ methods: ['GET'], path: '/photos', access: 'scopes', scopes: ['photos'], scopeMatch: 'all' }],
  });
  audience = api.audience;
});
afterAll(stopAllGatehouses);

const requestWith = (accessToken: string): Request =>
  new Request(`${audience}/photos`, { headers: { authorization: `Bearer ${accessToken}` } });

describe('a JWT access token, as a resource server with oauth4webapi judges it (RFC 9068 §4)', () => {
  it('is valid for the API whose scope it has, and says whom it speaks for', async () => {
    const { access_token } = await obtainTokens(stage, { scope: 'photos' });
    const claims = await oauth.validateJwtAccessToken(
      await discover(stage),
      requestWith(access_token),
      audience,
      INSECURE,
    );
    expect(claims).toMatchObject({
      iss: stage.gatehouse.issuer,
      aud: audience,
      sub: stage.ada.id,
      client_id: stage.printShop.clientId,
      scope: 'photos',
      jti: expect.any(String),
    });
    expect(claims.exp - claims.iat).toBe(3600);
    expect(Math.abs(Number(claims['auth_time']) - Date.now() / 1000)).toBeLessThan(60);
  });

  it('of client credentials speaks for the client itself (§2.2 sub)', async () => {
    const machine = await registerClient(stage.admin, { kind: 'machine' });
    const { body } = await requestToken(stage, machine, {
      grant_type: 'client_credentials',
      scope: 'photos',
    });
    const request = requestWith(String(body['access_token']));
    const claims = await oauth.validateJwtAccessToken(await discover(stage), request, audience, INSECURE);
    expect(claims).toMatchObject({ sub: machine.clientId, client_id: machine.clientId });
    expect(claims).not.toHaveProperty('auth_time');
  });

  it('is not valid for an API that does not use its scopes (§4 MUST)', async () => {
    const { access_token } = await obtainTokens(stage, { scope: 'albums' });
    await expect(
      oauth.validateJwtAccessToken(await discover(stage), requestWith(access_token), audience, INSECURE),
    ).rejects.toThrow();
  });

  it('is typed at+jwt, signed with a published key, and with no algorithm that anybody could forge (§2.1, §4)', async () => {
    const { access_token } = await obtainTokens(stage);
    expect(decodeProtectedHeader(access_token)).toEqual({
      alg: 'ES256',
      typ: 'at+jwt',
      kid: expect.any(String),
    });
    const keys = createRemoteJWKSet(new URL(`${stage.gatehouse.issuer}/oauth2/jwks`));
    await expect(
      jwtVerify(access_token, keys, { typ: 'at+jwt', issuer: stage.gatehouse.issuer }),
    ).resolves.toBeDefined();
  });

  it('holds nothing of the person but their ID', async () => {
    const { access_token } = await obtainTokens(stage);
    const claims = Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString();
    expect(claims).not.toContain(`"${stage.ada.username}"`);
  });

  it('lives as long as its client is set to', async () => {
    const client = await registerClient(stage.admin, { settings: { accessTokenLifetimeSeconds: 30 } });
    const { access_token } = await obtainTokens(stage, { client });
    const { iat, exp } = JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString());
    expect(exp - iat).toBe(30);
  });

  it('survives a restart: the key is kept', async () => {
    const { access_token } = await obtainTokens(stage);
    await stage.gatehouse.restart();
    await expect(
      oauth.validateJwtAccessToken(await discover(stage), requestWith(access_token), audience, INSECURE),
    ).resolves.toBeDefined();
  });
});
