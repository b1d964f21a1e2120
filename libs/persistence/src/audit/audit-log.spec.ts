import { randomUUID } from 'node:crypto';
import type { Database } from '../database.js';
import { ApisStore } from '../stores/admin/apis.store.js';
import { ApplicationsStore } from '../stores/admin/applications.store.js';
import { AuditStore } from '../stores/admin/audit.store.js';
import { ScopesStore } from '../stores/admin/scopes.store.js';
import { openTestDatabase } from '../testing/index.js';
import { type ChainedEntry, followChain } from './audit-chain.js';
import { type AuditContext, runAudited } from './audit-context.js';

interface Entry {
  readonly number: number;
  readonly action: string;
  readonly actor: { readonly kind: string; readonly id?: string; readonly name?: string };
  readonly subject: { readonly type: string; readonly id: string; readonly name?: string };
  readonly changes: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
}

let database: Database;
let store: AuditStore;
beforeAll(async () => {
  database = await openTestDatabase();
  store = new AuditStore(database.controlPool);
});
afterAll(() => database.close());

const parse = ({ entry }: ChainedEntry): Entry => JSON.parse(entry) as Entry;
const newest = async (count: number): Promise<Entry[]> =>
  (await store.list({}, undefined, count)).map(parse).reverse();
const as = (action: string, id = 'script'): AuditContext => ({
  operation: randomUUID(),
  actor: { kind: 'client', id },
  address: '192.0.2.1',
  requestId: 'request-1',
  action,
});
const SECRET = Buffer.from('5ec2e75ec2e75ec2e7', 'hex');

async function register(context: AuditContext, name: string): Promise<{ id: string; clientId: string }> {
  const [id, clientId] = [randomUUID(), `client-${randomUUID()}`];
  const application = {
    id,
    name,
    kind: 'web' as const,
    organizationId: null,
    description: '',
    contactEmail: null,
    contactPhone: null,
    publisher: null,
    homepageUrl: null,
    privacyUrl: null,
    termsUrl: null,
    isVerified: false,
    isFirstParty: false,
    createdBy: 'spec',
  };
  const client = {
    id: clientId,
    applicationId: id,
    name: '',
    type: 'confidential',
    authenticationMethod: 'client_secret_basic',
    redirectUris: ['https://app.example/back'],
    grantTypes: ['authorization_code'],
    allowedScopes: [],
    defaultScopes: [],
  } as const;
  const secret = { id: randomUUID(), clientId, secretHash: SECRET, sealedSecret: SECRET };
  await runAudited(context, () =>
    new ApplicationsStore(database.dataSource).insert(
      application,
      {
        ...client,
        redirectUris: [...client.redirectUris],
        grantTypes: [...client.grantTypes],
        allowedScopes: [],
        defaultScopes: [],
      },
      secret,
    ),
  );
  return { id, clientId };
}

describe('the audit log', () => {
  it('tells a change of several tables as one entry about what they belong to', async () => {
    const { id, clientId } = await register(as('application.create'), 'Photo app');
    const [entry] = await newest(1);
    expect(entry).toMatchObject({
      action: 'application.create',
      actor: { kind: 'client', id: 'script' },
      address: '192.0.2.1',
      requestId: 'request-1',
      subject: { type: 'application', id, name: 'Photo app' },
      result: 'done',
    });
    expect(entry?.changes['name']).toEqual({ before: null, after: 'Photo app' });
    expect(entry?.changes[`clients.${clientId}.redirectUris`]?.after).toEqual(['https://app.example/back']);
    await new ApplicationsStore(database.dataSource).delete(id);
    const [gone] = await newest(1);
    expect(gone).toMatchObject({
      action: 'application.delete',
      actor: { kind: 'server' },
      subject: { id, name: 'Photo app' },
    });
    expect(gone?.changes[`clients.${clientId}.redirectUris`]).toEqual({
      before: ['https://app.example/back'],
      after: null,
    });
  });

  it('says that a secret is another, and never which', async () => {
    const { id, clientId } = await register(as('application.create'), 'With a secret');
    const secret = { id: randomUUID(), clientId, secretHash: Buffer.from('ffee'), sealedSecret: null };
    const applications = new ApplicationsStore(database.dataSource);
    await runAudited(as('application.client.secret.rotate'), () =>
      applications.rotateSecret(secret, new Date()),
    );
    const [entry] = await newest(1);
    expect(entry).toMatchObject({
      action: 'application.client.secret.rotate',
      subject: { id, name: 'With a secret' },
    });
    expect(Object.values(entry?.changes ?? {}).map(({ after }) => after)).toContain('(secret)');
    const { rows } = await database.pool.query<{ leaks: number }>(
      "SELECT count(*)::int AS leaks FROM audit_entries WHERE entry LIKE '%5ec2e75ec2e7%' OR entry ~ 'secret [0-9a-f]{8}'",
    );
    expect(rows[0]?.leaks).toBe(0);
    await database.pool.query('UPDATE client_secrets SET sealed_secret = $2 WHERE id = $1', [
      secret.id,
      SECRET,
    ]);
    expect((await newest(1))[0]?.number).toBe(entry?.number);
  });

  it('tells what goes along with a change as changes of what it is about', async () => {
    const { id, clientId } = await register(as('application.create'), 'Has a scope');
    await database.pool.query("UPDATE clients SET allowed_scopes = '{photos}' WHERE id = $1", [clientId]);
    const scopes = new ScopesStore(database.dataSource);
    const words = {
      title: 'Photos',
      description: '',
      texts: {},
      icon: 'key',
      sensitivity: 'normal',
    } as const;
    await runAudited(as('scope.create'), () => scopes.insert('photos', words));
    const context = as('scope.delete');
    await runAudited(context, () => scopes.delete('photos'));
    const entries = await store.list({ operation: context.operation }, undefined, 10);
    expect(entries.map(parse).reverse()).toMatchObject([
      { action: 'scope.delete', subject: { type: 'scope', id: 'photos' } },
      {
        action: 'application.update',
        subject: { type: 'application', id },
        changes: { [`clients.${clientId}.allowedScopes`]: { before: ['photos'], after: null } },
      },
    ]);
  });

  it('tells nothing where nothing has changed, though rows were written anew', async () => {
    const apis = new ApisStore(database.dataSource);
    const [id, before] = [randomUUID(), await newest(1)];
    const content = {
      name: 'Orders',
      description: '',
      hosts: [],
      basePath: '/orders',
      targets: [{ url: 'http://127.0.0.1:1', weight: 1 }],
      audience: 'https://orders.example',
      enabled: true,
      connectTimeoutMs: 1000,
      responseTimeoutMs: 1000,
      providerId: null,
      tls: null,
      sealedClientKey: null,
      access: 'everyone',
      policies: { retries: 2 },
      callers: { applicationIds: [], resourceServerIds: [], outsideIssuerIds: [] },
    } as unknown as Parameters<ApisStore['insert']>[1];
    const route = {
      methods: ['GET'],
      path: '/a',
      access: 'public',
      scopes: [],
      scopeMatch: 'all',
      acr: null,
      maxAgeSeconds: null,
      rewrite: null,
      fixedResponse: null,
      requiredDetail: null,
    } as const;
    const routes = [{ ...route, methods: ['GET'], scopes: [] }];
    await apis.insert(id, content, routes);
    await apis.replace(id, 1, content, routes);
    const after = await newest(1);
    expect(after[0]?.number).toBe((before[0]?.number ?? 0) + 1);
    await apis.replace(id, 2, { ...content, policies: { retries: 3 } }, [
      { ...route, methods: ['GET'], scopes: ['x'], access: 'scopes' },
    ]);
    expect((await newest(1))[0]?.changes).toEqual({
      'policies.retries': { before: 2, after: 3 },
      'routes.GET /a.access': { before: 'public', after: 'scopes' },
      'routes.GET /a.scopes': { before: null, after: ['x'] },
    });
  });

  it('undoes the entry with the change', async () => {
    const before = await newest(1);
    const failed = database.dataSource.transaction(async (manager) => {
      await manager.query("UPDATE brand SET name = 'Half'");
      throw new Error('undone');
    });
    await expect(failed).rejects.toThrow('undone');
    expect(await newest(1)).toEqual(before);
  });

  it('undoes the change where no entry can be written', async () => {
    await database.pool.query('ALTER TABLE audit_entries ADD CONSTRAINT full_disk CHECK (false) NOT VALID');
    await expect(database.controlPool.query("UPDATE brand SET name = 'Untold'")).rejects.toThrow('full_disk');
    await database.pool.query('ALTER TABLE audit_entries DROP CONSTRAINT full_disk');
    const { rows } = await database.pool.query<{ name: string | null }>('SELECT name FROM brand');
    expect(rows).toEqual([{ name: null }]);
  });

  it('never mistakes one who acts for another, on connections that they share', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `actor-${index}`);
    await Promise.all(
      names.map((name) =>
        runAudited(as('scope.create', name), () =>
          database.controlPool.query("INSERT INTO scopes (name, title) VALUES ($1, '')", [name]),
        ),
      ),
    );
    const told = await Promise.all(
      names.map((name) => store.list({ type: 'scope', subject: name }, undefined, 9)),
    );
    expect(told.map((entries) => entries.map((entry) => parse(entry).actor.id))).toEqual(
      names.map((name) => [name]),
    );
  });

  it('cannot be changed, and tells who changes it all the same', async () => {
    for (const statement of [
      "UPDATE audit_entries SET entry = '{}'",
      'DELETE FROM audit_entries',
      'TRUNCATE audit_entries',
    ])
      await expect(database.pool.query(statement)).rejects.toThrow('only ever appended to');
    await expect(database.pool.query("UPDATE audit_entries SET action = 'x'")).rejects.toThrow();
    const entries = await store.listAfter(0, 10_000);
    expect(followChain(await store.findStart(), entries)).toMatchObject({ number: entries.length });
    const [third] = entries.slice(2);
    await database.pool.query('ALTER TABLE audit_entries DISABLE TRIGGER USER');
    await database.pool.query(
      "UPDATE audit_entries SET entry = replace(entry, '192.0.2.1', '192.0.2.2') WHERE number = 1",
    );
    expect(followChain(await store.findStart(), await store.listAfter(0, 10))).toMatchObject({
      number: 1,
      kind: 'changed',
    });
    await database.pool.query(
      "UPDATE audit_entries SET entry = replace(entry, '192.0.2.2', '192.0.2.1') WHERE number = 1",
    );
    await database.pool.query('DELETE FROM audit_entries WHERE number = 3');
    expect(followChain(await store.findStart(), await store.listAfter(0, 10))).toMatchObject({
      number: 4,
      kind: 'missing',
    });
    await database.pool.query('INSERT INTO audit_entries (number, entry, hash) VALUES ($1, $2, $3)', [
      3,
      third?.entry,
      third?.hash,
    ]);
    await database.pool.query('ALTER TABLE audit_entries ENABLE TRIGGER USER');
  });

  it('removes what is older than it is to be kept, and still knows what the rest follows', async () => {
    const [oldest] = await store.listAfter(0, 1);
    expect(await store.trim(1, 100)).toBe(0);
    expect(await store.trim(-1, 3)).toBe(3);
    const entries = await store.listAfter(0, 10_000);
    expect(entries[0]?.number).toBe((oldest?.number ?? 0) + 3);
    expect(followChain(await store.findStart(), entries)).toMatchObject({ number: entries.at(-1)?.number });
    expect(parse(entries.at(-1) as ChainedEntry).action).toBe('audit.trim');
  });

  it('goes on with its chain where everything is older than it is to be kept', async () => {
    const [last] = await store.list({}, undefined, 1);
    expect(await store.trim(-1, 100_000)).toBeGreaterThan(1);
    await database.controlPool.query("UPDATE brand SET name = 'Anew'");
    const entries = await store.listAfter(0, 10);
    expect(entries.map(parse)).toMatchObject([{ action: 'audit.trim' }, { action: 'brand.update' }]);
    expect(entries[0]?.number).toBe((last?.number ?? 0) + 1);
    expect(followChain(await store.findStart(), entries)).toMatchObject({ number: entries[1]?.number });
  });
});
