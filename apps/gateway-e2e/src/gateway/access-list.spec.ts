import type { ApiDetail, ApplicationApi } from '@gatehouse/dto';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { get, makeKey, type Problem, publishWith } from './credentials.js';
import {
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from './gateway-stage.js';

let stage: GatewayStage;
let stranger: TestClient;
let api: ApiDetail;

beforeAll(async () => {
  stage = await openGatewayStage();
  stranger = await registerClient(stage.admin, { kind: 'machine', name: 'Stranger' });
  api = await publishWith(stage, {
    policies: { credentials: { apiKeys: {} } },
    callers: { access: 'listed', applicationIds: [stage.machine.applicationId] },
  });
});
afterAll(closeGatewayStage);

/** An access token for the API: by the scope it gets this audience too. */
const bearer = async (client: TestClient): Promise<Record<string, string>> => ({
  authorization: `Bearer ${await obtainAccessToken(stage, client)}`,
});

it('an application on the list may call, another may not, and is told what to do', async () => {
  const path = `${api.basePath}/photos`;
  expect((await get(stage, path, await bearer(stage.machine))).status).toBe(200);
  const refused = await get(stage, path, await bearer(stranger));
  expect(refused.status).toBe(403);
  const { detail } = (await refused.json()) as Problem;
  expect(detail).toContain('"Stranger"');
  expect(detail).toContain('An operator can add it');
});

it('API keys are held against it too', async () => {
  const keys = await Promise.all(
    [stage.machine, stranger].map(({ applicationId }) => makeKey(stage, applicationId)),
  );
  const statuses = await Promise.all(
    keys.map(async ({ key }) => (await get(stage, `${api.basePath}/photos`, { 'x-api-key': key })).status),
  );
  expect(statuses).toEqual([200, 403]);
});

it('a public route is for everybody', async () => {
  expect((await get(stage, `${api.basePath}/public/a`)).status).toBe(200);
});

it('an application sees which APIs it may call', async () => {
  const findAccess = async ({ applicationId }: TestClient): Promise<unknown> =>
    (await stage.admin.get<ApplicationApi[]>(`/api/applications/${applicationId}/apis`)).map(
      ({ basePath, access, isAllowed }) => [basePath, access, isAllowed],
    );
  expect(await findAccess(stage.machine)).toContainEqual([api.basePath, 'listed', true]);
  expect(await findAccess(stranger)).toContainEqual([api.basePath, 'listed', false]);
  expect(await findAccess(stranger)).toContainEqual(['/flickr', 'everyone', true]);
});

it('a list whose last application is deleted is for nobody: it does not open', async () => {
  const guest = await registerClient(stage.admin, { kind: 'machine', name: 'Guest' });
  const closed = await publishWith(stage, {
    callers: { access: 'listed', applicationIds: [guest.applicationId] },
  });
  const path = `${closed.basePath}/photos`;
  expect((await get(stage, path, await bearer(guest))).status).toBe(200);
  await stage.admin.delete(`/api/applications/${guest.applicationId}`);
  expect((await get(stage, path, await bearer(stage.machine))).status).toBe(403);
  expect(await stage.admin.get<ApiDetail>(`/api/apis/${closed.id}`)).toMatchObject({
    callers: { access: 'listed', applicationIds: [] },
  });
});

it('survives a restart', async () => {
  const headers = await bearer(stranger);
  await stage.gatehouse.restart();
  expect((await get(stage, `${api.basePath}/photos`, headers)).status).toBe(403);
});

it('an application that is not there is refused, and the field is named', async () => {
  const answer = await stage.admin.request<{ errors?: { field: string }[] }>('POST', '/api/apis', {
    name: 'Wrong',
    basePath: '/wrong',
    targets: [{ url: stage.upstream.url }],
    routes: [],
    callers: { access: 'listed', applicationIds: ['6e8bc430-9c3a-4d9c-8c6d-1d1d1d1d1d1d'] },
  });
  expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([400, 'callers.applicationIds']);
});
