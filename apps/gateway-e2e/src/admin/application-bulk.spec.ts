import type {
  ApplicationDetail,
  ApplicationEffects,
  ApplicationSelection,
  ApplicationSummary,
  ChangedApplications,
  Page,
} from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { obtainTokens } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { startUpstream, type Upstream } from '../gateway/upstream.js';

let stage: Stage;
let upstream: Upstream;
const machines: TestClient[] = [];

beforeAll(async () => {
  stage = await openStage();
  upstream = await startUpstream();
  for (const name of ['Bulk A', 'Bulk B', 'Bulk C', 'Bulk D'])
    machines.push(await registerClient(stage.admin, { name, kind: 'machine' }));
});
afterAll(async () => {
  await upstream?.close();
  await stopAllGatehouses();
});

const list = async (query: string): Promise<string[]> =>
  (await stage.admin.get<Page<ApplicationSummary>>(`/api/applications?${query}`)).items.map(
    ({ name }) => name,
  );
const select = (query: string): Promise<ApplicationSelection> =>
  stage.admin.get(`/api/applications/selection?${query}`);
const seen = async (query: string): Promise<{ id: string; version: number }[]> =>
  (await select(query)).items.map(({ id, version }) => ({ id, version }));
const change = async (action: string, applications: object[]): Promise<ChangedApplications> =>
  stage.admin.post('/api/applications/changes', { action, applications });
const outcomes = ({ results }: ChangedApplications): string[] => results.map(({ outcome }) => outcome);
const fetchToken = async ({ clientId, clientSecret = '' }: TestClient): Promise<number> => {
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  const url = `${stage.gatehouse.authUrl}/oauth2/token`;
  return (await fetch(url, { method: 'POST', headers: { authorization }, body })).status;
};

describe('the list of applications', () => {
  it('is filtered by kind and state, and sorted, on the server', async () => {
    expect(await list('search=bulk&kind=machine')).toEqual(['Bulk A', 'Bulk B', 'Bulk C', 'Bulk D']);
    expect(await list('search=bulk&kind=web')).toEqual([]);
    expect(await list('search=bulk&sort=created&direction=descending')).toEqual([
      'Bulk D',
      'Bulk C',
      'Bulk B',
      'Bulk A',
    ]);
    expect(await list('state=disabled')).toEqual([]);
    expect(await list('state=built-in')).toContain('Gatehouse console');
    expect((await stage.admin.request('GET', '/api/applications?sort=colour')).status).toBe(400);
    expect((await stage.admin.request('GET', '/api/applications?state=gone')).status).toBe(400);
  });

  it('finds an application by its publisher and by its client ID', async () => {
    const { applicationId, clientId } = stage.printShop;
    const { version } = await stage.admin.get<ApplicationDetail>(`/api/applications/${applicationId}`);
    await stage.admin.patch(`/api/applications/${applicationId}`, { version, publisher: 'Acme GmbH' });
    expect(await list('search=acme')).toEqual(['Print Shop']);
    expect(await list(`search=${clientId}`)).toEqual(['Print Shop']);
  });

  it('says when an application was last used, and sorts by it', async () => {
    await stage.admin.post('/api/apis', {
      name: 'Photos',
      basePath: '/photos',
      targets: [{ url: upstream.url }],
      routes: [{ methods: ['GET'], path: '/*', access: 'scopes', scopes: ['photos'] }],
    });
    const { access_token: token } = await obtainTokens(stage, { scope: 'photos' });
    const called = await fetch(`${stage.gatehouse.gatewayUrl}/photos/all`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(called.status).toBe(200);
    const find = async (): Promise<ApplicationDetail> =>
      stage.admin.get(`/api/applications/${stage.printShop.applicationId}`);
    await waitUntil('the use is written', async () => (await find()).lastUsedAt !== null);
    expect((await list('sort=lastUsed&direction=descending'))[0]).toBe('Print Shop');
    expect((await list('sort=lastUsed')).at(-1)).toBe('Print Shop');
    const effects = { ids: [stage.printShop.applicationId, machines[0]?.applicationId] };
    expect(await stage.admin.post<ApplicationEffects>('/api/applications/effects', effects)).toEqual({
      applications: 2,
      clients: 2,
      apiKeys: 0,
      authorizations: 1,
      callsLastDay: 1,
    });
  });
});

describe('many applications at a time', () => {
  it('are selected by a search, without what is part of Gatehouse', async () => {
    expect(await select('search=bulk')).toMatchObject({ total: 4, items: [{ name: 'Bulk A' }, {}, {}, {}] });
    expect((await select('search=gatehouse')).items).toEqual([]);
  });

  it('are disabled at once, each for itself: what was changed meanwhile is left, and told', async () => {
    const before = await seen('search=bulk');
    const [stale] = before;
    const path = `/api/applications/${stale?.id}`;
    await stage.admin.patch(path, { version: stale?.version, description: 'Somebody else was here' });
    const { items: builtIn } = await stage.admin.get<Page<ApplicationSummary>>(
      '/api/applications?state=built-in',
    );
    const nobody = { id: '00000000-0000-4000-8000-000000000000', version: 1 };
    const own = builtIn.slice(0, 1).map(({ id, version }) => ({ id, version }));
    const answer = await stage.admin.request<ChangedApplications>('POST', '/api/applications/changes', {
      action: 'disable',
      applications: [...before, nobody, ...own],
    });
    expect(outcomes(answer.body)).toEqual(['stale', 'done', 'done', 'done', 'gone', 'built-in']);
    expect(answer.body.results[0]?.name).toBe('Bulk A');
    expect(await Promise.all(machines.map(fetchToken))).toEqual([200, 401, 401, 401]);
    expect(before.map(({ id }) => id)).toContain(answer.body.receiptOf);
    expect(Number(answer.headers.get('gatehouse-epoch'))).toBeGreaterThan(0);
    expect(await list('search=bulk&state=disabled')).toEqual(['Bulk B', 'Bulk C', 'Bulk D']);
  });

  it('are enabled again; those that are already are the same', async () => {
    const answer = await change('enable', await seen('search=bulk'));
    expect(outcomes(answer)).toEqual(['same', 'done', 'done', 'done']);
    expect(answer.receiptOf).toBeNull();
    expect(await Promise.all(machines.map(fetchToken))).toEqual([200, 200, 200, 200]);
  });

  it('are deleted only as they were seen', async () => {
    const [a, b, ...others] = await seen('search=bulk');
    const answer = await change('delete', [{ ...a, version: 99 }, b ?? {}]);
    expect(outcomes(answer)).toEqual(['stale', 'done']);
    expect(answer.results[1]?.name).toBe('Bulk B');
    expect(answer.receiptOf).toBe(b?.id);
    expect(await list('search=bulk')).toEqual(['Bulk A', 'Bulk C', 'Bulk D']);
    expect(outcomes(await change('delete', [b ?? {}, ...others]))).toEqual(['gone', 'done', 'done']);
  });

  it.each([
    [
      'an unknown action',
      { action: 'paint', applications: [{ id: crypto.randomUUID(), version: 1 }] },
      'action',
    ],
    ['nothing', { action: 'disable', applications: [] }, 'applications'],
    [
      'no version',
      { action: 'disable', applications: [{ id: crypto.randomUUID() }] },
      'applications.0.version',
    ],
    [
      'more than a thousand',
      {
        action: 'disable',
        applications: Array.from({ length: 1001 }, () => ({ id: crypto.randomUUID(), version: 1 })),
      },
      'applications',
    ],
  ])('are refused with %s', async (_, body, field) => {
    const answer = await stage.admin.request<{ errors?: { field: string }[] }>(
      'POST',
      '/api/applications/changes',
      body,
    );
    expect(answer.status).toBe(400);
    expect((answer.body.errors ?? []).map((error) => error.field)).toContain(field);
  });
});
