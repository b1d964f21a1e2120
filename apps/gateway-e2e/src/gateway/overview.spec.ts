import { randomUUID, X509Certificate } from 'node:crypto';
import type {
  ApiDetail,
  AttentionItem,
  AttentionList,
  DismissalList,
  SettingsDetail,
  TargetHealthList,
  TrafficSummary,
} from '@gatehouse/dto';
import { findFreePorts, letRunOut, runSql, startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { issueCertificate, makeAuthority } from '../fixtures/certificates.js';
import { obtainCode, requestToken } from '../fixtures/oauth.js';
import { listNodes } from '../fixtures/receipts.js';
import { registerClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage, publish } from './gateway-stage.js';

let stage: GatewayStage;
let ailing: ApiDetail;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);

const getSummary = (range = '1h'): Promise<TrafficSummary> =>
  stage.admin.get<TrafficSummary>(`/api/traffic/summary?range=${range}`);
const listAttention = async (): Promise<readonly AttentionItem[]> =>
  (await stage.admin.get<AttentionList>('/api/attention')).items;

describe('the summary of traffic', () => {
  it('has calls, refusals and access tokens over time, and what they belong to', async () => {
    for (const path of ['/flickr/photos', '/flickr/photos', '/flickr/both'])
      await call(stage, path, stage.accessToken);
    await call(stage, '/nowhere');
    await requestToken(stage, stage.machine, { grant_type: 'client_credentials', scope: 'no-such-scope' });
    await waitUntil('four calls and an error of the token endpoint', async () => {
      const { totals } = await getSummary();
      return totals.calls === 4 && totals.tokenErrors === 1;
    });
    const { points, totals, topApis, topApplications, topRefusals, before } = await getSummary();
    expect(points).toHaveLength(60);
    expect(points.reduce((all, { calls }) => all + calls, 0)).toBe(4);
    expect(totals).toMatchObject({ calls: 4, refused: 2, failed: 0 });
    expect(totals.p50).toBeGreaterThan(0);
    // With the one that this spec asks with.
    expect(totals.tokens).toBeGreaterThanOrEqual(2);
    expect(points.flatMap(({ tokens }) => Object.keys(tokens))).toContain('client_credentials');
    expect(topApis.items.map(({ name, calls, refused }) => [name, calls, refused])).toEqual([
      ['Flickr photos', 3, 1],
      [null, 1, 1],
    ]);
    expect(topApis.others).toBeNull();
    expect(topApplications.items[0]).toMatchObject({ name: 'Night job', calls: 3 });
    expect(topRefusals.items.map(({ id }) => id).sort()).toEqual(['access-token', 'api']);
    // Nobody counted then.
    expect(before).toBeNull();
  });

  it.each(['24h', '7d', '30d'])('says the same of %s', async (range) => {
    const { totals, points } = await getSummary(range);
    expect([totals.calls, points.at(-1)?.calls]).toEqual([4, 4]);
  });

  it('is not made over just any time', async () => {
    const { status, body } = await stage.admin.request<{ errors: { field: string }[] }>(
      'GET',
      '/api/traffic/summary?range=5y',
    );
    expect([status, body.errors.map(({ field }) => field)]).toEqual([400, ['range']]);
  });
});

describe('what needs attention', () => {
  it('is nothing in a Gatehouse where all is well', async () => {
    expect(await listAttention()).toEqual([]);
  });

  it('is the authorization server itself, where it has failed', async () => {
    const { databaseUrl } = stage.gatehouse;
    const { redemption } = await obtainCode(stage);
    await runSql(databaseUrl, 'ALTER TABLE authorization_codes RENAME TO not_there_for_a_while');
    const answer = await requestToken(stage, stage.printShop, redemption);
    await runSql(databaseUrl, 'ALTER TABLE not_there_for_a_while RENAME TO authorization_codes');
    expect(answer.status).toBe(500);
    await waitUntil('it to be told', async () => (await listAttention()).length > 0);
    expect(await listAttention()).toMatchObject([
      {
        kind: 'server-error',
        urgency: 'now',
        code: 'server-errors',
        values: { count: 1 },
        target: { page: 'errors' },
      },
    ]);
    await runSql(databaseUrl, 'DELETE FROM error_answers');
    expect(await listAttention()).toEqual([]);
  });

  it('says how early it tells of an end, as that is set', async () => {
    const getDays = async (): Promise<number> =>
      (await stage.admin.get<AttentionList>('/api/attention')).expiryWarningDays;
    expect(await getDays()).toBe(30);
    const { version } = await stage.admin.get<SettingsDetail>('/api/settings');
    const values = { GATEHOUSE_EXPIRY_WARNING_DAYS: 14 };
    await stage.admin.patch('/api/settings', { version, values });
    await waitUntil('the setting to be in force', async () => (await getDays()) === 14);
  });

  it('is an upstream that is ill, as every node sees it, and as the API tells it too', async () => {
    const [port = 0] = await findFreePorts(1);
    const healthCheck = { path: '/', intervalSeconds: 1, timeoutMs: 500, healthyAfter: 1, unhealthyAfter: 1 };
    const name = 'Broken photos';
    ailing = await publish(stage, `http://127.0.0.1:${port}`, {
      name,
      basePath: '/broken',
      policies: { healthCheck },
      routes: [{ methods: [], path: '/', access: 'public', scopes: [], scopeMatch: 'all' }],
    });
    await waitUntil('the target to be told as unhealthy', async () =>
      (await listAttention()).some(({ kind }) => kind === 'target'),
    );
    const list = await stage.admin.get<TargetHealthList>(`/api/apis/${ailing.id}/targets`);
    const [node] = await listNodes(stage.admin);
    expect(list.items).toMatchObject([
      { url: `http://127.0.0.1:${port}`, state: 'unhealthy', isChecked: true, node: { id: node?.id } },
    ]);
    const well = await stage.admin.get<TargetHealthList>(`/api/apis/${stage.api.id}/targets`);
    expect(well.items).toMatchObject([{ state: 'available', isChecked: false }]);
    expect(await listAttention()).toMatchObject([
      {
        kind: 'target',
        urgency: 'now',
        title: `Upstream of ${name}`,
        code: 'target-unhealthy',
        values: { api: name, url: `http://127.0.0.1:${port}`, count: 1 },
        target: { page: 'api', id: ailing.id },
      },
    ]);
  });

  it('is an API whose calls fail', async () => {
    expect((await call(stage, '/broken/')).status).toBeGreaterThanOrEqual(500);
    await waitUntil('the API to be told', async () =>
      (await listAttention()).some(
        ({ kind, detail }) => kind === 'failing-api' && detail.startsWith('1 of 1 call failed'),
      ),
    );
  });

  it('is a secret that ends, an API key that does, and a node that is not heard of', async () => {
    const { applicationId, clientId } = stage.machine;
    const path = `/api/applications/${applicationId}`;
    await stage.admin.post(`${path}/clients/${clientId}/secrets`, { overlapSeconds: 3600 });
    await stage.admin.post(`${path}/api-keys`, {
      name: 'Old script',
      expiresAt: new Date(Date.now() + 5 * 86_400_000).toISOString(),
    });
    // RFC 7517 §4.7: a key set may say the certificate of its key.
    const notAfter = new Date(Date.now() + 5 * 86_400_000);
    const { certificate } = await issueCertificate(await makeAuthority('CN=Robots'), 'CN=robot', {
      notAfter,
    });
    const x509 = new X509Certificate(certificate);
    const jwk = { ...x509.publicKey.export({ format: 'jwk' }), kid: 'r', x5c: [x509.raw.toString('base64')] };
    await registerClient(stage.admin, {
      kind: 'machine',
      name: 'Robot',
      settings: { tokenEndpointAuthMethod: 'private_key_jwt', jwks: { keys: [jwk] } },
    });
    const second = await startGatehouse({ database: stage.gatehouse.databaseUrl });
    await second.kill();
    await letRunOut(stage.gatehouse.databaseUrl, 'nodes', 'heard_at', '20 seconds');
    // What changes by the day is looked for once a minute.
    await stage.gatehouse.restart();
    await waitUntil('the node to be missed', async () =>
      (await listAttention()).some(({ kind }) => kind === 'node'),
    );
    const items = await listAttention();
    expect(items.find(({ kind }) => kind === 'secret')).toMatchObject({
      urgency: 'soon',
      title: 'Night job',
      detail: expect.stringContaining(`The old secret of ${clientId} ends on`) as string,
      code: 'old-secret-ends',
      values: { application: 'Night job', client: clientId, expiresAt: expect.any(String) as string },
      target: { page: 'application', id: applicationId },
    });
    expect(items.find(({ title }) => title === 'Robot')?.detail).toContain('CN=robot');
    expect(items.find(({ kind }) => kind === 'api-key')?.detail).toContain('"Old script" expires on');
    expect(items.map(({ urgency }) => urgency)).toEqual([...items.map(({ urgency }) => urgency)].sort());
  });

  it('and what was counted is there after a restart', async () => {
    expect((await getSummary()).totals).toMatchObject({ calls: 5, failed: 1 });
  });

  it('is nothing that a machine can put away, nor are there targets of an API that is not there', async () => {
    const put = await stage.admin.request('PUT', '/api/dismissals/message', {});
    expect(put.status).toBe(403);
    expect(await stage.admin.get<DismissalList>('/api/dismissals')).toEqual({ items: [] });
    const missing = await stage.admin.request('GET', `/api/apis/${randomUUID()}/targets`);
    expect(missing.status).toBe(404);
  });
});
