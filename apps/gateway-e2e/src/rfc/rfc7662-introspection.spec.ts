import * as oauth from 'oauth4webapi';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { clientAuthOf, discover, INSECURE } from '../fixtures/judges.js';
import { basic, obtainTokens, postForm } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

let stage: Stage;
/** A resource server: a confidential client of another application. */
let photoApi: TestClient;
beforeAll(async () => {
  stage = await openStage();
  photoApi = await registerClient(stage.admin, { kind: 'machine', name: 'Photo API' });
});
afterAll(stopAllGatehouses);

/** Introspects as oauth4webapi does; it throws where the answer is not as RFC 7662 §2.2 has it. */
async function introspect(token: string, asker = photoApi): Promise<oauth.IntrospectionResponse> {
  const [server, metadata] = [await discover(stage), { client_id: asker.clientId }];
  const response = await oauth.introspectionRequest(server, metadata, clientAuthOf(asker), token, INSECURE);
  return oauth.processIntrospectionResponse(server, metadata, response);
}

describe.each(['jwt', 'opaque'] as const)('introspection of an access token (%s)', (accessTokenFormat) => {
  it('tells a resource server what it must know (RFC 7662 §2.2)', async () => {
    const client = await registerClient(stage.admin, { settings: { accessTokenFormat } });
    const { access_token } = await obtainTokens(stage, { client, scope: 'photos albums' });
    const now = Math.floor(Date.now() / 1000);
    const answer = await introspect(access_token);
    expect(answer).toEqual({
      active: true,
      scope: 'photos albums',
      client_id: client.clientId,
      token_type: 'Bearer',
      sub: stage.ada.id,
      aud: expect.anything(),
      iss: stage.gatehouse.issuer,
      acr: 'urn:gatehouse:acr:pwd',
      auth_time: expect.any(Number),
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
    expect(Math.abs((answer.iat ?? 0) - now)).toBeLessThan(60);
    expect((answer.exp ?? 0) - (answer.iat ?? 0)).toBe(3600);
    expect(await introspect(access_token)).toEqual(answer);
  });

  it('says active: false, and nothing else, of a changed one (RFC 7662 §2.2 SHOULD NOT)', async () => {
    const client = await registerClient(stage.admin, { settings: { accessTokenFormat } });
    const { access_token } = await obtainTokens(stage, { client });
    const middle = access_token.length - 10;
    const other = access_token[middle] === 'A' ? 'B' : 'A';
    const changed = access_token.slice(0, middle) + other + access_token.slice(middle + 1);
    expect(await introspect(changed)).toEqual({ active: false });
  });
});

describe('introspection of a refresh token', () => {
  it('answers its own client, and tells nobody else', async () => {
    const { refresh_token } = await obtainTokens(stage);
    expect(await introspect(refresh_token, stage.printShop)).toMatchObject({
      active: true,
      client_id: stage.printShop.clientId,
    });
    expect(await introspect(refresh_token)).toEqual({ active: false });
  });
});

describe('the introspection endpoint', () => {
  it.each(['unknown', 'a.b.c', 'é\n', 'x'.repeat(9000)])('says active: false of %.20p', async (token) => {
    expect(await introspect(token)).toEqual({ active: false });
  });

  it('keeps its answers out of caches', async () => {
    const { headers } = await postForm(stage, '/oauth2/introspect', { token: 'x' }, photoApi);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('answers nobody who does not prove who they are (RFC 7662 §2.1 MUST)', async () => {
    const { access_token } = await obtainTokens(stage);
    for (const client of [
      undefined,
      { ...photoApi, clientSecret: 'wrong' },
      { ...photoApi, clientSecret: '' },
    ]) {
      const { status, body } = await postForm(stage, '/oauth2/introspect', { token: access_token }, client);
      expect({ status, error: body['error'], active: body['active'] }).toEqual({
        status: 401,
        error: 'invalid_client',
        active: undefined,
      });
    }
  });

  it('answers no public client: anybody can say that they are one', async () => {
    const client = await registerClient(stage.admin, { kind: 'spa' });
    const { access_token } = await obtainTokens(stage, { client });
    const { status, body } = await postForm(stage, '/oauth2/introspect', { token: access_token }, client);
    expect({ status, error: body['error'] }).toEqual({ status: 400, error: 'unauthorized_client' });
  });

  it('takes no token from a query (RFC 7662 §2.1: POST)', async () => {
    const { access_token } = await obtainTokens(stage);
    const { clientId, clientSecret = '' } = photoApi;
    const headers = { authorization: basic(clientId, clientSecret) };
    const address = `${stage.gatehouse.authUrl}/oauth2/introspect?token=${access_token}`;
    expect((await fetch(address, { headers })).status).toBe(405);
    const posted = await fetch(address, { method: 'POST', headers, body: new URLSearchParams() });
    expect(posted.status).toBe(400);
  });
});
