import { randomBytes } from 'node:crypto';
import { aClient } from '@gatehouse/oauth-core/testing';
import { NO_REVOCATIONS } from '@gatehouse/oauth-core';
import { DEFAULT_POLICIES, EVERY_CALLER, NO_LIMITS } from '@gatehouse/gateway-core';
import type { Snapshot, SnapshotSource } from '@gatehouse/persistence';
import { createCurrentDirectory, type NodeDirectory } from './directory.js';
import { createSealing } from './sealing.js';
import { generateSigningKey } from './signing-keys.js';

const sealing = createSealing(randomBytes(32));

type Api = Snapshot['apis'][number];
const anApi = (audience: string, scopes: readonly string[]): Api => ({
  id: audience,
  name: audience,
  description: '',
  hosts: [],
  basePath: '/api',
  targets: [{ url: 'http://localhost', weight: 1 }],
  audience,
  isEnabled: true,
  connectTimeoutMs: 1000,
  responseTimeoutMs: 1000,
  providerId: null,
  tls: null,
  sealedClientKey: null,
  cacheEpoch: 0,
  policies: DEFAULT_POLICIES,
  callers: EVERY_CALLER,
  routes: [
    {
      id: 'route',
      methods: [],
      path: '/',
      access: 'scopes',
      scopes: [...scopes],
      scopeMatch: 'all',
      acr: null,
      maxAgeSeconds: null,
      rewrite: null,
      fixedResponse: null,
      requiredDetail: null,
    },
  ],
});

async function createStage(apis: readonly Api[] = []) {
  const key = await generateSigningKey(sealing, 'ES256');
  const old = await generateSigningKey(sealing, 'ES256');
  let snapshot: Snapshot = {
    settings: { values: {}, version: 1 },
    registrationPolicies: [],
    detailsTypes: new Map(),
    clients: new Map([['print-shop', aClient()]]),
    apis,
    contracts: new Map(),
    applications: new Map(),
    apiKeys: new Map(),
    scopes: new Map(),
    keys: [
      { ...old, state: 'retired' },
      { ...key, state: 'active' },
    ],
    revocations: NO_REVOCATIONS,
    trustedIssuers: new Map(),
    providers: new Map(),
    identityProviders: new Map(),
    outsideIssuers: new Map(),
    limits: { system: NO_LIMITS, applications: new Map() },
    brand: {
      name: null,
      accent: null,
      supportUrl: null,
      termsUrl: null,
      privacyUrl: null,
      texts: {},
      logo: null,
      version: 1,
    },
  };
  const snapshots = { current: () => snapshot } as SnapshotSource;
  const current = createCurrentDirectory(snapshots, {
    privateParts: { sealing, signer: undefined },
    defaultAlgorithm: 'ES256',
    adminAudience: 'https://admin.example/api',
  });
  return {
    current,
    key,
    change: (changes: Partial<Snapshot>) => void (snapshot = { ...snapshot, ...changes }),
  };
}

describe("a node's directory", () => {
  it('signs with the active key and knows every published one', async () => {
    const { current, key } = await createStage();
    expect(current().getSigningKey().kid).toBe(key.kid);
    expect(current().keysByHeader.size).toBe(2);
  });

  it('fails when no key is active', async () => {
    const { current, change } = await createStage();
    change({ keys: [] });
    expect(() => current().getSigningKey()).toThrow(/no signing key/);
  });

  it('goes on when a new key is sealed under a master key that it does not have: others sign with it', async () => {
    const { current, change, key } = await createStage();
    const before = current();
    const elsewhere = await generateSigningKey(createSealing(randomBytes(32)), 'ES256');
    const known = before.snapshot.keys.map((sealed) => ({
      ...sealed,
      sealedPrivateKey: Buffer.from('sealed anew'),
    }));
    change({ keys: [{ ...elsewhere, state: 'next' }, ...known] });
    expect(current().keys.map(({ kid }) => kid)).toContain(elsewhere.kid);
    expect(await current().getSigningKey().sign(Buffer.from('x'))).toHaveLength(64);
    expect(current().getSigningKey().kid).toBe(key.kid);

    change({ keys: [{ ...elsewhere, state: 'active' }] });
    await expect(current().getSigningKey().sign(Buffer.from('x'))).rejects.toMatchObject({
      code: 'temporarily_unavailable',
      reason: expect.stringContaining('GATEHOUSE_MASTER_KEY'),
    });
  });

  it('does not start with such a key', async () => {
    const { current, change } = await createStage();
    change({
      keys: [{ ...(await generateSigningKey(createSealing(randomBytes(32)), 'ES256')), state: 'retired' }],
    });
    expect(() => current()).toThrow(/GATEHOUSE_MASTER_KEY/);
  });

  it('finds the audiences of all APIs that use a scope, each once', async () => {
    const { current } = await createStage([
      anApi('https://api.example/a', ['photos', 'albums']),
      anApi('https://api.example/b', ['photos']),
    ]);
    expect(current().findAudience(['albums', 'photos'])).toEqual([
      'https://api.example/a',
      'https://api.example/b',
    ]);
    expect(current().findAudience(['albums'])).toEqual(['https://api.example/a']);
    expect(current().findAudience(['unused'])).toEqual([]);
  });

  it('gives the built-in scopes to the admin REST API, whatever a published API says', async () => {
    const { current } = await createStage([anApi('https://api.example/a', ['gatehouse.write'])]);
    expect(current().findAudience(['gatehouse.write'])).toEqual(['https://admin.example/api']);
  });

  it('is the same until the snapshot changes; a request keeps the one it began with', async () => {
    const { current, change } = await createStage();
    const before: NodeDirectory = current();
    expect(current()).toBe(before);
    change({ clients: new Map() });
    expect(current()).not.toBe(before);
    expect(current().findClient('print-shop')).toBeUndefined();
    expect(before.findClient('print-shop')).toBeDefined();
    // Keys are opened once, not with every change of a client.
    expect(current().keys).toBe(before.keys);
  });
});
