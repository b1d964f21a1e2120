import type { ApiCaller, ApiCallersOverview, ApiDetail, Page, RouteInput } from '@gatehouse/dto';
import { obtainTokens, requestToken } from '../fixtures/oauth.js';
import { type OutsideIssuer, startOutsideIssuer } from '../fixtures/outside-issuer.js';
import { makeIdentity } from '../fixtures/saml.js';
import { registerClient, setEnabled, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { changeKey, get, makeKey, publishWith } from './credentials.js';
import { closeGatewayStage, type GatewayStage, openGatewayStage, ROUTES } from './gateway-stage.js';
import { registerIssuer } from './outside-stage.js';

const HEADER = 'x-client-certificate';

/** An application, and the strongest credential that it can get for an API; undefined: none. */
interface Kind {
  readonly name: string;
  readonly applicationId: string;
  readonly prove: (api: ApiDetail) => Promise<Record<string, string> | undefined>;
}

const signedIn = (path: string, changes: Partial<RouteInput>): RouteInput => ({
  methods: [],
  path,
  access: 'authenticated',
  scopes: [],
  scopeMatch: 'all',
  ...changes,
});

let stage: GatewayStage;
let outside: OutsideIssuer;
let open: ApiDetail;
let listed: ApiDetail;
const kinds: Kind[] = [];

const bearer = (token: unknown): Record<string, string> => ({ authorization: `Bearer ${String(token)}` });

/** What a machine gets for all that it may have, or for one API by its name (RFC 8707 §2). */
const proveMachine =
  (client: TestClient, scopes: readonly string[], namesApi = false) =>
  async ({ audience }: ApiDetail): Promise<Record<string, string> | undefined> => {
    const { status, body } = await requestToken(stage, client, {
      grant_type: 'client_credentials',
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
      ...(namesApi && { resource: audience }),
    });
    return status === 200 ? bearer(body['access_token']) : undefined;
  };

async function addMachine(name: string, scopes: readonly string[]): Promise<TestClient> {
  const client = await registerClient(stage.admin, { kind: 'machine', name, allowedScopes: [...scopes] });
  kinds.push({ name, applicationId: client.applicationId, prove: proveMachine(client, scopes) });
  return client;
}

async function addKey(name: string, scopes: readonly string[], enabled = true): Promise<void> {
  const { applicationId } = await registerClient(stage.admin, { kind: 'machine', name, allowedScopes: [] });
  const created = await makeKey(stage, applicationId, { scopes: [...scopes] });
  if (!enabled) await changeKey(stage, created.apiKey, { enabled: false });
  kinds.push({ name, applicationId, prove: () => Promise.resolve({ 'x-api-key': created.key }) });
}

/** Ada's: whatever she allows it. */
function addPrintShop(): void {
  const { applicationId } = stage.printShop;
  const prove = async (): Promise<Record<string, string>> =>
    bearer((await obtainTokens(stage, { scope: 'photos albums prints' })).access_token);
  kinds.push({ name: 'Print Shop', applicationId, prove });
}

async function addCertificates(): Promise<void> {
  for (const kind of ['machine', 'web'] as const) {
    const { cert } = await makeIdentity();
    const name = `Certificate of a ${kind}`;
    const { applicationId } = await registerClient(stage.admin, {
      kind,
      name,
      allowedScopes: ['photos'],
      settings: { tokenEndpointAuthMethod: 'self_signed_tls_client_auth', certificates: [cert] },
    });
    // What the web site gets are access tokens, once a person has agreed: its certificate opens nothing.
    if (kind === 'machine')
      kinds.push({
        name,
        applicationId,
        prove: () => Promise.resolve({ [HEADER]: encodeURIComponent(cert) }),
      });
  }
}

async function addOutsider(): Promise<string> {
  outside = await startOutsideIssuer('https://their.example/');
  const name = 'Outside client';
  const { applicationId } = await registerClient(stage.admin, { kind: 'machine', name, allowedScopes: [] });
  const { id } = await registerIssuer(stage, {
    issuer: outside.issuer,
    audience: 'listed',
    audiences: ['https://their.example/'],
    allowedScopes: ['photos'],
    renamedScopes: [{ outside: 'their-albums', scope: 'albums' }],
    acceptsUnmapped: true,
    clients: [{ clientId: 'their-client', applicationId }],
  });
  kinds.push({
    name,
    applicationId,
    prove: async () => bearer(await outside.sign({ scope: 'photos their-albums' })),
  });
  return id;
}

async function addDisabled(): Promise<void> {
  await setEnabled(stage, await addMachine('Disabled application', ['photos']), false);
  const client = await addMachine('Disabled client', ['photos']);
  const path = `/api/applications/${client.applicationId}`;
  const { clients } = await stage.admin.get<{ clients: { version: number }[] }>(path);
  await stage.admin.patch(`${path}/clients/${client.clientId}`, {
    version: clients[0]?.version,
    enabled: false,
  });
}

beforeAll(async () => {
  const env = {
    GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1,::1',
    GATEHOUSE_CLIENT_CERTIFICATE_HEADER: HEADER,
    GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true',
  };
  stage = await openGatewayStage({ env });
  const issuerId = await addOutsider();
  const routes = [
    ...ROUTES,
    signedIn('/signed-in', { acr: 'urn:gatehouse:acr:pwd' }),
    signedIn('/lately', { access: 'scopes', scopes: ['photos'], maxAgeSeconds: 3600 }),
  ];
  const credentials = { accessTokens: true, apiKeys: {}, clientCertificates: true };
  const callers = { access: 'everyone' as const, applicationIds: [], outsideIssuerIds: [issuerId] };
  open = await publishWith(stage, { routes, policies: { credentials }, callers });
  addPrintShop();
  await addMachine('Photos', ['photos']);
  await addMachine('Photos and albums', ['photos', 'albums']);
  await addMachine('Prints', ['prints']);
  await addMachine('Nothing', []);
  await addDisabled();
  await addKey('Key for photos', ['photos']);
  await addKey('Key for nothing', []);
  await addKey('Key that is off', ['photos'], false);
  await addCertificates();
  const named = await registerClient(stage.admin, {
    kind: 'machine',
    name: 'Names the API',
    allowedScopes: [],
    settings: { resources: [open.audience] },
  });
  kinds.push({
    name: 'Names the API',
    applicationId: named.applicationId,
    prove: proveMachine(named, [], true),
  });
  listed = await publishWith(stage, {
    routes,
    policies: { credentials: { clientCertificates: true } },
    callers: {
      access: 'listed',
      applicationIds: kinds.filter((_, index) => index % 2 === 1).map(({ applicationId }) => applicationId),
    },
  });
});
afterAll(async () => {
  outside.stop();
  await closeGatewayStage();
});

const list = (api: ApiDetail, query = ''): Promise<Page<ApiCaller>> =>
  stage.admin.get(`/api/apis/${api.id}/callers?pageSize=200${query}`);

/** What the gateway does: the paths of the routes that let each one in. */
async function callAll(api: ApiDetail): Promise<Record<string, string[]>> {
  const opened: Record<string, string[]> = {};
  for (const { name, prove } of kinds) {
    const headers = await prove(api);
    const statuses = await Promise.all(
      api.routes.map(
        async ({ path }) => (await get(stage, api.basePath + path.replace('*', 'a'), headers)).status,
      ),
    );
    const isLetIn = (index: number): boolean =>
      statuses[index] === 200 && (headers !== undefined || api.routes[index]?.access === 'public');
    opened[name] = api.routes.filter((_, index) => isLetIn(index)).map(({ path }) => path);
  }
  return opened;
}

/** What is said of it, by the question about each single route. */
async function askAll(api: ApiDetail): Promise<Record<string, string[]>> {
  const opened: Record<string, string[]> = Object.fromEntries(kinds.map(({ name }) => [name, []]));
  for (const { id, path } of api.routes) {
    const { items } = await list(api, `&route=${id}&state=can`);
    for (const { name } of items) opened[name]?.push(path);
  }
  return opened;
}

it.each([
  ['open to every application', () => open],
  ['for some applications alone', () => listed],
])('an API %s: what is said of who can call is what the gateway does', async (_, find) => {
  const [api, done] = [find(), await callAll(find())];
  expect(await askAll(api)).toEqual(done);
  // Something is let in and something is kept out of every route that is not public.
  for (const { path, access } of api.routes) {
    const count = Object.values(done).filter((paths) => paths.includes(path)).length;
    expect(count).toBeGreaterThan(0);
    if (access !== 'public') expect(count).toBeLessThan(kinds.length);
  }
});

it.each([
  ['open', () => open],
  ['listed', () => listed],
])('the database finds whom the checks of the gateway let in: %s', async (_, find) => {
  const api = find();
  for (const route of [
    '',
    ...api.routes.filter(({ access }) => access !== 'public').map(({ id }) => `&route=${id}`),
  ]) {
    const { items, total } = await list(api, route);
    expect(total).toBeGreaterThanOrEqual(kinds.length);
    for (const { name, canCall, openRoutes, reasons, ways } of items) {
      expect([name, canCall]).toEqual([name, openRoutes > 0]);
      if (!canCall) expect([...reasons, ...ways.flatMap((way) => way.reasons)]).not.toEqual([]);
    }
    const can = await list(api, `${route}&state=can`);
    const cannot = await list(api, `${route}&state=cannot`);
    expect(can.items.every(({ canCall }) => canCall)).toBe(true);
    expect(cannot.items.some(({ canCall }) => canCall)).toBe(false);
    expect(can.total + cannot.total).toBe(total);
  }
});

it('says which scope is missing, and what else', async () => {
  const both = open.routes.find(({ path }) => path === '/both');
  const { items } = await list(open, `&route=${both?.id}`);
  const reasonsOf = (name: string): unknown => {
    const found = items.find((item) => item.name === name);
    return [...(found?.reasons ?? []), ...(found?.ways ?? []).flatMap(({ reasons }) => reasons)].map(
      ({ code, scopes }) => [code, ...scopes].join(' '),
    );
  };
  expect(reasonsOf('Photos')).toEqual(['all-scopes albums']);
  expect(reasonsOf('Photos and albums')).toEqual([]);
  expect(reasonsOf('Disabled application')).toEqual(['application-disabled']);
  expect(reasonsOf('Disabled client')).toEqual(['client-disabled']);
  expect(reasonsOf('Key that is off')).toContain('key-disabled');
  expect(reasonsOf('Certificate of a web')).toContain('no-grant');
  const { items: others } = await list(listed, '&state=cannot&search=Photos');
  expect(others.map(({ name, reasons }) => [name, reasons.map(({ code }) => code)])).toContainEqual([
    expect.stringContaining('Photos'),
    ['not-listed'],
  ]);
});

it('tells who called of late, whether or not they still can', async () => {
  await waitUntil('the calls to be counted', async () => (await list(open, '&state=called')).total >= 6);
  const { items } = await list(open, '&state=called&sort=lastCall&direction=descending');
  const names = items.map(({ name }) => name);
  expect([names.includes('Outside client'), names.includes('Disabled client')]).toEqual([true, false]);
  expect(items.every(({ lastCallAt }) => lastCallAt !== null)).toBe(true);
});

it('tells of whoever needs no application, and of an API that is off', async () => {
  const describe = (api: ApiDetail): Promise<ApiCallersOverview> =>
    stage.admin.get(`/api/apis/${api.id}/callers/overview`);
  const stranger = bearer(await outside.sign({ client_id: 'stranger', scope: 'photos' }));
  expect((await get(stage, `${open.basePath}/photos`, stranger)).status).toBe(200);
  expect(await describe(open)).toMatchObject({
    enabled: true,
    publicRoutes: 1,
    routes: open.routes.length - 1,
    unregistered: [{ name: outside.issuer, openRoutes: 6 }],
  });
  const off = await publishWith(stage, { enabled: false });
  expect(await describe(off)).toMatchObject({ enabled: false });
  expect((await list(off, '&state=can')).total).toBe(0);
});

it.each([
  ['route=6e8bc430-9c3a-4d9c-8c6d-1d1d1d1d1d1d', 404],
  ['state=perhaps', 400],
])('does not know %s', async (query, status) => {
  const answer = await stage.admin.request('GET', `/api/apis/${open.id}/callers?${query}`);
  expect(answer.status).toBe(status);
});
