import { createPerson, registerClient } from '../fixtures/stage.js';
import { obtainTokens } from '../fixtures/oauth.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from '../gateway/gateway-stage.js';
import { callAtOnce, publishLimited, readItems, setSystemLimits } from './fixtures.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage({ env: { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1' } });
});
afterAll(closeGatewayStage);

const statusOf = async (path: string, token?: string, init?: RequestInit): Promise<number> => {
  const response = await call(stage, path, token, init);
  await response.arrayBuffer();
  return response.status;
};

describe('a rate limit on one node', () => {
  it('lets exactly as many of 1,000 calls at once through as it says', async () => {
    const { path } = await publishLimited(stage, {
      limits: { perApplication: [{ requests: 137, per: 'minute' }] },
    });
    const before = stage.upstream.seen.length;
    const statuses = await callAtOnce(1_000, () => call(stage, `${path}/photos`, stage.accessToken));
    expect(statuses).toEqual({ 200: 137, 429: 863 });
    expect(stage.upstream.seen.length - before).toBe(137);
  });

  it('tells callers, in answers and refusals, and the wait is honest (RFC 6585 §4, RFC 9110 §10.2.3)', async () => {
    const { path } = await publishLimited(stage, {
      limits: {
        perApplication: [
          { requests: 2, per: 'second' },
          { requests: 50, per: 'hour' },
        ],
      },
    });
    const first = await call(stage, `${path}/photos`, stage.accessToken);
    expect(readItems(first.headers.get('ratelimit-policy'))).toEqual([
      { name: 'api-application-second', parameters: { q: 2, w: 1 } },
      { name: 'api-application-hour', parameters: { q: 50, w: 3600 } },
    ]);
    const [told] = readItems(first.headers.get('ratelimit'));
    expect(told).toMatchObject({ name: 'api-application-second', parameters: { r: 1 } });

    let refused: Response | undefined;
    await waitUntil('a refusal', async () => {
      const response = await call(stage, `${path}/photos`, stage.accessToken);
      if (response.status === 429) refused = response;
      return refused !== undefined;
    });
    const refusedAt = performance.now();
    const wait = Number(refused?.headers.get('retry-after'));
    expect(readItems(refused?.headers.get('ratelimit') ?? null)).toEqual([
      { name: 'api-application-second', parameters: { r: 0, t: wait } },
    ]);
    expect(refused?.headers.get('content-type')).toBe('application/problem+json');
    expect(await refused?.json()).toMatchObject({
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      title: 'Too Many Requests',
      status: 429,
      'violated-policies': ['api-application-second'],
      detail: expect.stringMatching(
        /^This application may make 2 calls to "Limited \d+" in a second\. Try again in \d s\.$/,
      ),
    });
    // Whoever waits as long as they were told is let in.
    await waitUntil('the time that was told', () => performance.now() - refusedAt >= wait * 1_000);
    expect(await statusOf(`${path}/photos`, stage.accessToken)).toBe(200);
  });

  it("takes the place of the upstream's own RateLimit headers", async () => {
    const { path } = await publishLimited(stage, { limits: { total: [{ requests: 10, per: 'hour' }] } });
    const { behaviour } = stage.upstream;
    stage.upstream.behaviour = (_, response) =>
      response.writeHead(200, { ratelimit: '"theirs";r=1', 'content-length': 0 }).end();
    const response = await call(stage, `${path}/photos`, stage.accessToken);
    stage.upstream.behaviour = behaviour;
    expect(readItems(response.headers.get('ratelimit')).map(({ name }) => name)).toEqual(['api-total-hour']);
  });
});

describe('each is counted by itself', () => {
  it('applications', async () => {
    const { path } = await publishLimited(stage, {
      limits: { perApplication: [{ requests: 1, per: 'hour' }] },
    });
    const other = await obtainAccessToken(stage, await registerClient(stage.admin, { kind: 'machine' }));
    const inTurn = [stage.accessToken, other, stage.accessToken, other];
    const statuses = [];
    for (const token of inTurn) statuses.push(await statusOf(`${path}/photos`, token));
    expect(statuses).toEqual([200, 200, 429, 429]);
  });

  it('end users, through whichever application; a refused call takes nothing from the other limits', async () => {
    const { path } = await publishLimited(stage, {
      limits: { perUser: [{ requests: 1, per: 'hour' }], total: [{ requests: 3, per: 'hour' }] },
    });
    const ada = await obtainTokens(stage);
    const tokens = await Promise.all(
      ['bob', 'cyd', 'dan'].map(async (name) =>
        obtainTokens({ ...stage, ada: await createPerson(stage.admin, name) }),
      ),
    );
    const send = (token = ''): Promise<number> => statusOf(`${path}/photos`, token);
    expect(await send(ada.access_token)).toBe(200);
    for (let again = 0; again < 5; again += 1) expect(await send(ada.access_token)).toBe(429);
    const others = [];
    for (const { access_token } of tokens) others.push(await send(access_token));
    expect(others).toEqual([200, 200, 429]);
  });

  it('APIs', async () => {
    const limits = { total: [{ requests: 1, per: 'hour' as const }] };
    const [one, two] = [await publishLimited(stage, { limits }), await publishLimited(stage, { limits })];
    const statuses = [];
    for (const { path } of [one, two, one, two]) statuses.push(await statusOf(`${path}/public/a`));
    expect(statuses).toEqual([200, 200, 429, 429]);
  });

  it('addresses on public routes, an IPv6 one by its /64, as trusted proxies tell it', async () => {
    const { path } = await publishLimited(stage, { limits: { perAddress: [{ requests: 1, per: 'hour' }] } });
    const from = (address: string): Promise<number> =>
      statusOf(`${path}/public/a`, undefined, { headers: { 'x-forwarded-for': address } });
    const statuses = [];
    for (const address of [
      '192.0.2.1',
      '192.0.2.2',
      '198.51.100.9, 192.0.2.1',
      '2001:db8:1:2::1',
      '2001:db8:1:2:ffff::2',
      '2001:db8:1:3::1',
    ])
      statuses.push(await from(address));
    expect(statuses).toEqual([200, 200, 429, 200, 429, 200]);
  });
});

describe('limits of the gateway and of applications', () => {
  afterEach(() => setSystemLimits(stage.admin, {}));

  it('the system sets what every application may do in all; one application may have its own, also for one API', async () => {
    const [one, two] = [await publishLimited(stage, {}), await publishLimited(stage, {})];
    const big = await registerClient(stage.admin, { kind: 'machine', name: 'Big customer' });
    const bigToken = await obtainAccessToken(stage, big);
    const small = await obtainAccessToken(stage, await registerClient(stage.admin, { kind: 'machine' }));
    await setSystemLimits(stage.admin, { perApplication: [{ requests: 2, per: 'hour' }] });
    const address = `/api/limits/applications/${big.applicationId}`;
    expect(await stage.admin.get(address)).toEqual({ everywhere: null, apis: [], version: 0 });
    const saved = await stage.admin.put(address, {
      everywhere: [{ requests: 4, per: 'hour' }],
      apis: [{ apiId: two.id, limits: [{ requests: 1, per: 'hour' }] }],
      version: 0,
    });
    expect(saved).toMatchObject({
      version: 1,
      apis: [{ apiId: two.id, limits: [{ requests: 1, per: 'hour' }] }],
    });
    const send = async (token: string, ...paths: string[]): Promise<number[]> => {
      const statuses = [];
      for (const path of paths) statuses.push(await statusOf(`${path}/photos`, token));
      return statuses;
    };
    expect(await send(small, one.path, two.path, one.path)).toEqual([200, 200, 429]);
    expect(await send(bigToken, two.path, two.path, one.path, one.path, one.path, one.path)).toEqual([
      200, 429, 200, 200, 200, 429,
    ]);
    // Without its own again, it has used up what everybody may.
    await stage.admin.put(address, { everywhere: null, apis: [], version: 1 });
    expect(await send(bigToken, two.path)).toEqual([429]);
    await setSystemLimits(stage.admin, {});
    expect(await send(bigToken, two.path)).toEqual([200]);
  });

  it('what is wrong is told by field, and a stale change is refused', async () => {
    const { version } = await stage.admin.get<{ version: number }>('/api/limits');
    const bad = await stage.admin.request<{ errors: { field: string }[] }>('PUT', '/api/limits', {
      version,
      total: [{ requests: 0, per: 'minute' }],
      perUser: [
        { requests: 1, per: 'minute' },
        { requests: 2, per: 'minute' },
      ],
      perAddress: [{ requests: 1, per: 'fortnight' }],
    });
    expect([bad.status, bad.body.errors.map(({ field }) => field).toSorted()]).toEqual([
      400,
      ['perAddress.0.per', 'perUser', 'total.0.requests'],
    ]);
    const stale = await stage.admin.request('PUT', '/api/limits', { version: version - 1, total: [] });
    expect(stale.status).toBe(409);
    const address = `/api/limits/applications/${stage.machine.applicationId}`;
    const unknown = await stage.admin.request<{ errors: { field: string }[] }>('PUT', address, {
      apis: [{ apiId: '00000000-0000-4000-8000-000000000000', limits: [] }],
      version: 0,
    });
    expect([unknown.status, unknown.body.errors[0]?.field]).toEqual([400, 'apis.0.apiId']);
  });

  it('an API without limits is answered without RateLimit headers', async () => {
    const { path } = await publishLimited(stage, {});
    const response = await call(stage, `${path}/photos`, stage.accessToken);
    expect([response.status, response.headers.get('ratelimit')]).toEqual([200, null]);
  });
});
