import type { ApplicationsDocument, DocumentApplication, DocumentClient } from '@gatehouse/dto';
import { DEFAULT_CLIENT_SETTINGS } from '@gatehouse/oauth-core';
import type { TransferApplication, TransferClient } from '@gatehouse/persistence';
import { toDataUri } from '../../brand/logo.js';

interface Origin {
  readonly issuer: string;
  readonly at: Date;
  /** Whether hashes of secrets go with it. */
  readonly withSecrets: boolean;
  /** By ID. */
  readonly apiNames: ReadonlyMap<string, string>;
}

const isLiving =
  (at: Date) =>
  ({ expiresAt }: { readonly expiresAt: Date | null }): boolean =>
    expiresAt === null || expiresAt > at;

function toDocumentClient(
  { id, authenticationMethod, settings, secrets = [], ...client }: TransferClient,
  { withSecrets, at }: Origin,
): DocumentClient {
  // Defaults are left out: the other side has its own.
  const known = Object.keys(DEFAULT_CLIENT_SETTINGS);
  const own = Object.fromEntries(Object.entries(settings).filter(([name]) => known.includes(name)));
  return {
    clientId: id,
    tokenEndpointAuthMethod: authenticationMethod,
    ...client,
    ...own,
    ...(withSecrets && {
      secrets: secrets.filter(isLiving(at)).map(({ hash, expiresAt }) => ({
        hash: hash.toString('base64url'),
        expiresAt: expiresAt?.toISOString() ?? null,
      })),
    }),
  };
}

function toDocumentApplication(application: TransferApplication, origin: Origin): DocumentApplication {
  const { facts, logo, limits, apiLimits, access, clients } = application;
  // An API that was made this moment may have no name here yet.
  const named = <T extends object>(apiId: string, rest: T): (T & { api: string })[] => {
    const api = origin.apiNames.get(apiId);
    return api === undefined ? [] : [{ api, ...rest }];
  };
  return {
    ...facts,
    logo: logo === null ? null : toDataUri(logo),
    limits: limits === null ? null : [...limits],
    apiLimits: apiLimits.flatMap(({ apiId, limits: own }) => named(apiId, { limits: [...own] })),
    access: access.flatMap(({ apiId, role }) => named(apiId, { role })),
    clients: clients.map((client) => toDocumentClient(client, origin)),
  };
}

/** Applications as the file has them. */
export const toDocument = (
  applications: readonly TransferApplication[],
  origin: Origin,
): ApplicationsDocument => ({
  format: 'gatehouse-applications',
  version: 1,
  issuer: origin.issuer,
  exportedAt: origin.at.toISOString(),
  applications: applications.map((application) => toDocumentApplication(application, origin)),
});
