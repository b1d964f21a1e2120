import type { ApiDetail, ApiInput, ApisImportResult, ApiSummary, Page, RouteInput } from '@gatehouse/dto';
import { parse } from 'yaml';
import { issueCertificate, makeAuthority } from '../fixtures/certificates.js';
import { openStage, registerClient, type Stage } from '../fixtures/stage.js';
import { closeGatewayStage, publish } from './gateway-stage.js';
import { startUpstream, type Upstream } from './upstream.js';

let here: Stage;
let there: Stage;
let upstream: Upstream;

beforeAll(async () => {
  [here, there, upstream] = await Promise.all([openStage(), openStage(), startUpstream()]);
});
afterAll(closeGatewayStage);

const route = (path: string, changes: Partial<RouteInput> = {}): RouteInput => ({
  methods: [],
  path,
  access: 'public',
  scopes: [],
  scopeMatch: 'all',
  ...changes,
});

async function exportFrom({ gatehouse, admin }: Stage, query = ''): Promise<Response> {
  return fetch(`${gatehouse.adminUrl}/api/apis/export${query}`, {
    headers: { authorization: `Bearer ${await admin.getAccessToken()}` },
  });
}
const importTo = <T = ApisImportResult>({ admin }: Stage, body: object) =>
  admin.request<T>('POST', '/api/apis/import', body);
interface Refused {
  readonly detail: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}
const states = ({ apis }: ApisImportResult): readonly (readonly string[])[] =>
  apis.map(({ key, state, fields }) => [key, state, ...fields]);

/** What the API says, without where it is stored. */
const toContent = ({
  id: _,
  version: _v,
  createdAt: _c,
  updatedAt: _u,
  fileKey: _k,
  assertion: _a,
  ...api
}: ApiDetail) => ({
  ...api,
  callers: api.callers.access,
  audience: new URL(api.audience).pathname,
  routes: api.routes.map(({ id: _id, ...said }) => said),
});
const findApi = async ({ admin }: Stage, search: string): Promise<ApiDetail> => {
  const { items } = await admin.get<Page<ApiSummary>>(`/api/apis?search=${search}`);
  const [found] = items;
  if (found === undefined) throw new Error(`there is no API ${search}`);
  return admin.get<ApiDetail>(`/api/apis/${found.id}`);
};

/** An API about which much is said. */
const rich = (applicationIds: string[]): Partial<ApiInput> => ({
  name: 'Rich',
  basePath: '/rich',
  description: 'All: that "YAML" could #misread',
  targets: [{ url: upstream.url, weight: 3 }, { url: `${upstream.url}/other` }],
  callers: { access: 'listed', applicationIds },
  policies: {
    retries: 2,
    circuitBreaker: null,
    cors: { origins: ['https://app.example'] },
    maxPendingCalls: 7,
    transforms: { response: [{ operation: 'set', name: 'X-From', value: 'there' }] },
  },
  routes: [
    route('/teapot', { fixedResponse: { status: 418, contentType: 'text/plain', body: 'no' } }),
    route('/photos/{id}', {
      methods: ['GET'],
      access: 'scopes',
      scopes: ['photos', 'albums'],
      scopeMatch: 'any',
    }),
    route('/*', { access: 'authenticated', rewrite: '/all' }),
  ],
});

describe('APIs of one system', () => {
  it('are written down without what is as it would be anyway, and made again elsewhere', async () => {
    const callers = { kind: 'machine', name: 'Night job' } as const;
    const [one] = await Promise.all([
      registerClient(here.admin, callers),
      registerClient(there.admin, callers),
    ]);
    await publish(here, upstream.url, rich([one.applicationId]));
    await publish(here, upstream.url, { name: 'Plain', basePath: '/plain', routes: [route('/a')] });

    const exported = await exportFrom(here);
    expect([
      exported.status,
      exported.headers.get('content-type'),
      exported.headers.get('content-disposition'),
    ]).toEqual([200, 'application/yaml', 'attachment; filename="apis.yaml"']);
    const document = await exported.text();
    const read = parse(document) as { apis: readonly object[]; scopes: readonly { name: string }[] };
    expect(read.scopes.map(({ name }) => name)).toEqual(['albums', 'photos']);
    expect(read.apis[0]).toEqual({
      key: 'plain',
      name: 'Plain',
      basePath: '/plain',
      targets: [{ url: upstream.url }],
      routes: [{ path: '/a', access: 'public' }],
    });
    expect(read.apis[1]).toMatchObject({ callers: { access: 'listed', applications: ['Night job'] } });

    const { body: preview } = await importTo(there, { document, dryRun: true });
    expect([preview.isApplied, states(preview)]).toEqual([
      false,
      [
        ['plain', 'added'],
        ['rich', 'added'],
      ],
    ]);
    expect((await there.admin.get<{ total: number }>('/api/apis')).total).toBe(0);
    const { status, body } = await importTo(there, { document, fingerprint: preview.fingerprint });
    expect([status, body.isApplied]).toEqual([200, true]);
    expect((await fetch(`${there.gatehouse.gatewayUrl}/rich/teapot`)).status).toBe(418);
    expect((await fetch(`${there.gatehouse.gatewayUrl}/plain/a`)).status).toBe(200);
    expect(toContent(await findApi(there, 'rich'))).toEqual(toContent(await findApi(here, 'rich')));
  });

  it('are known again: what is the same is left alone, and what differs is named first', async () => {
    const document = await (await exportFrom(here)).text();
    const before = await findApi(there, 'rich');
    const { body: same } = await importTo(there, { document });
    expect(states(same)).toEqual([
      ['plain', 'unchanged'],
      ['rich', 'unchanged'],
    ]);
    expect(await findApi(there, 'rich')).toEqual(before);
    const changed = document
      .replace('maxPendingCalls: 7', 'maxPendingCalls: 8')
      .replace('status: 418', 'status: 410')
      .replace('title: Use your albums', 'title: Leaf through your albums');
    const { body: shown } = await importTo(there, { document: changed, dryRun: true });
    expect([states(shown)[1], shown.apis[1]?.routes, shown.scopes]).toEqual([
      ['rich', 'changed', 'policies.maxPendingCalls', 'routes'],
      { added: 0, removed: 0, changed: 1 },
      [
        { name: 'albums', state: 'changed' },
        { name: 'photos', state: 'unchanged' },
      ],
    ]);
    // Somebody is faster: what was shown is not what would be done.
    await importTo(there, { document: document.replace('maxPendingCalls: 7', 'maxPendingCalls: 8') });
    const late = await importTo<Refused>(there, { document: changed, fingerprint: shown.fingerprint });
    expect([late.status, late.body.detail]).toEqual([409, expect.stringContaining('Look at it again')]);
    expect((await fetch(`${there.gatehouse.gatewayUrl}/rich/teapot`)).status).toBe(418);
    await importTo(there, { document: changed });
    expect((await fetch(`${there.gatehouse.gatewayUrl}/rich/teapot`)).status).toBe(410);
  });

  it('are exported one by one too, as JSON', async () => {
    const { id } = await findApi(here, 'plain');
    const response = await exportFrom(here, `?format=json&id=${id}`);
    expect(((await response.json()) as { apis: readonly object[] }).apis).toHaveLength(1);
    expect((await exportFrom(here, '?id=00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });

  it('are imported all or none, and what is wrong is told with its line', async () => {
    const document = [
      'apis:',
      '  - { key: fine, name: Fine, basePath: /fine, targets: [{ url: http://127.0.0.1:9 }], routes: [] }',
      '  - key: wrong',
      '    name: Wrong',
      '    basePath: /wrong',
      '    provider: Nobody',
      '    targets: [{ url: http://127.0.0.1:9 }]',
      '    routes: []',
    ].join('\n');
    const { status, body } = await importTo<Refused>(here, { document });
    expect([status, body.errors]).toEqual([
      400,
      [
        {
          field: 'document.apis.1.provider',
          message: 'There is no provider "Nobody" here. (line 6)',
          code: 'no-provider-named',
          values: { name: 'Nobody' },
          line: 6,
        },
      ],
    ]);
    expect((await here.admin.get<{ total: number }>('/api/apis?search=fine')).total).toBe(0);
  });

  it('do not take their private keys with them', async () => {
    const { certificate, key } = await issueCertificate(await makeAuthority('CN=Clients'), 'CN=gateway');
    const secret = {
      name: 'Secret',
      basePath: '/secret',
      tls: { clientCertificate: certificate, clientKey: key },
    };
    const { id } = await publish(here, 'https://127.0.0.1:9', { ...secret, routes: [] });
    const document = await (await exportFrom(here, `?id=${id}`)).text();
    expect(document).not.toContain('PRIVATE KEY');
    const refused = await importTo<Refused>(there, { document });
    expect(refused.body.errors?.[0]?.field).toBe('document.apis.0.tls.clientKey');
    const { body } = await importTo(there, { document, clientKeys: { secret: key } });
    expect(states(body)).toEqual([['secret', 'added']]);
    // The key that is there stays.
    expect(states((await importTo(there, { document })).body)).toEqual([['secret', 'unchanged']]);
    const reading = document.replace('tls:', 'tls:\n      clientKeyFrom: { file: /etc/hostname }');
    expect((await importTo<Refused>(there, { document: reading })).body.errors?.[0]?.field).toBe(
      'document.apis.0.tls.clientKeyFrom',
    );
  });
});

describe('an API with ten thousand routes', () => {
  const routes = Array.from({ length: 10_000 }, (_, index) =>
    route(`/collections/${index}/{id}`, { methods: ['GET'], access: 'scopes', scopes: ['photos', 'albums'] }),
  );
  const large = { name: 'Large', basePath: '/large', description: '' };

  it('is published, changed, exported and imported over the wire', async () => {
    const last = route('/last', { access: 'public' });
    const api = await publish(here, upstream.url, { ...large, routes: [...routes.slice(1), last] });
    expect((await fetch(`${here.gatehouse.gatewayUrl}/large/last`)).status).toBe(200);
    expect((await fetch(`${here.gatehouse.gatewayUrl}/large/collections/9999/7`)).status).toBe(401);
    const { status } = await here.admin.request('PUT', `/api/apis/${api.id}`, {
      ...large,
      targets: [{ url: upstream.url }],
      routes,
      version: api.version,
    });
    expect(status).toBe(200);
    const document = await (await exportFrom(here, `?id=${api.id}`)).text();
    expect((await importTo(there, { document })).body.apis[0]?.routes.added).toBe(10_000);
    expect((await fetch(`${there.gatehouse.gatewayUrl}/large/collections/0/7`)).status).toBe(401);
  });

  it('is the largest: more is refused in words, and nobody else may send as much', async () => {
    const targets = [{ url: upstream.url }];
    const more = await here.admin.request<Refused>('POST', '/api/apis', {
      ...large,
      basePath: '/more',
      targets,
      routes: [...routes, route('/one-more')],
    });
    expect([more.status, more.body.errors?.[0]?.field]).toEqual([400, 'routes']);
    const huge = await here.admin.request<Refused>('POST', '/api/apis', {
      ...large,
      x: 'x'.repeat(11_000_000),
    });
    expect([huge.status, huge.body.detail]).toEqual([413, expect.stringContaining('10 MB')]);
    const elsewhere = await here.admin.request('POST', '/api/scopes', { name: 'x'.repeat(300_000) });
    expect(elsewhere.status).toBe(413);
    const anonymous = await fetch(`${here.gatehouse.adminUrl}/api/apis`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...large, routes }),
    }).then(
      ({ status }) => status,
      () => 401,
    );
    expect(anonymous).toBe(401);
  });
});
