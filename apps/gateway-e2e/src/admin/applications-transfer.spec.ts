import type {
  ApplicationDetail,
  ApplicationsDocument,
  ApplicationsImportResult,
  AuditEntry,
  AuditPage,
  CreatedApplication,
} from '@gatehouse/dto';
import {
  type AdminApi,
  adminApi,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';
import { REFUSED_FILES } from './refused-applications-files.js';

/** One transparent pixel. */
const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const PASSPHRASE = 'correct horse battery staple';
const LIMITS = [{ requests: 5, per: 'minute' }];

let here: RunningGatehouse;
let there: RunningGatehouse;
let from: AdminApi;
let to: AdminApi;
let machine: CreatedApplication;
let shop: CreatedApplication;

const API = {
  name: 'Photos',
  basePath: '/photos',
  targets: [{ url: 'http://127.0.0.1:9' }],
  callers: { access: 'listed', applicationIds: [] as string[] },
  routes: [{ methods: ['GET'], path: '/*', access: 'scopes', scopes: ['photos'] }],
};

beforeAll(async () => {
  here = await startGatehouse();
  there = await startGatehouse();
  [from, to] = [adminApi(here), adminApi(there)];
  for (const name of ['photos', 'prints']) await from.post('/api/scopes', { name, title: `Use ${name}` });
  machine = await from.post('/api/applications', {
    name: 'Ledger',
    kind: 'machine',
    redirectUris: [],
    allowedScopes: ['photos', 'prints'],
    contactPhone: '+44 20 7946 0018',
  });
  shop = await from.post('/api/applications', {
    name: 'Print Shop',
    kind: 'web',
    redirectUris: ['https://shop.example/callback'],
    allowedScopes: ['photos'],
    isVerified: true,
  });
  const { id } = machine.application;
  await from.put(`/api/applications/${shop.application.id}/logo`, { version: 1, logo: PNG });
  await from.post('/api/apis', { ...API, callers: { ...API.callers, applicationIds: [id] } });
  await from.put(`/api/limits/applications/${id}`, { version: 0, everywhere: LIMITS, apis: [] });
});
afterAll(stopAllGatehouses);

const clientOf = ({ application }: CreatedApplication): string => application.clientIds[0] ?? '';

const exportFile = async (passphrase?: string): Promise<string> => {
  const answer = await from.request('POST', '/api/applications/export', {
    ...(passphrase !== undefined && { passphrase }),
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  // RFC 7515 §9.2.1
  const type = passphrase === undefined ? /^application\/json/ : /^application\/jose/;
  expect(answer.headers.get('content-type')).toMatch(type);
  return typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
};
const look = (document: string, passphrase?: string): Promise<ApplicationsImportResult> =>
  to.post('/api/applications/import', { document, passphrase, dryRun: true });

async function refusal(body: object): Promise<{ status: number; fields: readonly string[] }> {
  const { status, body: problem } = await to.request<{ errors?: { field: string }[] }>(
    'POST',
    '/api/applications/import',
    body,
  );
  return { status, fields: (problem.errors ?? []).map(({ field }) => field) };
}

async function fetchToken(secret: string): Promise<{ status: number; scope: unknown }> {
  const response = await fetch(`${there.authUrl}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientOf(machine)}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { scope } = (await response.json()) as { scope?: unknown };
  return { status: response.status, scope };
}

describe('a file of applications', () => {
  it('has no hash of a secret, and no word in the clear, whichever it is not for', async () => {
    const plain = await exportFile();
    const document = JSON.parse(plain) as ApplicationsDocument;
    expect(document).toMatchObject({ format: 'gatehouse-applications', version: 1, issuer: here.issuer });
    expect(document.applications.map(({ name }) => name)).toEqual(['Ledger', 'Print Shop']);
    expect(plain).not.toContain('"hash"');
    const sealed = await exportFile(PASSPHRASE);
    expect(sealed.split('.')).toHaveLength(5);
    expect(Buffer.from(sealed.split('.')[3] ?? '', 'base64url').toString()).not.toContain('Ledger');
  });

  it('leaves an entry in the audit log that names what left, before it leaves; a look at one leaves none', async () => {
    const last = async (): Promise<AuditEntry | undefined> =>
      (await from.get<AuditPage>('/api/audit?limit=1')).items[0];
    await exportFile(PASSPHRASE);
    const named = [machine, shop].map(({ application: { id, name } }) => `${name} (${id})`);
    expect(await last()).toMatchObject({
      action: 'application.export',
      detail: '2 applications, encrypted',
      changes: [{ field: 'exportedApplications', after: named }],
    });
    const { id } = shop.application;
    await from.post('/api/applications/export', { ids: [id] });
    expect(await last()).toMatchObject({
      subject: { type: 'application', id, name: 'Print Shop' },
      detail: '1 application, readable, without secrets',
    });
    const document = await exportFile();
    await from.post('/api/scopes', { name: 'later', title: 'Later' });
    await from.post('/api/applications/import', { document, dryRun: true });
    expect((await last())?.action).toBe('scope.create');
  });

  it.each([
    ['a passphrase that is short', { passphrase: 'short' }, 400],
    ['an application that is not there', { ids: [crypto.randomUUID()] }, 404],
  ])('is not made with %s', async (_, body, status) => {
    expect((await from.request('POST', '/api/applications/export', body)).status).toBe(status);
  });
});

describe('in a second Gatehouse', () => {
  it('the difference is seen first, with what is missing, and nothing is changed', async () => {
    const { applications, isApplied, isEncrypted } = await look(await exportFile(PASSPHRASE), PASSPHRASE);
    expect([isApplied, isEncrypted]).toEqual([false, true]);
    expect(applications).toEqual([
      expect.objectContaining({
        name: 'Ledger',
        state: 'new',
        missingScopes: ['photos', 'prints'],
        missingApis: ['Photos'],
        notes: [],
      }),
      expect.objectContaining({ name: 'Print Shop', state: 'new', missingApis: [] }),
    ]);
    expect((await to.request('GET', `/api/applications/${machine.application.id}`)).status).toBe(404);
  });

  it('a client goes on with its old secret, its limits and its place at the API', async () => {
    await to.post('/api/scopes', { name: 'photos', title: 'Use photos' });
    await to.post('/api/apis', API);
    const document = await exportFile(PASSPHRASE);
    const { fingerprint } = await look(document, PASSPHRASE);
    const body = { document, passphrase: PASSPHRASE, fingerprint };
    const result = await to.post<ApplicationsImportResult>('/api/applications/import', body);
    expect(result.isApplied).toBe(true);
    expect(result.applications[0]?.missingScopes).toEqual(['prints']);
    expect(await fetchToken(machine.clientSecret ?? '')).toEqual({ status: 200, scope: 'photos' });
    expect((await fetchToken('another')).status).toBe(401);
    const { id } = machine.application;
    expect(await to.get(`/api/applications/${id}`)).toMatchObject({
      id,
      name: 'Ledger',
      kind: 'machine',
      contactPhone: '+44 20 7946 0018',
    });
    expect(await to.get(`/api/limits/applications/${id}`)).toMatchObject({ everywhere: LIMITS });
    const apis = await to.get<{ name: string; isAllowed: boolean }[]>(`/api/applications/${id}/apis`);
    expect(apis).toMatchObject([{ name: 'Photos', isAllowed: true }]);
    const imported = await to.get<ApplicationDetail>(`/api/applications/${shop.application.id}`);
    expect(imported.isVerified).toBe(true);
    expect((await fetch(`${there.authUrl}${imported.logoUrl ?? ''}`)).status).toBe(200);
  });

  it('the same file again changes nothing, and a changed one says what it changes from what to what', async () => {
    const again = await look(await exportFile(PASSPHRASE), PASSPHRASE);
    expect(again.applications.map(({ state }) => state)).toEqual(['same', 'same']);
    const document = JSON.parse(await exportFile()) as ApplicationsDocument;
    const [ledger] = document.applications;
    if (ledger?.clients[0] === undefined) throw new Error('the file has no client');
    ledger.description = 'Another';
    ledger.access = [];
    const client = clientOf(machine);
    Object.assign(ledger.clients[0], { accessTokenLifetimeSeconds: 60, requiresRequestObject: true });
    const text = JSON.stringify(document);
    const { applications, fingerprint } = await look(text);
    expect(applications[0]).toMatchObject({
      state: 'changed',
      changes: [
        { field: 'description', before: '', after: 'Another' },
        { field: 'access', before: [{ api: 'Photos', role: 'caller' }], after: [] },
        { client, field: 'accessTokenLifetimeSeconds', before: 3600, after: 60 },
        { client, field: 'requiresRequestObject', before: false, after: true },
      ],
    });
    // Somebody else is quicker.
    await to.patch(`/api/applications/${ledger.id}`, { version: 1, description: 'Newer' });
    expect(await refusal({ document: text, fingerprint })).toMatchObject({ status: 409 });
    await to.post('/api/applications/import', { document: text });
    expect(await to.get(`/api/applications/${ledger.id}`)).toMatchObject({ description: 'Another' });
    expect((await fetchToken(machine.clientSecret ?? '')).status).toBe(200);
  });

  it('a client that another application has is in conflict, and then nothing is imported', async () => {
    const document = JSON.parse(await exportFile()) as ApplicationsDocument;
    const [ledger, print] = document.applications;
    if (ledger === undefined || print === undefined) throw new Error('the file has no applications');
    ledger.id = crypto.randomUUID();
    print.description = 'Never seen';
    const text = JSON.stringify(document);
    const { applications } = await look(text);
    expect(applications[0]).toMatchObject({
      state: 'conflict',
      conflicts: [expect.stringContaining(clientOf(machine))],
    });
    expect((await refusal({ document: text })).status).toBe(409);
    const { description } = await to.get<ApplicationDetail>(`/api/applications/${print.id}`);
    expect(description).not.toBe('Never seen');
  });
});

describe('a file is refused, at its place', () => {
  it('under another passphrase, without one, or with more rounds than anybody needs', async () => {
    const document = await exportFile(PASSPHRASE);
    expect(await refusal({ document, passphrase: 'not the right one' })).toEqual({
      status: 400,
      fields: ['passphrase'],
    });
    expect(await refusal({ document })).toEqual({ status: 400, fields: ['passphrase'] });
    const [head = '', ...rest] = document.split('.');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as object;
    const costly = Buffer.from(JSON.stringify({ ...header, p2c: 2_000_000_000 })).toString('base64url');
    expect(await refusal({ document: [costly, ...rest].join('.'), passphrase: PASSPHRASE })).toEqual({
      status: 400,
      fields: ['passphrase'],
    });
  });

  it.each(REFUSED_FILES)('that is %s', async (_, given, field) => {
    const base = { format: 'gatehouse-applications', version: 1, applications: [] };
    const document = typeof given === 'string' ? given : JSON.stringify({ ...base, ...given });
    const { status, fields } = await refusal({ document });
    expect(status).toBe(400);
    expect(fields).toContain(field);
  });
});
