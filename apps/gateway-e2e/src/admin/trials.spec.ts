import type {
  Addresses,
  ApplicationApi,
  ApplicationDetail,
  CallableApi,
  CreatedSecret,
  TrialAnswer,
  TrialCall,
} from '@gatehouse/dto';
import { openConsole } from '../fixtures/console.js';
import { basic } from '../fixtures/oauth.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { closeGatewayStage, publish, ROUTES } from '../gateway/gateway-stage.js';
import { startUpstream } from '../gateway/upstream.js';
import { type MembersStage, openMembersStage } from './members-stage.js';

interface Refusal {
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

let stage: MembersStage;
let addresses: Addresses;

beforeAll(async () => {
  stage = await openMembersStage();
  addresses = await stage.admin.get<Addresses>('/api/addresses');
});
afterAll(closeGatewayStage);

const run = (call: Partial<TrialCall>): Promise<TrialAnswer> =>
  stage.admin.post<TrialAnswer>('/api/trials', { method: 'GET', headers: [], ...call });

/** The token request of the machine, with a secret of its own or another one. */
const tokenCall = (secret = stage.machine.clientSecret ?? ''): Pick<TrialCall, keyof TrialCall> => ({
  method: 'POST',
  url: `${addresses.issuer}/oauth2/token`,
  headers: [
    { name: 'Authorization', value: basic(stage.machine.clientId, secret) },
    { name: 'Content-Type', value: 'application/x-www-form-urlencoded' },
  ],
  body: 'grant_type=client_credentials&scope=photos',
});

const bearer = (token: string): TrialCall['headers'] => [{ name: 'Authorization', value: `Bearer ${token}` }];

describe('a trial', () => {
  it('fetches an access token as the client, calls an API with it, and says what came back', async () => {
    const { response, problem } = await run(tokenCall());
    expect([response?.status, problem]).toEqual([200, null]);
    const { access_token: token } = JSON.parse(response?.body ?? '') as { access_token: string };
    const called = await run({
      method: 'POST',
      url: `${addresses.gatewayUrl}/flickr/photos?size=large`,
      headers: [...bearer(token), { name: 'content-type', value: 'application/json' }],
      body: '{"a":1}',
    });
    expect(called.response).toMatchObject({ status: 200, isText: true, isCut: false });
    expect(stage.upstream.seen.at(-1)).toMatchObject({
      method: 'POST',
      url: '/photos?size=large',
      body: '{"a":1}',
    });
    const wrong = await run(tokenCall('wrong'));
    expect(wrong.response).toMatchObject({ status: 401 });
    expect(wrong.response?.body).toContain('invalid_client');
    expect(stage.gatehouse.logs()).not.toContain(stage.machine.clientSecret);
  });

  it('reaches an API at a host of its own through the gateway, wherever that name leads', async () => {
    await publish(stage, stage.upstream.url, { name: 'Hosted', hosts: ['photos.invalid'], basePath: '/' });
    const { port } = new URL(addresses.gatewayUrl);
    const call = { headers: bearer(stage.accessToken) };
    const { response } = await run({ ...call, url: `http://photos.invalid:${port}/any-token` });
    expect(response?.status).toBe(401);
    expect(response?.body).toContain('for another API');
  });

  it('cuts a long answer, passes a redirect on as it is, and shows no bytes that are not text', async () => {
    const { upstream } = stage;
    const url = `${addresses.gatewayUrl}/flickr/public/x`;
    upstream.behaviour = (_, response) => response.end('x'.repeat(1_000_000));
    const long = (await run({ url })).response;
    expect([long?.isCut, long?.body.length]).toEqual([true, 262_144]);
    upstream.behaviour = (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
    const moved = (await run({ url })).response;
    expect(moved?.status).toBe(302);
    expect(moved?.headers.map(({ name }) => name)).toContain('location');
    upstream.behaviour = (_, response) =>
      response.writeHead(200, { 'content-type': 'image/png' }).end('\x89');
    expect((await run({ url })).response).toMatchObject({ isText: false, body: '' });
  });

  it('goes to no other place, method or header', async () => {
    const other = await startUpstream();
    const { issuer, gatewayUrl } = addresses;
    const { host, port } = new URL(gatewayUrl);
    const urls = [
      other.url,
      `${other.url}/oauth2/token`,
      stage.gatehouse.adminUrl,
      `${stage.gatehouse.adminUrl}/api/users`,
      `${issuer}/oauth2/authorize`,
      `${issuer}/`,
      `${issuer}/oauth2/jwks/../authorize`,
      `${issuer}@${new URL(other.url).host}/oauth2/jwks`,
      `http://${host}@127.0.0.1:${new URL(other.url).port}/flickr/photos`,
      `${gatewayUrl}/nothing/here`,
      `http://127.0.0.1:${port}/flickr/photos`,
      `http://elsewhere.invalid:${port}/flickr/photos`,
      'http://169.254.169.254/latest/meta-data',
      'file:///etc/passwd',
      '/oauth2/jwks',
    ];
    for (const url of urls) {
      const { status, body } = await stage.admin.request('POST', '/api/trials', { method: 'GET', url });
      expect({ url, status, field: (body as Refusal).errors[0]?.field }).toEqual({
        url,
        status: 400,
        field: 'url',
      });
    }
    expect(other.seen).toEqual([]);
    const jwks = { method: 'GET', url: `${issuer}/oauth2/jwks` };
    const refused: readonly [string, object][] = [
      ['method', { ...jwks, method: 'POST' }],
      ['method', { ...jwks, method: 'CONNECT' }],
      ['body', { ...jwks, body: 'x' }],
      ['body', { ...tokenCall(), body: 'x'.repeat(65_537) }],
      ['headers.0', { ...jwks, headers: [{ name: 'Host', value: 'elsewhere' }] }],
      ['headers.0', { ...jwks, headers: [{ name: 'X-Forwarded-For', value: '10.0.0.1' }] }],
      ['headers.0', { ...jwks, headers: [{ name: 'Accept', value: 'é' }] }],
      ['headers.1', { ...jwks, headers: [...bearer('a'), ...bearer('b')] }],
    ];
    for (const [field, call] of refused) {
      const { status, body } = await stage.admin.request('POST', '/api/trials', call);
      expect({ field, status, told: (body as Refusal).errors[0]?.field }).toEqual({
        field,
        status: 400,
        told: field,
      });
    }
  });

  it('has a secret of its own, which ends by itself and takes nothing from the client’s', async () => {
    const client = await registerClient(stage.admin, { kind: 'machine', name: 'Importer' });
    const secrets = `/api/applications/${client.applicationId}/clients/${client.clientId}/secrets`;
    const statusOf = async (secret = ''): Promise<number | undefined> => {
      const headers = [
        { name: 'authorization', value: basic(client.clientId, secret) },
        { name: 'content-type', value: 'application/x-www-form-urlencoded' },
      ];
      return (await run({ ...tokenCall(), headers })).response?.status;
    };
    const trial = await stage.admin.post<CreatedSecret>(secrets, { temporarySeconds: 60 });
    expect(trial.previousExpiresAt).toBeNull();
    expect([await statusOf(trial.clientSecret), await statusOf(client.clientSecret)]).toEqual([200, 200]);
    const [own, temporary] =
      (
        await stage.admin.get<ApplicationDetail>(`/api/applications/${client.applicationId}`)
      ).clients[0]?.secrets.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)) ?? [];
    expect(own?.expiresAt).toBeNull();
    expect(Date.parse(temporary?.expiresAt ?? '') - Date.parse(temporary?.createdAt ?? '')).toBeLessThan(
      70_000,
    );
    // A rotation keeps the one that was in use, not the newest.
    const next = await stage.admin.post<CreatedSecret>(secrets, { overlapSeconds: 600 });
    expect(
      await Promise.all([next.clientSecret, client.clientSecret, trial.clientSecret].map(statusOf)),
    ).toEqual([200, 200, 401]);
    expect((await stage.admin.request('POST', secrets, { temporarySeconds: 86_400 })).status).toBe(400);
  });

  it('is for operators: a viewer cannot run one', async () => {
    const person = { username: 'victor', password: 'correct horse battery staple' };
    await stage.admin.post('/api/users', { ...person, operatorRole: 'viewer' });
    const send = await openConsole(stage.gatehouse, person);
    expect((await send('POST', '/api/trials', tokenCall())).status).toBe(403);
  });
});

describe('a trial by a member', () => {
  const tokenOf = (clientId: string, form: Record<string, string> = {}): Partial<TrialCall> => ({
    method: 'POST',
    url: `${addresses.issuer}/oauth2/token`,
    headers: [{ name: 'Content-Type', value: 'application/x-www-form-urlencoded' }],
    body: new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, ...form }).toString(),
  });

  it('is of a client of an application that they manage', async () => {
    const { mia, vic, una, ours } = stage;
    const { applicationId, clientId } = ours.client;
    const call = { applicationId, ...tokenOf(clientId, { client_secret: 'wrong' }) };
    const told = await mia.send<TrialAnswer>('POST', '/api/trials', call);
    expect([told.status, told.body.response?.status]).toEqual([200, 401]);
    expect(told.body.response?.body).toContain('invalid_client');
    expect((await mia.send('GET', '/api/addresses')).body).toEqual(addresses);
    expect((await vic.send('POST', '/api/trials', call)).status).toBe(403);
    expect((await una.send('POST', '/api/trials', call)).status).toBe(403);
    const { applicationId: _, ...homeless } = call;
    expect(await mia.send('POST', '/api/trials', homeless)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'applicationId', message: 'Choose one of your applications.' }] },
    });
  });

  it('is of no other client, however it is named', async () => {
    const { mia, ours, theirs, machine } = stage;
    const { applicationId, clientId } = ours.client;
    const basicOf = ({ clientId: id, clientSecret = '' }: TestClient): TrialCall['headers'] => [
      { name: 'authorization', value: basic(id, clientSecret) },
    ];
    const assertion = `e30.${Buffer.from(JSON.stringify({ sub: machine.clientId })).toString('base64url')}.`;
    const calls: readonly Partial<TrialCall>[] = [
      tokenOf(theirs.client.clientId),
      { ...tokenOf(clientId), body: 'grant_type=client_credentials', headers: basicOf(theirs.client) },
      { ...tokenOf(clientId), headers: basicOf(machine) },
      tokenOf(clientId, { client_assertion: assertion }),
      { ...tokenOf(clientId), body: `client_id=${clientId}&client_id=${machine.clientId}` },
      { ...tokenOf(clientId), body: 'grant_type=client_credentials' },
      { ...tokenOf(machine.clientId), url: `${addresses.issuer}/oauth2/revoke?x` },
      { url: `${addresses.gatewayUrl}/flickr/photos`, headers: bearer(stage.accessToken) },
      { url: `${addresses.issuer}/oauth2/userinfo`, headers: bearer(stage.accessToken) },
    ];
    const seen = stage.upstream.seen.length;
    for (const call of calls) {
      const body = { method: 'GET', headers: [], ...call, applicationId };
      expect({ call, ...(await mia.send('POST', '/api/trials', body)) }).toMatchObject({ call, status: 403 });
    }
    expect(stage.upstream.seen).toHaveLength(seen);
    // An operator who says which application it is, is held to it too.
    expect((await stage.admin.request('POST', '/api/trials', { ...tokenCall(), applicationId })).status).toBe(
      403,
    );
  });

  it('calls what the application can call: routes of APIs of the catalogue, and no more of them', async () => {
    const { mia, ours, theirs, api } = stage;
    const path = `/api/applications/${ours.client.applicationId}/apis`;
    const seenBy = async (): Promise<readonly unknown[]> => [
      (await mia.send<readonly ApplicationApi[]>('GET', path)).body.map(({ id }) => id),
      (await mia.send('GET', `${path}/${api.id}`)).status,
    ];
    expect(await seenBy()).toEqual([[], 404]);
    const { version, name, basePath, targets } = api;
    const input = { version, name, basePath, targets, routes: ROUTES, policies: { isListed: true } };
    await stage.admin.put(`/api/apis/${api.id}`, input);
    expect(await seenBy()).toEqual([[api.id], 200]);
    const { body, text } = await mia.send<CallableApi>('GET', `${path}/${api.id}`);
    expect(body.routes[0]).toMatchObject({ methods: ['GET', 'POST'], path: '/photos', scopes: ['photos'] });
    expect(text).not.toContain(stage.upstream.url);
    const other = `/api/applications/${theirs.client.applicationId}/apis/${api.id}`;
    expect((await mia.send('GET', other)).status).toBe(404);
  });
});
