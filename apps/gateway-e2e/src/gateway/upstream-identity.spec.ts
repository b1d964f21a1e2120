import type { ApiDetail, UpstreamIdentityInput } from '@gatehouse/dto';
import { createRemoteJWKSet, decodeJwt, jwtVerify, type JWTVerifyResult } from 'jose';
import { GRANT_TYPE, registerExchanger } from '../fixtures/exchange.js';
import { obtainTokens, postForm, requestToken } from '../fixtures/oauth.js';
import { get, publishWith } from './credentials.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from './gateway-stage.js';

const HEADER = 'x-gatehouse-assertion';

let stage: GatewayStage;
let api: ApiDetail;

const publishIdentity = (identity: UpstreamIdentityInput): Promise<ApiDetail> =>
  publishWith(stage, { policies: { identity } });

beforeAll(async () => {
  stage = await openGatewayStage();
  api = await publishIdentity({ kind: 'jwt' });
});
afterAll(closeGatewayStage);

const lastHeaders = () => stage.upstream.seen.at(-1)!.headers;

/** Calls an API; what its upstream got. */
async function arrive(
  { basePath }: ApiDetail,
  accessToken?: string,
  headers: Record<string, string> = {},
  path = '/photos',
) {
  // An access token is for the APIs that there were when it was issued.
  const token = accessToken ?? (await obtainAccessToken(stage, stage.machine));
  expect((await call(stage, basePath + path, token, { headers })).status).toBe(200);
  return lastHeaders();
}

/** What an upstream does that knows the API's facts and nothing else. */
const verify = (
  assertion: unknown,
  { assertion: { issuer, audience, jwksUri, type } }: ApiDetail,
): Promise<JWTVerifyResult> =>
  jwtVerify(String(assertion), createRemoteJWKSet(new URL(jwksUri)), { issuer, audience, typ: type });

describe('an assertion', () => {
  it('says who calls, and is verified with the published keys', async () => {
    const { access_token } = await obtainTokens(stage, { scope: 'photos' });
    const headers = await arrive(api, access_token);
    const { payload } = await verify(headers[HEADER], api);
    expect(payload).toMatchObject({
      sub: decodeJwt(access_token).sub,
      client_id: stage.printShop.clientId,
      application: stage.printShop.applicationId,
      scope: 'photos',
      credential: 'access-token',
    });
    expect(payload.exp! - payload.iat!).toBeLessThanOrEqual(60);
  });

  it("comes alone: neither the client's access token nor what cannot be checked", async () => {
    const accessToken = await obtainAccessToken(stage, stage.machine);
    const headers = await arrive(api, accessToken);
    expect(Object.keys(headers).filter((name) => name.startsWith('x-gatehouse'))).toEqual([HEADER]);
    expect(headers['authorization']).toBeUndefined();
    expect(JSON.stringify(stage.upstream.seen.at(-1))).not.toContain(accessToken);
  });

  it('is for one upstream alone', async () => {
    const other = await publishIdentity({ kind: 'jwt' });
    const headers = await arrive(api);
    expect(other.assertion.audience).not.toBe(api.assertion.audience);
    await expect(verify(headers[HEADER], other)).rejects.toMatchObject({ claim: 'aud' });
    await verify((await arrive(other))[HEADER], other);
  });

  it('cannot be brought along by a client', async () => {
    const forged = { 'X-Gatehouse-Assertion': 'forged', X_Gatehouse_Assertion: 'forged' };
    const headers = await arrive(api, undefined, forged);
    await verify(headers[HEADER], api);
    expect(JSON.stringify(stage.upstream.seen.at(-1))).not.toContain('forged');
  });

  it('names nobody on a public route, whatever the client brought', async () => {
    const headers = await arrive(api, undefined, {}, '/public/a');
    const { payload } = await verify(headers[HEADER], api);
    expect([payload.sub, payload['client_id'], payload['scope']]).toEqual([undefined, undefined, undefined]);
  });

  it('says who acts for whom (RFC 8693 §4.1)', async () => {
    const service = await registerExchanger(stage);
    const { access_token } = await obtainTokens(stage, { scope: 'photos' });
    const { body } = await requestToken(stage, service, {
      grant_type: GRANT_TYPE,
      subject_token: access_token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      actor_token: await ownToken(service),
      actor_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    });
    const headers = await arrive(api, String(body['access_token']));
    const { payload } = await verify(headers[HEADER], api);
    expect(payload).toMatchObject({ sub: decodeJwt(access_token).sub, act: { sub: service.clientId } });
  });

  it('is not an access token of ours: no plane lets it in (RFC 8725 §3.11)', async () => {
    const assertion = String((await arrive(api))[HEADER]);
    expect((await call(stage, `${api.basePath}/photos`, assertion)).status).toBe(401);
    expect((await call(stage, '/flickr/any-token', assertion)).status).toBe(401);
    const introspected = await postForm(stage, '/oauth2/introspect', { token: assertion }, stage.printShop);
    expect(introspected.body).toEqual({ active: false });
    const { gatehouse } = stage;
    const authorization = `Bearer ${assertion}`;
    for (const url of [`${gatehouse.adminUrl}/api/apis`, `${gatehouse.authUrl}/oauth2/userinfo`]) {
      expect((await fetch(url, { headers: { authorization } })).status).toBe(401);
    }
  });

  it('an access token is not one', async () => {
    await expect(verify(stage.accessToken, api)).rejects.toThrow();
  });

  it('may stand in Authorization, for an audience that an operator names', async () => {
    const named = await publishIdentity({ kind: 'jwt', header: 'Authorization', audience: 'orders-service' });
    const { authorization } = await arrive(named);
    const [scheme, assertion] = String(authorization).split(' ');
    const { payload } = await verify(assertion, named);
    expect([scheme, payload.aud]).toEqual(['Bearer', 'orders-service']);
  });

  it('lives as long as an operator says, and no longer than what the caller came with', async () => {
    const short = await publishIdentity({ kind: 'jwt', lifetimeSeconds: 15 });
    const long = await publishIdentity({ kind: 'jwt', lifetimeSeconds: 3600 });
    const read = async (of: ApiDetail) => (await verify((await arrive(of))[HEADER], of)).payload;
    const brief = await read(short);
    expect(brief.exp! - brief.iat!).toBe(15);
    const accessToken = await obtainAccessToken(stage, stage.machine);
    const { payload } = await verify((await arrive(long, accessToken))[HEADER], long);
    expect(payload.exp! - payload.iat!).toBeGreaterThan(60);
    expect(payload.exp).toBeLessThanOrEqual(decodeJwt(accessToken).exp!);
  });

  it('its keys are read with GET alone', async () => {
    const { jwksUri } = api.assertion;
    const [answer, refused] = [await fetch(jwksUri), await fetch(jwksUri, { method: 'POST' })];
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/jwk-set+json']);
    expect(JSON.stringify(await answer.json())).not.toMatch(/"(d|p|q)":/);
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

const ownToken = async (client: Parameters<typeof requestToken>[1]): Promise<string> => {
  const { body } = await requestToken(stage, client, { grant_type: 'client_credentials', scope: 'photos' });
  return String(body['access_token']);
};

describe('passthrough', () => {
  it("passes the caller's access token on, once it was checked", async () => {
    const open = await publishIdentity({ kind: 'passthrough' });
    const accessToken = await obtainAccessToken(stage, stage.machine);
    expect((await arrive(open, accessToken))['authorization']).toBe(`Bearer ${accessToken}`);
    await get(stage, `${open.basePath}/public/a`, { authorization: 'Bearer unchecked' });
    expect(lastHeaders()['authorization']).toBeUndefined();
  });
});

describe('an identity that could be taken for another', () => {
  const refuse = async (identity: object, field: string): Promise<void> => {
    const { status, body } = await stage.admin.request<{ errors?: { field: string }[] }>(
      'POST',
      '/api/apis',
      {
        name: 'Refused',
        basePath: '/refused',
        targets: [{ url: stage.upstream.url }],
        routes: [],
        policies: { identity },
      },
    );
    expect([status, body.errors?.[0]?.field]).toEqual([400, field]);
  };

  it.each(['Host', 'X-Gatehouse-User', 'X-Forwarded-For', 'Content-Length', 'not a name'])(
    'is refused: in the header %s',
    (header) => refuse({ kind: 'jwt', header }, 'policies.identity.header'),
  );

  it('is refused: for the audience of access tokens, or of another API', async () => {
    const field = 'policies.identity.audience';
    await refuse({ kind: 'jwt', audience: `${stage.gatehouse.gatewayUrl}/refused` }, field);
    await refuse({ kind: 'jwt', audience: stage.api.audience }, field);
    await refuse({ kind: 'jwt', audience: api.assertion.audience }, field);
  });

  it.each([9, 3601, 'long'])('is refused: for %s seconds', (lifetimeSeconds) =>
    refuse({ kind: 'jwt', lifetimeSeconds }, 'policies.identity.lifetimeSeconds'),
  );
});
