import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiDetail, ApisFileStatus, ApiSummary, Page } from '@gatehouse/dto';
import { stringify } from 'yaml';
import {
  type AdminApi,
  adminApi,
  createTestDatabase,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';
import { waitUntil } from '../fixtures/wait-until.js';
import { listMistakes } from './apis-file-mistakes.js';
import { publish } from './gateway-stage.js';
import { startUpstream, stopAllUpstreams, type Upstream } from './upstream.js';

let folder: string;
let file: string;
let upstream: Upstream;
let database: string;
let gatehouse: RunningGatehouse;
let admin: AdminApi;

const route = (path: string, more: object = {}): object => ({ path, access: 'public', ...more });
const api = (key: string, more: object = {}): object => ({
  key,
  name: key,
  basePath: `/${key}`,
  targets: [{ url: upstream.url }],
  routes: [route('/*')],
  ...more,
});
const SCOPES = [{ name: 'photos', title: 'See your photos' }];
const first = (): readonly object[] => [
  api('photos', { routes: [route('/open'), route('/closed', { access: 'scopes', scopes: ['photos'] })] }),
  api('prints'),
];

/** As a careful tool writes: beside it, and then in its place. */
async function write(content: unknown, path = file): Promise<void> {
  await writeFile(`${path}.new`, typeof content === 'string' ? content : stringify(content));
  await rename(`${path}.new`, path);
}
const document = (revision: number, apis: readonly object[], more: object = {}): object => ({
  revision,
  scopes: SCOPES,
  apis,
  ...more,
});

const statusOf = async (path: string, node = gatehouse): Promise<number> => {
  const response = await fetch(node.gatewayUrl + path);
  await response.body?.cancel();
  return response.status;
};
const call = (path: string, expected: number, node = gatehouse): Promise<void> =>
  waitUntil(`${path} is ${expected}`, async () => (await statusOf(path, node)) === expected);

const status = (): Promise<ApisFileStatus> => admin.get<ApisFileStatus>('/api/apis/file');
/** Waits until the node that answers says so of its file. */
const findNode = async () => (await status()).nodes.find(({ pid }) => pid === gatehouse.pid);
const waitForState = async (state: string): Promise<ApisFileStatus['nodes'][number]> => {
  await waitUntil(`the file is ${state}`, async () => (await findNode())?.state === state);
  const node = await findNode();
  if (node === undefined) throw new Error('the node is not there');
  return node;
};
const waitForRevision = (revision: number): Promise<void> =>
  waitUntil(`revision ${revision} is in force`, async () => (await status()).applied?.revision === revision);
const listApis = async (): Promise<readonly ApiDetail[]> => {
  const { items } = await admin.get<Page<ApiSummary>>('/api/apis?pageSize=200');
  return Promise.all(items.map(({ id }) => admin.get<ApiDetail>(`/api/apis/${id}`)));
};
const getApi = async (key: string): Promise<ApiDetail> => {
  const found = (await listApis()).find(({ fileKey }) => fileKey === key);
  if (found === undefined) throw new Error(`there is no API ${key}`);
  return found;
};
const put = ({ id, version, basePath, name, routes, targets }: ApiDetail) =>
  admin.request<{ detail: string }>('PUT', `/api/apis/${id}`, {
    version,
    basePath,
    name,
    targets,
    routes: routes.map(({ id: _, ...said }) => said),
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apis-file-'));
  file = join(folder, 'apis.yaml');
  upstream = await startUpstream();
  database = await createTestDatabase();
});
afterAll(async () => {
  stopAllUpstreams();
  await stopAllGatehouses();
  await rm(folder, { recursive: true });
});

describe('the first start', () => {
  it('is refused with a file that is wrong, which says where', async () => {
    const wrong = stringify(document(1, [api('photos', { routes: [route('/a', { access: 'nobody' })] })]));
    await write(wrong);
    const line = wrong.split('\n').findIndex((text) => text.includes('access: nobody')) + 1;
    const start = startGatehouse({ database, env: { GATEHOUSE_APIS_FILE: file } });
    await expect(start).rejects.toThrow(`apis.0.routes.0.access (line ${line}): access must be one of`);
  });

  it('publishes what the file says before anybody can call', async () => {
    await write(document(1, first()));
    gatehouse = await startGatehouse({ database, env: { GATEHOUSE_APIS_FILE: file } });
    admin = adminApi(gatehouse);
    expect([await statusOf('/photos/open'), await statusOf('/photos/closed')]).toEqual([200, 401]);
    expect(await getApi('photos')).toMatchObject({ management: 'file', name: 'photos', version: 1 });
    expect(await status()).toMatchObject({
      applied: { revision: 1 },
      nodes: [{ state: 'applied', revision: 1, problems: [], path: file }],
    });
  });
});

describe('a file that changes', () => {
  it('is followed, and leaves alone what is the same', async () => {
    const before = await getApi('prints');
    await write(
      document(2, [
        api('photos', { routes: [route('/open', { rewrite: '/elsewhere' })] }),
        api('prints'),
        api('albums'),
      ]),
    );
    await call('/albums/x', 200);
    expect([await statusOf('/photos/closed'), await statusOf('/photos/open')]).toEqual([404, 200]);
    expect(upstream.seen.at(-1)?.url).toBe('/elsewhere');
    expect(await getApi('prints')).toEqual(before);
  });

  it('may let two APIs change places', async () => {
    const [photos, prints] = [await getApi('photos'), await getApi('prints')];
    await write(
      document(3, [
        api('photos', { basePath: '/prints', routes: [route('/open')] }),
        api('prints', { basePath: '/photos' }),
        api('albums'),
      ]),
    );
    await call('/photos/anything', 200);
    expect([await statusOf('/prints/anything'), await statusOf('/prints/open')]).toEqual([404, 200]);
    expect([(await getApi('photos')).id, (await getApi('prints')).id]).toEqual([photos.id, prints.id]);
  });

  it.each(listMistakes({ api, route, document, first }))(
    'changes nothing with %s',
    async (_, content, field, message) => {
      await write(content());
      await waitUntil(
        `it is said of "${field}"`,
        async () =>
          (await findNode())?.problems.some(
            (problem) => problem.field === field && message.test(problem.message),
          ) === true,
      );
      expect((await status()).applied?.revision).toBe(3);
      expect([await statusOf('/prints/open'), await statusOf('/albums/x')]).toEqual([200, 200]);
      expect(gatehouse.logs()).toContain('the APIs file is wrong: nothing of it is applied');
    },
  );

  it('is not applied under an older revision, nor under one that another content has', async () => {
    await write(document(2, first()));
    expect((await waitForState('older')).revision).toBe(2);
    await write(document(3, first()));
    await waitForState('different');
    expect(await statusOf('/albums/x')).toBe(200);
  });

  it('clashes with an API of an operator, until that is adopted or goes', async () => {
    await publish({ admin }, upstream.url, { name: 'By hand', basePath: '/own', routes: [] });
    await write(document(4, [...first(), api('own')]));
    const { problems } = await waitForState('wrong');
    expect(problems).toEqual([
      {
        field: 'apis.2.key',
        line: expect.any(Number) as number,
        message: '"By hand" at /own was made by an operator. Say "adopt: true" to take it over as "own".',
        code: 'api-of-operator',
        values: { api: 'By hand', path: '/own', key: 'own' },
      },
    ]);
    const byHand = (await listApis()).find(({ name }) => name === 'By hand');
    await admin.request('DELETE', `/api/apis/${byHand?.id}`);
    await waitForRevision(4);
    await call('/own/x', 200);
  });
});

describe('an API that comes from the file', () => {
  it('is changed by nobody else, until it is released', async () => {
    const photos = await getApi('photos');
    const refused = await put(photos);
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'This API comes from the APIs file, where its key is "photos". Change it there, or release it first.',
    ]);
    expect((await admin.request('DELETE', `/api/apis/${photos.id}`)).status).toBe(409);
    expect(await getApi('photos')).toEqual(photos);
    const released = await admin.post<ApiDetail>(`/api/apis/${photos.id}/release`, {});
    expect(released).toMatchObject({ management: 'released', version: photos.version });
    expect((await admin.request('POST', `/api/apis/${photos.id}/release`, {})).status).toBe(409);
    expect((await put({ ...released, name: 'Mine' })).status).toBe(200);
  });

  it('and is then passed over, until it is handed back', async () => {
    await write(document(5, first()));
    await waitForRevision(5);
    const photos = await getApi('photos');
    expect(photos).toMatchObject({ name: 'Mine', management: 'released' });
    await admin.post(`/api/apis/${photos.id}/hand-back`, {});
    await waitUntil('the file has it again', async () => (await getApi('photos')).management === 'file');
    expect(await getApi('photos')).toMatchObject({ id: photos.id, name: 'photos' });
  });

  it('is switched off and left to the operators when the file no longer has it, or deleted where that is said', async () => {
    const prints = await getApi('prints');
    await write(document(6, [api('photos')]));
    await call('/prints/x', 404);
    expect(await getApi('prints')).toMatchObject({ id: prints.id, management: 'left', enabled: false });
    await write(document(7, [api('photos'), api('prints')], { onRemoval: 'delete' }));
    await call('/prints/x', 200);
    expect(await getApi('prints')).toMatchObject({ id: prints.id, management: 'file' });
    await write(document(8, [api('photos')], { onRemoval: 'delete' }));
    await call('/prints/x', 404);
    await expect(getApi('prints')).rejects.toThrow('there is no API prints');
  });
});

describe('a mounted folder, whose link is moved', () => {
  // As Kubernetes brings a ConfigMap: apis.yaml → ..data/apis.yaml, and ..data is moved from one folder to the next.
  it('is followed; a node whose file is gone says so, and goes on with what it has', async () => {
    const bring = async (name: string, content: unknown): Promise<void> => {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'apis.yaml'), stringify(content));
      await symlink(name, join(folder, '..data_new'));
      await rename(join(folder, '..data_new'), join(folder, '..data'));
    };
    await bring('..1', document(9, [api('photos'), api('linked')]));
    await symlink('..data/apis.yaml', `${file}.new`);
    await rename(`${file}.new`, file);
    await call('/linked/x', 200);
    await bring('..2', document(10, [api('photos'), api('moved')]));
    await call('/moved/x', 200);
    await rm(join(folder, '..2'), { recursive: true });
    expect((await waitForState('wrong')).problems[0]?.message).toBe('It cannot be read (ENOENT).');
    expect([await statusOf('/photos/x'), await statusOf('/moved/x')]).toEqual([200, 200]);
  });
});

describe('several nodes', () => {
  it('apply a file once, follow each other, and are not set back by one that has an older file', async () => {
    const other = join(folder, 'other.yaml');
    await write(document(8, [api('photos')], { onRemoval: 'delete' }), other);
    const second = await startGatehouse({ database, env: { GATEHOUSE_APIS_FILE: other } });
    await write(document(11, [api('photos'), api('new')]));
    await Promise.all([call('/new/x', 200), call('/new/x', 200, second)]);
    const { nodes } = await status();
    expect(nodes.map(({ pid, state }) => [pid, state]).sort()).toEqual(
      [
        [gatehouse.pid, 'applied'],
        [second.pid, 'older'],
      ].sort(),
    );
    const photos = await getApi('photos');
    await write(document(12, [api('photos', { name: 'Ten' }), api('new')]), other);
    await write(document(12, [api('photos', { name: 'Ten' }), api('new')]));
    await waitUntil('both have it', async () =>
      (await status()).nodes.every(({ state, revision }) => state === 'applied' && revision === 12),
    );
    expect(await getApi('photos')).toMatchObject({ name: 'Ten', version: photos.version + 1 });
    await second.stop();
  });

  it('start with what is in force when the file is wrong, and say so', async () => {
    await write('revision: [');
    const before = await listApis();
    await gatehouse.restart();
    expect([await statusOf('/photos/x'), await statusOf('/new/x')]).toEqual([200, 200]);
    expect((await waitForState('wrong')).problems[0]?.line).toBe(1);
    await write(document(12, [api('photos', { name: 'Ten' }), api('new')]));
    await waitForState('applied');
    expect(await listApis()).toEqual(before);
  });
});
