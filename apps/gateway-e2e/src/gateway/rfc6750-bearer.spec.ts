import { obtainTokens } from '../fixtures/oauth.js';
import { registerClient } from '../fixtures/stage.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
  publish,
} from './gateway-stage.js';
import { buildRequest, sendRaw } from './raw-http.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);

interface Problem {
  readonly status: number;
  readonly detail: string;
  readonly error?: string;
  readonly requestId: string;
}

async function readRefusal(response: Response): Promise<Problem & { readonly challenge: string | null }> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  expect(problem.requestId).toBe(response.headers.get('x-request-id'));
  return { ...problem, challenge: response.headers.get('www-authenticate') };
}

describe('an access token that admits', () => {
  it('comes in the Authorization header, the scheme in any case (RFC 6750 §2.1)', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const headers = { authorization: `${scheme} ${stage.accessToken}` };
      expect(await call(stage, '/flickr/photos', undefined, { headers })).toMatchObject({ status: 200 });
    }
  });

  it.each(['jwt', 'opaque'] as const)('may be %s', async (accessTokenFormat) => {
    const client = await registerClient(stage.admin, { kind: 'machine', settings: { accessTokenFormat } });
    const accessToken = await obtainAccessToken(stage, client);
    expect(accessToken.includes('.')).toBe(accessTokenFormat === 'jwt');
    expect((await call(stage, '/flickr/photos', accessToken)).status).toBe(200);
    // Remembered now, and no less good.
    expect((await call(stage, '/flickr/photos', accessToken)).status).toBe(200);
  });

  it('may be of a person who consented', async () => {
    const { access_token } = await obtainTokens(stage);
    expect((await call(stage, '/flickr/photos', access_token)).status).toBe(200);
  });
});

describe('a request without credentials (RFC 6750 §3)', () => {
  it.each([
    ['nothing', {}],
    ['another scheme', { authorization: 'Basic dXNlcjpwYXNz' }],
  ])('gets a challenge without an error code: %s', async (_, headers) => {
    const response = await call(stage, '/flickr/photos', undefined, { headers });
    const { status, challenge, error } = await readRefusal(response);
    expect({ status, error }).toEqual({ status: 401, error: undefined });
    expect(challenge).toMatch(/^Bearer realm="Gatehouse", scope="photos", resource_metadata="[^"]+"$/);
  });
});

describe('a request that is malformed is answered 400 invalid_request (RFC 6750 §3.1)', () => {
  it.each(['Bearer', 'Bearer ', 'Bearer a b', 'Bearer =a', 'Bearer "quoted"', 'Bearer a,b'])(
    'credentials "%s"',
    async (authorization) => {
      const response = await call(stage, '/flickr/photos', undefined, { headers: { authorization } });
      expect(await readRefusal(response)).toMatchObject({ status: 400, error: 'invalid_request' });
    },
  );

  it('the header twice, though one of them is right', async () => {
    const line = `Authorization: Bearer ${stage.accessToken}`;
    for (const lines of [
      [line, line],
      [line, 'authorization: Bearer other'],
    ]) {
      const answer = await sendRaw(stage.gatehouse.gatewayUrl, buildRequest('/flickr/photos', lines));
      expect(answer.status).toBe(400);
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_request"');
    }
  });

  it('an access token in the address (§2.3), also beside a right one in the header', async () => {
    for (const accessToken of [undefined, stage.accessToken]) {
      const path = `/flickr/photos?size=1&access_token=${stage.accessToken}`;
      const refusal = await readRefusal(await call(stage, path, accessToken));
      expect(refusal).toMatchObject({ status: 400, error: 'invalid_request' });
      expect(refusal.detail).toContain('Authorization header');
    }
  });

  it('an access token in a form (§2.2) is not looked at: 401, as without credentials', async () => {
    const body = new URLSearchParams({ access_token: stage.accessToken });
    const response = await call(stage, '/flickr/photos', undefined, { method: 'POST', body });
    expect((await readRefusal(response)).status).toBe(401);
  });
});

describe('an access token that does not admit is answered 401 invalid_token (RFC 6750 §3.1)', () => {
  const tamper = (jwt: string, part: number, change: (text: string) => string): string =>
    jwt
      .split('.')
      .map((text, index) => (index === part ? change(text) : text))
      .join('.');
  const widen = (payload: string): string => {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return Buffer.from(JSON.stringify({ ...claims, scope: 'photos albums' })).toString('base64url');
  };
  const none = (): string => Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');

  it.each([
    ['unknown', () => 'unknown'],
    ['unknown, with dots', () => 'a.b.c'],
    ['a JWT with other claims', (jwt: string) => tamper(jwt, 1, widen)],
    ['a JWT without signature', (jwt: string) => tamper(jwt, 2, () => '')],
    ['a JWT of the algorithm none', (jwt: string) => tamper(tamper(jwt, 0, none), 2, () => '')],
    ['very long', () => 'a'.repeat(10_000)],
  ])('%s', async (_, make) => {
    const refusal = await readRefusal(await call(stage, '/flickr/photos', make(stage.accessToken)));
    expect(refusal).toMatchObject({ status: 401, error: 'invalid_token' });
    expect(refusal.challenge).toMatch(
      /^Bearer realm="Gatehouse", error="invalid_token", error_description="[^"\\]+", resource_metadata="[^"]+"$/,
    );
  });

  it('one for another API (RFC 9068 §4)', async () => {
    const basePath = '/elsewhere';
    await publish(stage, stage.upstream.url, { name: 'Elsewhere', basePath, audience: 'urn:elsewhere' });
    const refusal = await readRefusal(await call(stage, '/elsewhere/photos', stage.accessToken));
    expect(refusal).toMatchObject({ status: 401, error: 'invalid_token' });
  });

  it('a refresh token in its place', async () => {
    const { refresh_token } = await obtainTokens(stage);
    expect((await readRefusal(await call(stage, '/flickr/photos', refresh_token))).status).toBe(401);
  });
});

describe('scopes', () => {
  it.each([
    ['/photos', 200],
    ['/both', 403],
    ['/either', 200],
    ['/any-token', 200],
  ])('%s with the scope photos alone: %i', async (path, status) => {
    expect((await call(stage, `/flickr${path}`, stage.accessToken)).status).toBe(status);
  });

  it('that are missing are named: 403 insufficient_scope (RFC 6750 §3.1)', async () => {
    const refusal = await readRefusal(await call(stage, '/flickr/both', stage.accessToken));
    expect(refusal).toMatchObject({ status: 403, error: 'insufficient_scope' });
    expect(refusal.challenge).toContain('scope="photos albums"');
    const both = await obtainAccessToken(stage, stage.machine, 'photos albums');
    expect((await call(stage, '/flickr/both', both)).status).toBe(200);
  });

  it('are asked for by method and path: another method is another route', async () => {
    expect((await call(stage, '/flickr/photos', undefined, { method: 'DELETE' })).status).toBe(405);
  });
});

describe('a public route', () => {
  it('does not look at the access token, and does not pass it on', async () => {
    const response = await call(stage, '/flickr/public/a', 'rubbish');
    expect(response.status).toBe(200);
    expect(await response.json()).not.toHaveProperty('headers.authorization');
  });
});

it('no refusal reached the upstream', () => {
  const refused = stage.upstream.seen.filter(
    ({ url }) => url.includes('access_token') || url.includes('both'),
  );
  expect(refused.map(({ url }) => url)).toEqual(['/both']);
});
