import { isDeepStrictEqual } from 'node:util';
import type { DocumentApplication, DocumentClient, PlannedApplication } from '@gatehouse/dto';
import { DEFAULT_CLIENT_SETTINGS } from '@gatehouse/oauth-core';
import type { StoredTransfer, TransferApplication, TransferClient } from '@gatehouse/persistence';
import { profileOf } from '../../platform/registry/profile-rules.js';
import { readLogo } from '../../brand/logo.js';
import { listChanges } from './changes.js';

/** What there is where the file comes to. */
export interface Here {
  readonly knowsScope: (name: string) => boolean;
  /** IDs of the APIs of each name. */
  readonly apis: ReadonlyMap<string, readonly string[]>;
  readonly nameOfApi: (id: string) => string;
  readonly stored: ReadonlyMap<string, StoredTransfer>;
  /** Which application has a client. */
  readonly owners: ReadonlyMap<string, string>;
}

export interface Planned {
  readonly plan: PlannedApplication;
  readonly application: TransferApplication;
  readonly stored: StoredTransfer | undefined;
}

const SETTING_NAMES = Object.keys(DEFAULT_CLIENT_SETTINGS);

const DEFAULTS = {
  name: '',
  enabled: true,
  accessTokenFormat: 'jwt',
  accessTokenLifetimeSeconds: 3600,
  refreshTokenIdleSeconds: 43_200,
  refreshTokenLifetimeSeconds: 2_592_000,
} as const;

/** Of a client that the file says nothing else about. */
function toClient(client: DocumentClient, { knowsScope }: Here): TransferClient {
  const defaults = DEFAULT_CLIENT_SETTINGS as unknown as Readonly<Record<string, unknown>>;
  const told: Readonly<Record<string, unknown>> = {
    ...(client as unknown as Readonly<Record<string, unknown>>),
    profile: profileOf(client),
  };
  const given = Object.entries(told).filter(
    ([name, value]) =>
      SETTING_NAMES.includes(name) && value != null && !isDeepStrictEqual(value, defaults[name]),
  );
  const allowedScopes = (client.allowedScopes ?? []).filter(knowsScope);
  return {
    id: client.clientId,
    type: client.type,
    name: client.name ?? DEFAULTS.name,
    enabled: client.enabled ?? DEFAULTS.enabled,
    authenticationMethod:
      client.tokenEndpointAuthMethod ?? (client.type === 'public' ? 'none' : 'client_secret_basic'),
    settings: Object.fromEntries(given),
    redirectUris: client.redirectUris ?? [],
    grantTypes: client.grantTypes ?? [],
    allowedScopes,
    defaultScopes: (client.defaultScopes ?? []).filter((name) => allowedScopes.includes(name)),
    accessTokenFormat: client.accessTokenFormat ?? DEFAULTS.accessTokenFormat,
    accessTokenLifetimeSeconds: client.accessTokenLifetimeSeconds ?? DEFAULTS.accessTokenLifetimeSeconds,
    refreshTokenIdleSeconds: client.refreshTokenIdleSeconds ?? DEFAULTS.refreshTokenIdleSeconds,
    refreshTokenLifetimeSeconds: client.refreshTokenLifetimeSeconds ?? DEFAULTS.refreshTokenLifetimeSeconds,
    secrets: client.secrets?.map(({ hash, expiresAt }) => ({
      hash: Buffer.from(hash, 'base64url'),
      expiresAt: expiresAt == null ? null : new Date(expiresAt),
    })),
  };
}

function toApplication(given: DocumentApplication, here: Here): TransferApplication {
  const before = here.stored.get(given.id);
  // Where more than one API has the name, those stay that the application is named at already.
  const idsOf = (name: string, named: readonly { readonly apiId: string }[] = []): readonly string[] => {
    const ids = here.apis.get(name) ?? [];
    return ids.length === 1 ? ids : ids.filter((id) => named.some(({ apiId }) => apiId === id));
  };
  return {
    facts: {
      id: given.id,
      name: given.name,
      description: given.description,
      kind: given.kind,
      publisher: given.publisher ?? null,
      isVerified: given.isVerified ?? false,
      contactEmail: given.contactEmail ?? null,
      contactPhone: given.contactPhone ?? null,
      homepageUrl: given.homepageUrl ?? null,
      privacyUrl: given.privacyUrl ?? null,
      termsUrl: given.termsUrl ?? null,
      isFirstParty: given.isFirstParty,
      enabled: given.enabled,
      origins: given.origins,
    },
    logo: given.logo == null ? null : readLogo(given.logo),
    limits: given.limits?.map(({ requests, per }) => ({ requests, per })) ?? null,
    apiLimits: given.apiLimits.flatMap(({ api, limits }) =>
      idsOf(api, before?.apiLimits).map((apiId) => ({
        apiId,
        limits: limits.map(({ requests, per }) => ({ requests, per })),
      })),
    ),
    access: given.access.flatMap(({ api, role }) =>
      idsOf(
        api,
        before?.access.filter((one) => one.role === role),
      ).map((apiId) => ({ apiId, role })),
    ),
    clients: given.clients.map((client) => toClient(client, here)),
  };
}

function listConflicts(
  { facts, clients }: TransferApplication,
  here: Here,
  before: StoredTransfer | undefined,
): string[] {
  if (before?.builtIn === true) return ['It is part of Gatehouse here, and cannot be changed.'];
  return clients.flatMap(({ id, type }) => {
    const owner = here.owners.get(id);
    if (owner !== undefined && owner !== facts.id) return [`Another application has the client ${id} here.`];
    const known = before?.clients.find((client) => client.id === id);
    return known !== undefined && known.type !== type
      ? [`The client ${id} is ${known.type} here: that never changes.`]
      : [];
  });
}

function listNotes({ clients }: TransferApplication, before: StoredTransfer | undefined): string[] {
  return clients.flatMap(({ id, type, authenticationMethod, secrets }) => {
    if (type === 'public' || !authenticationMethod.startsWith('client_secret')) return [];
    const known = before?.clients.find((client) => client.id === id);
    if (authenticationMethod === 'client_secret_jwt' && known === undefined)
      return [`${id} signs with its secret, which no file has: rotate it here.`];
    return (secrets ?? []).length + (known?.secrets ?? []).length === 0
      ? [`${id} has no secret here: rotate it to get one.`]
      : [];
  });
}

/** What the file would make of one application here. */
export function planApplication(given: DocumentApplication, here: Here): Planned {
  const application = toApplication(given, here);
  const stored = here.stored.get(given.id);
  const conflicts = listConflicts(application, here, stored);
  const changes = stored === undefined ? [] : listChanges(application, stored, here.nameOfApi);
  const scopes = given.clients.flatMap(({ allowedScopes = [] }) => allowedScopes);
  const apis = [...given.access, ...given.apiLimits].map(({ api }) => api);
  const settled = stored === undefined ? 'new' : changes.length === 0 ? 'same' : 'changed';
  return {
    application,
    stored,
    plan: {
      id: given.id,
      name: given.name,
      state: conflicts.length > 0 ? 'conflict' : settled,
      changes,
      conflicts,
      missingScopes: [...new Set(scopes.filter((name) => !here.knowsScope(name)))],
      missingApis: [...new Set(apis.filter((name) => here.apis.get(name)?.length !== 1))],
      // First the conflict is settled.
      notes: conflicts.length > 0 ? [] : listNotes(application, stored),
    },
  };
}
