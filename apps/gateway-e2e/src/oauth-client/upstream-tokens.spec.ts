import type { ProviderDetail, ProviderTest } from '@gatehouse/dto';
import { startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { PRIVATE_ADDRESSES } from '../fixtures/assertions.js';
import type { OutsideProvider } from '../fixtures/outside-provider.js';
import { openStage, type Stage } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { call } from '../gateway/gateway-stage.js';
import { stopAllUpstreams, type Upstream } from '../gateway/upstream.js';
import {
  addProvider,
  describeProvider,
  lastToken,
  MACHINE,
  publishFor,
  SECRET,
  startProtectedUpstream,
  startProvider,
} from './fixtures.js';

let stage: Stage;
let outside: OutsideProvider;
let upstream: Upstream;
const providers: OutsideProvider[] = [];

/** A provider of a test's own. */
async function start(
  options: Parameters<typeof startProvider>[0] = {},
): Promise<[OutsideProvider, Upstream]> {
  const started = await startProvider(options);
  providers.push(started);
  return [started, await startProtectedUpstream(started)];
}

beforeAll(async () => {
  stage = await openStage(PRIVATE_ADDRESSES);
  [outside, upstream] = await start({
    clients: () => [
      MACHINE,
      { ...MACHINE, client_id: 'narrow', scope: 'openid' },
      { ...MACHINE, client_id: 'poster', token_endpoint_auth_method: 'client_secret_post' },
      {
        ...MACHINE,
        client_id: 'connector',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [`${stage.gatehouse.adminUrl}/providers/callback`],
        response_types: ['code'],
      },
    ],
  });
});
afterAll(async () => {
  for (const provider of providers) provider.close();
  stopAllUpstreams();
  await stopAllGatehouses();
});

const get = (id: string): Promise<ProviderDetail> => stage.admin.get(`/api/providers/${id}`);

describe("an access token of the gateway's own", () => {
  it.each([
    ['client_secret_basic', {}],
    ['client_secret_post', { clientId: 'poster', authenticationMethod: 'client_secret_post' }],
  ] as const)(
    "is fetched by %s, takes the place of the caller's, and is fetched once",
    async (_, changes) => {
      const { id } = await addProvider(stage, outside, changes);
      const { basePath } = await publishFor(stage, upstream, id);
      const before = outside.tokenRequests.length;
      const responses = await Promise.all(
        [1, 2, 3, 4].map(() => call(stage, `${basePath}/a`, 'the-callers-own')),
      );
      expect((await get(id)).status).toMatchObject({ state: 'ready', error: null });
      expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(await outside.isAccessToken(lastToken(upstream))).toBe(true);
      expect(outside.tokenRequests.length - before).toBe(1);
      expect((await get(id)).status).toMatchObject({ state: 'ready', error: null });
    },
  );

  it('is not sent where no provider is attached', async () => {
    const { basePath } = await publishFor(stage, upstream, null);
    const response = await call(stage, `${basePath}/a`, 'the-callers-own');
    expect(response.status).toBe(401);
  });

  it('and every secret of it is sealed in the database, and in no answer and no log line', async () => {
    const { id } = await addProvider(stage, outside);
    const { basePath } = await publishFor(stage, upstream, id);
    await call(stage, `${basePath}/a`);
    const said = JSON.stringify(await get(id)) + stage.gatehouse.logs();
    expect(said).not.toContain(SECRET);
    expect(said).not.toContain(lastToken(upstream));
  });

  it('outlives a restart, without the provider', async () => {
    const { id } = await addProvider(stage, outside);
    const { basePath } = await publishFor(stage, upstream, id);
    await call(stage, `${basePath}/a`);
    const token = lastToken(upstream);
    await stage.gatehouse.restart();
    outside.isDown = true;
    expect((await call(stage, `${basePath}/a`)).status).toBe(200);
    outside.isDown = false;
    expect(lastToken(upstream)).toBe(token);
  });

  it('is fetched by one of two nodes, and sent by both', async () => {
    const { id } = await addProvider(stage, outside);
    const { basePath } = await publishFor(stage, upstream, id);
    const other = await startGatehouse({
      ...PRIVATE_ADDRESSES,
      roles: ['gateway'],
      database: stage.gatehouse.databaseUrl,
    });
    await stage.admin.put(`/api/providers/${id}`, { ...(await renewed(id)), scopes: ['photos'] });
    const before = outside.tokenRequests.length;
    const calls = [stage.gatehouse, other].flatMap((gatehouse) =>
      [1, 2, 3].map(() => call({ gatehouse }, `${basePath}/a`)),
    );
    for (const { status } of await Promise.all(calls)) expect(status).toBe(200);
    expect(outside.tokenRequests.length - before).toBe(1);
    await other.stop();
  });
});

/** A provider as it could be sent back, without its secrets. */
async function renewed(id: string): Promise<ReturnType<typeof describeProvider> & { version: number }> {
  const { name, version } = await get(id);
  const { clientSecret: _, ...input } = describeProvider(outside, { name });
  return { ...input, version };
}

describe('an access token that ends', () => {
  it('is fetched anew ahead of its expiry, without a call that waits', async () => {
    const [shortLived, service] = await start({ accessTokenSeconds: 4 });
    const { id } = await addProvider(stage, shortLived);
    const { basePath } = await publishFor(stage, service, id);
    expect((await call(stage, `${basePath}/a`)).status).toBe(200);
    const first = lastToken(service);
    await waitUntil('the next one was fetched', () => shortLived.tokenRequests.length >= 2);
    await waitUntil('it is sent', async () => {
      expect((await call(stage, `${basePath}/a`)).status).toBe(200);
      return lastToken(service) !== first;
    });
  });

  it('at the upstream already: is fetched anew once, and a safe request repeated', async () => {
    const [own, service] = await start();
    const { id } = await addProvider(stage, own);
    const { basePath } = await publishFor(stage, service, id);
    await call(stage, `${basePath}/a`);
    const refused = lastToken(service);
    const behaviour = service.behaviour;
    service.behaviour = (request, response) => {
      if (request.headers.authorization === `Bearer ${refused}`) response.writeHead(401).end();
      else behaviour(request, response);
    };
    expect((await call(stage, `${basePath}/a`)).status).toBe(200);
    expect(own.tokenRequests).toHaveLength(2);
    expect(lastToken(service)).not.toBe(refused);
  });

  it('does not make a request come twice that may change something, and 401 stays between gateway and upstream', async () => {
    const [own, service] = await start();
    const { id } = await addProvider(stage, own);
    const { basePath } = await publishFor(stage, service, id);
    let calls = 0;
    service.behaviour = (_, response) => {
      calls += 1;
      response.writeHead(401, { 'WWW-Authenticate': 'Bearer realm="inside"' }).end('inside');
    };
    const response = await call(stage, `${basePath}/a`, undefined, { method: 'POST', body: 'x' });
    expect(response.status).toBe(502);
    expect(response.headers.get('www-authenticate')).toBeNull();
    expect(await response.text()).not.toContain('inside');
    expect(calls).toBe(1);
    // Whatever comes now, the provider is not asked with every call.
    for (let round = 0; round < 3; round += 1) await call(stage, `${basePath}/a`);
    expect(own.tokenRequests).toHaveLength(2);
  });
});

describe('a provider that gives none', () => {
  it('costs callers a 503 that says nothing of it, is left alone for a while, and is found again', async () => {
    const [own, service] = await start();
    const { id } = await addProvider(stage, own);
    const { basePath } = await publishFor(stage, service, id);
    own.isDown = true;
    const response = await call(stage, `${basePath}/a`);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.text()).not.toMatch(/provider|token|127\.0\.0\.1|Partner \d/);
    expect(service.seen).toHaveLength(0);
    const { status } = await get(id);
    expect(status).toMatchObject({ state: 'failing', error: expect.stringContaining('cannot be reached') });
    own.isDown = false;
    await waitUntil('it is back', async () => (await call(stage, `${basePath}/a`)).status === 200);
    expect((await get(id)).status).toMatchObject({ state: 'ready', error: null, failures: 0 });
  });

  it.each([
    ['invalid_client', { clientSecret: 'wrong' }, /client ID or its credentials/],
    ['invalid_scope', { clientId: 'narrow', scopes: ['photos'] }, /scopes/],
    [
      'invalid_grant',
      { clientId: 'connector', flow: 'refresh_token', refreshToken: 'gone' },
      /Enter a new one/,
    ],
  ] as const)('says %s: the operator reads what to do', async (_, changes, words) => {
    const { id } = await addProvider(stage, outside, {
      ...changes,
      scopes: 'scopes' in changes ? Array.from(changes.scopes) : [],
    });
    const test = await stage.admin.post<ProviderTest>(`/api/providers/${id}/test`, {});
    expect(test).toMatchObject({ isFetched: false, explanation: expect.stringMatching(words) });
  });

  it('answers something else than OAuth: the operator reads so', async () => {
    const [own] = await start();
    const { id } = await addProvider(stage, own);
    own.intercept = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Welcome</h1>');
      return true;
    };
    const test = await stage.admin.post<ProviderTest>(`/api/providers/${id}/test`, {});
    expect(test.isFetched).toBe(false);
    expect(test.explanation).toMatch(/not OAuth|not what it must be/);
  });
});
