import { ADMIN_PROBLEMS } from '@gatehouse/dto/admin-problems';
import type { ScopeDetail } from '@gatehouse/dto';
import { closeGatewayStage } from '../gateway/gateway-stage.js';
import { join, type MembersStage, openMembersStage } from './members-stage.js';
import { fillPath, listOperations } from './operations.js';

let stage: MembersStage;
beforeAll(async () => {
  stage = await openMembersStage();
});
afterAll(closeGatewayStage);

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly values?: Readonly<Record<string, string>>;
}

const BUILT_IN = '/api/scopes/gatehouse.read';

describe('a refusal by the admin REST API', () => {
  it('names itself by a code, with all that its sentence names', async () => {
    const { admin, api, blue } = stage;
    const viewer = await join(stage, 'vera', 'viewer');
    const operator = await join(stage, 'olga', 'operator');
    const { version } = await admin.get<ScopeDetail>('/api/scopes/photos');

    expect((await admin.request('DELETE', '/api/scopes/photos')).body).toMatchObject({
      status: 409,
      code: 'scope-in-use',
      values: { apis: api.name },
      detail: `Routes of ${api.name} ask for this scope. Change those first.`,
    });
    expect((await admin.request('DELETE', BUILT_IN)).body).toMatchObject({ code: 'scope-built-in' });
    expect(
      (await admin.request('POST', '/api/scopes', { name: 'photos', title: 'Again' })).body,
    ).toMatchObject({ code: 'taken', values: { value: 'photos' } });
    expect(
      (await admin.request('PUT', '/api/scopes/photos', { version: version + 1, title: 'Late' })).body,
    ).toMatchObject({ code: 'changed-meanwhile', values: { what: 'scope' } });
    expect((await admin.request('DELETE', `/api/organizations/${blue.id}`)).body).toMatchObject({
      code: 'owns-applications',
    });
    expect((await admin.request('POST', '/api/authorizations/find', { text: 'x' })).body).toMatchObject({
      status: 404,
      code: 'token-unknown',
    });
    expect((await viewer.send('GET', '/api/calls')).body).toMatchObject({
      status: 403,
      code: 'only-operators-see-calls',
    });
    expect((await operator.send('GET', '/api/messages')).body).toMatchObject({
      status: 403,
      code: 'only-admins-read-messages',
    });
    expect((await stage.vic.send('GET', '/api/settings')).body).toMatchObject({
      status: 403,
      code: 'not-for-members',
    });
  });

  it('says which other API has the address, at the field too', async () => {
    const { admin, api } = stage;
    const values = { api: api.name, address: api.basePath };
    const { body } = await admin.request('POST', '/api/apis', {
      name: 'Second',
      basePath: api.basePath,
      targets: [{ url: stage.upstream.url }],
      routes: [{ methods: ['GET'], path: '/*', access: 'authenticated', scopes: [] }],
    });
    expect(body).toMatchObject({
      status: 409,
      code: 'address-taken',
      values,
      errors: [{ field: 'basePath', code: 'addressTaken', values }],
    });
  });

  it('is one of those that are listed, whatever is asked and by whom', async () => {
    const { admin, vic, theirs, api, ada } = stage;
    const ids = { apis: api.id, users: ada.id };
    const { keyId, secretId, requestId, tokenId, client } = theirs;
    const values = {
      keyId,
      secretId,
      requestId,
      tokenId,
      id: client.applicationId,
      clientId: client.clientId,
    };
    const unlisted: unknown[] = [];
    let refused = 0;
    for (const { method, path } of await listOperations(admin)) {
      if (path.endsWith('/stream')) continue;
      const address = fillPath(path, values, ids);
      const body = method === 'GET' ? undefined : { version: 1, name: 'Mine' };
      const answer = await vic.send<Problem>(method, address, body);
      if (answer.status < 400) continue;
      refused += 1;
      const { code, detail } = answer.body;
      const [status] = ADMIN_PROBLEMS[code as keyof typeof ADMIN_PROBLEMS] ?? [];
      if (status !== answer.status || /\{\{|undefined/.test(detail))
        unlisted.push([method, path, answer.body]);
    }
    expect(unlisted).toEqual([]);
    expect(refused).toBeGreaterThan(60);
  });

  it('has a code too where nothing is at the address, and where the body cannot be read', async () => {
    const { admin } = stage;
    expect((await admin.request('GET', '/api/nowhere')).body).toMatchObject({ code: 'no-such-address' });
    const { adminUrl } = stage.gatehouse;
    const broken = await fetch(`${adminUrl}/api/scopes`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await admin.getAccessToken()}`,
        'content-type': 'application/json',
      },
      body: '{',
    });
    expect(await broken.json()).toMatchObject({ status: 400, code: 'unreadable-request' });
    const stranger = await fetch(`${adminUrl}/api/scopes`);
    expect(await stranger.json()).toMatchObject({ status: 401, code: 'sign-in-needed' });
    const forged = await fetch(`${adminUrl}/api/scopes`, { headers: { authorization: 'Bearer forged' } });
    expect(await forged.json()).toMatchObject({ status: 401, code: 'invalid-token' });
  });
});
