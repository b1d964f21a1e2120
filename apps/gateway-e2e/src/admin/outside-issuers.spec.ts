import type { OutsideIssuerCheck, OutsideIssuerDetail, Page } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { makeKey, PRIVATE_ADDRESSES } from '../fixtures/assertions.js';
import { startOutsideIssuer } from '../fixtures/outside-issuer.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

const PATH = '/api/outside-issuers';

let stage: Stage;
let client: TestClient;
let input: Record<string, unknown>;

beforeAll(async () => {
  stage = await openStage(PRIVATE_ADDRESSES);
  client = await registerClient(stage.admin, { kind: 'machine' });
  input = {
    name: 'Partner log-in',
    issuer: 'https://idp.example',
    judgement: 'jwt',
    jwks: { keys: [(await makeKey()).publicJwk] },
    clients: [{ clientId: 'their-client', applicationId: client.applicationId }],
    allowedScopes: ['photos'],
    renamedScopes: [{ outside: 'Prints.All', scope: 'prints' }],
  };
});
afterAll(stopAllGatehouses);

interface Refusal {
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

const post = (body: object) => stage.admin.request<Refusal>('POST', PATH, body);

describe('an outside issuer', () => {
  it('is kept over a restart, listed, found, replaced and deleted', async () => {
    const created = await stage.admin.post<OutsideIssuerDetail>(PATH, input);
    expect(created).toMatchObject({
      ...input,
      clients: [
        { clientId: 'their-client', applicationId: client.applicationId, applicationName: 'Print Shop' },
      ],
      enabled: true,
      requiresAccessTokenType: true,
      audience: 'api',
      acceptsUnmapped: false,
      hasClientSecret: false,
      usedBy: [],
      version: 1,
    });
    await stage.gatehouse.restart();
    const found = await stage.admin.get<Page<OutsideIssuerDetail>>(`${PATH}?search=IDP.EX`);
    expect(found).toMatchObject({ total: 1, items: [created] });
    const one = `${PATH}/${created.id}`;
    const change = { ...input, name: 'Renamed', clients: [], version: 1 };
    expect(await stage.admin.put(one, change)).toMatchObject({ name: 'Renamed', clients: [], version: 2 });
    expect((await stage.admin.request('PUT', one, change)).status).toBe(409);
    expect((await post({ ...input, name: 'Other' })).status).toBe(409);
    expect((await post({ ...input, name: 'RENAMED', issuer: 'https://x.example' })).status).toBe(409);
    await stage.admin.delete(one);
    for (const method of ['GET', 'DELETE']) expect((await stage.admin.request(method, one)).status).toBe(404);
    expect((await stage.admin.request('PUT', one, change)).status).toBe(404);
  });

  it('cannot be deleted while an API accepts its access tokens, and is told which', async () => {
    const { id } = await stage.admin.post<OutsideIssuerDetail>(PATH, input);
    const api = await stage.admin.post<{ readonly id: string }>('/api/apis', {
      name: 'Photos',
      basePath: '/photos',
      targets: [{ url: 'http://127.0.0.1:9' }],
      routes: [],
      callers: { access: 'everyone', applicationIds: [], outsideIssuerIds: [id] },
    });
    expect(await stage.admin.get(`/api/apis/${api.id}`)).toMatchObject({
      callers: { outsideIssuerIds: [id] },
    });
    const refused = await stage.admin.request<Refusal>('DELETE', `${PATH}/${id}`);
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'Its access tokens are accepted by Photos. Change that first.',
    ]);
    expect(await stage.admin.get(`${PATH}/${id}`)).toMatchObject({
      usedBy: [{ apiId: api.id, apiName: 'Photos' }],
    });
    await stage.admin.delete(`/api/apis/${api.id}`);
    await stage.admin.delete(`${PATH}/${id}`);
    const unknown = await stage.admin.request<Refusal>('POST', '/api/apis', {
      name: 'Photos',
      basePath: '/photos',
      targets: [{ url: 'http://127.0.0.1:9' }],
      routes: [],
      callers: { access: 'everyone', applicationIds: [], outsideIssuerIds: [id] },
    });
    expect([unknown.status, unknown.body.errors?.[0]?.field]).toEqual([400, 'callers.outsideIssuerIds']);
  });

  const asked = { judgement: 'introspection', jwks: null, clientId: 'gateway', clientSecret: 'secret' };
  it.each<[string, () => object | Promise<object>, string]>([
    ['no name', () => ({ name: '' }), 'name'],
    ['an issuer that is no URI', () => ({ issuer: 'idp' }), 'issuer'],
    ['us as issuer', () => ({ issuer: stage.gatehouse.issuer }), 'issuer'],
    ['an unknown judgement', () => ({ judgement: 'trust' }), 'judgement'],
    ['no keys, and a name that is no address', () => ({ jwks: null, issuer: 'urn:idp' }), 'jwksUri'],
    ['keys and their address', () => ({ jwksUri: 'https://idp.example/jwks' }), 'jwks'],
    ['a secret key', () => ({ jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }), 'jwks.keys.0'],
    ['an algorithm whose key verifies and signs', () => ({ algorithms: ['HS256'] }), 'algorithms'],
    ['no signature as algorithm', () => ({ algorithms: ['none'] }), 'algorithms'],
    ['no algorithm', () => ({ algorithms: [] }), 'algorithms'],
    ['clocks that differ by hours', () => ({ clockSkewSeconds: 3600 }), 'clockSkewSeconds'],
    ['signed access tokens for anybody (RFC 9068 §4)', () => ({ audience: 'unchecked' }), 'audience'],
    ['a list without an audience', () => ({ audience: 'listed' }), 'audiences'],
    ['nobody to ask as', () => ({ ...asked, clientId: null }), 'clientId'],
    ['no secret to ask with', () => ({ ...asked, clientSecret: undefined }), 'clientSecret'],
    ['answers that are kept for days', () => ({ ...asked, cacheSeconds: 86_400 }), 'cacheSeconds'],
    ['a client twice', () => twice(), 'clients.1.clientId'],
    ['an application that is not there', () => nowhere(), 'clients.0.applicationId'],
    ['a scope that nobody has defined', () => ({ allowedScopes: ['moon'] }), 'allowedScopes'],
    ['rights over Gatehouse itself', () => ({ allowedScopes: ['gatehouse.write'] }), 'allowedScopes'],
    ['the same under another name', () => rename('gatehouse.write'), 'renamedScopes.0.scope'],
    ['a field that does not exist', () => ({ colour: 'green' }), 'colour'],
  ])('is refused with %s, and the field is named', async (_, change, field) => {
    const answer = await post({ ...input, ...(await change()) });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map((error) => error.field)).toContain(field);
  });

  const twice = (): object => {
    const one = { clientId: 'a', applicationId: client.applicationId };
    return { clients: [one, one] };
  };
  const nowhere = (): object => ({
    clients: [{ clientId: 'a', applicationId: '00000000-0000-4000-8000-000000000000' }],
  });
  const rename = (scope: string): object => ({ renamedScopes: [{ outside: 'a', scope }] });
});

describe('trying an issuer', () => {
  it('tells what it says of itself, and its keys, or what is wrong', async () => {
    const outside = await startOutsideIssuer('urn:anybody');
    const check = (body: object) => stage.admin.post<OutsideIssuerCheck>(`${PATH}/checks`, body);
    expect(await check({ issuer: outside.issuer })).toEqual({
      hasMetadata: true,
      jwksUri: `${outside.issuer}/jwks`,
      introspectionEndpoint: `${outside.issuer}/introspect`,
      keys: [outside.key.kid, outside.oddKey.kid],
      problem: null,
    });
    const missing = await check({ issuer: outside.issuer, jwksUri: `${outside.issuer}/nothing` });
    expect(missing.problem).toBe('Its key set cannot be used: it answers 404.');
    outside.stop();
    expect((await check({ issuer: outside.issuer })).problem).toBe(
      'It cannot be asked: it cannot be reached.',
    );
  });
});
