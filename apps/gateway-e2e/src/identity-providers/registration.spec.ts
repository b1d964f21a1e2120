import type { IdentityProviderDetail } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { openStage, type Stage } from '../fixtures/stage.js';
import { describeIdentityProvider, type ProviderBody, SECRET } from './fixtures.js';

let stage: Stage;
let count = 0;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stopAllGatehouses());

const PATH = '/api/identity-providers';

function describeNew(changes: ProviderBody = {}): ProviderBody {
  count += 1;
  return describeIdentityProvider(`https://idp-${count}.example`, `idp-${count}`, changes);
}

const add = (changes: ProviderBody = {}): Promise<IdentityProviderDetail> =>
  stage.admin.post(PATH, describeNew(changes));

const send = (method: string, path: string, body?: object) =>
  stage.admin.request<{ errors?: { field: string; message: string }[]; detail?: string }>(method, path, body);

describe('an identity provider', () => {
  it('is kept as it was entered, says where people come back to, and shows no secret', async () => {
    const { id } = await add({ scopes: ['email'], emailDomains: ['a.example'] });
    const found = await stage.admin.get<IdentityProviderDetail>(`${PATH}/${id}`);
    expect(found).toMatchObject({
      scopes: ['openid', 'email'],
      emailDomains: ['a.example'],
      usernameClaim: 'preferred_username',
      nameClaim: 'name',
      assumesEmailVerified: false,
      enabled: true,
      hasClientSecret: true,
      linkedAccounts: 0,
      redirectUri: `${stage.gatehouse.issuer}/sign-in/callback/${found.slug}`,
    });
    expect(JSON.stringify(found)).not.toContain(SECRET);
  });

  it('makes no accounts unless it is told to', async () => {
    const { allowsSignUp: _, ...body } = describeNew();
    expect(await stage.admin.post(PATH, body)).toMatchObject({ allowsSignUp: false });
  });

  it('keeps its secret when it is changed without one, and outlives a restart', async () => {
    const body = describeNew();
    const { id, version } = await stage.admin.post<IdentityProviderDetail>(PATH, body);
    const { clientSecret: _, ...rest } = body;
    await stage.admin.put(`${PATH}/${id}`, { ...rest, name: 'Renamed', version });
    await stage.gatehouse.restart();
    expect(await stage.admin.get(`${PATH}/${id}`)).toMatchObject({ name: 'Renamed', hasClientSecret: true });
  });

  it('is found by a part of its name or issuer', async () => {
    const { id, issuer } = await add({ name: 'Findable Ltd' });
    for (const search of ['findable', issuer.slice(8)]) {
      const { items } = await stage.admin.get<{ items: IdentityProviderDetail[] }>(
        `${PATH}?search=${search}`,
      );
      expect(items.map((item) => item.id)).toContain(id);
    }
  });
});

describe('a registration is refused, and says why', () => {
  it.each([
    ['slug', { slug: 'Acme Corp' }],
    ['slug', { slug: '-acme' }],
    ['issuer', { issuer: 'acme' }],
    ['issuer', { issuer: 'http://idp.example' }],
    ['clientSecret', { authenticationMethod: 'client_secret_post', clientSecret: undefined }],
    ['privateKey', { authenticationMethod: 'private_key_jwt' }],
    ['privateKey', { authenticationMethod: 'private_key_jwt', privateKey: 'no key' }],
    ['scopes', { scopes: ['two words'] }],
    ['emailDomains', { emailDomains: ['@a.example'] }],
    ['usernameClaim', { usernameClaim: 'not a claim' }],
    ['name', { name: '' }],
  ] as [string, ProviderBody][])('%s: %j', async (field, changes) => {
    const { status, body } = await send('POST', PATH, describeNew(changes));
    expect(status).toBe(400);
    expect(body.errors?.map((error) => error.field)).toContain(field);
  });

  it('Gatehouse itself is no provider', async () => {
    const { status } = await send('POST', PATH, describeNew({ issuer: stage.gatehouse.issuer }));
    expect(status).toBe(400);
  });

  it.each(['slug', 'issuer', 'name'] as const)('the %s of another one', async (field) => {
    const other = await add();
    const { status, body } = await send('POST', PATH, describeNew({ [field]: other[field] }));
    expect([status, body.detail]).toEqual([409, expect.stringContaining(other[field])]);
  });

  it('another issuer: people are linked by it', async () => {
    const body = describeNew();
    const { id, version } = await stage.admin.post<IdentityProviderDetail>(PATH, body);
    const answer = await send('PUT', `${PATH}/${id}`, { ...body, issuer: 'https://else.example', version });
    expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([400, 'issuer']);
  });

  it('a change made from an older version', async () => {
    const body = describeNew();
    const { id, version } = await stage.admin.post<IdentityProviderDetail>(PATH, body);
    await stage.admin.put(`${PATH}/${id}`, { ...body, version });
    expect((await send('PUT', `${PATH}/${id}`, { ...body, version })).status).toBe(409);
  });

  it('what is not there', async () => {
    const nowhere = `${PATH}/00000000-0000-4000-8000-000000000000`;
    for (const [method, path] of [
      ['GET', nowhere],
      ['DELETE', nowhere],
      ['GET', `${nowhere}/accounts`],
    ] as const)
      expect((await send(method, path)).status).toBe(404);
  });
});

describe('a linked account', () => {
  it('is linked once, to somebody who is there, and unlinked', async () => {
    const { id } = await add();
    const accounts = `${PATH}/${id}/accounts`;
    const link = { subject: 'sub/1', username: 'ada' };
    expect((await send('POST', accounts, { ...link, username: 'nobody' })).body.errors?.[0]?.field).toBe(
      'username',
    );
    await stage.admin.post(accounts, link);
    expect((await send('POST', accounts, link)).status).toBe(409);
    expect(await stage.admin.get(`${PATH}/${id}`)).toMatchObject({ linkedAccounts: 1 });
    await stage.admin.delete(`${accounts}/${encodeURIComponent('sub/1')}`);
    expect((await send('DELETE', `${accounts}/${encodeURIComponent('sub/1')}`)).status).toBe(404);
  });
});

describe('a check of an issuer', () => {
  it('says that it is reached, or why not; nothing in a private network is asked', async () => {
    const answer = await send('POST', `${PATH}/checks`, { issuer: 'https://127.0.0.1:8443/realm' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ isUsable: false, reason: expect.stringMatching(/public/) });
  });
});
