import type { Provider } from '@gatehouse/gateway-core';
import type { ProviderDetail, ProviderStatus } from '@gatehouse/dto';
import type { ProviderRecord, ProviderUse } from '@gatehouse/persistence';
import type { ProviderSecrets } from '../platform/upstream-tokens/provider-secrets.js';

const toMoment = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : new Date(milliseconds).toISOString();

function findState(provider: Provider, now: number): ProviderStatus['state'] {
  if (provider.error !== null) return 'failing';
  if (provider.sealedAccessToken !== null && (provider.expiresAt ?? 0) > now) return 'ready';
  const isConnected = provider.settings.flow !== 'authorization_code' || provider.hasRefreshToken;
  return isConnected ? 'waiting' : 'not-connected';
}

export const toStatus = (provider: Provider, now: number): ProviderStatus => ({
  state: findState(provider, now),
  fetchedAt: toMoment(provider.fetchedAt),
  expiresAt: toMoment(provider.expiresAt),
  error: provider.error,
  failures: provider.failures,
  retryAt: toMoment(provider.retryAt),
});

const NOTHING_YET: ProviderStatus = {
  state: 'waiting',
  fetchedAt: null,
  expiresAt: null,
  error: null,
  failures: 0,
  retryAt: null,
};

export interface DetailParts {
  readonly secrets: ProviderSecrets;
  /** As this node knows it; undefined while it does not. */
  readonly provider: Provider | undefined;
  readonly uses: readonly ProviderUse[];
  readonly redirectUri: string;
  readonly now: number;
}

/** A provider as operators see it: of the secrets, whether they are there. */
export function toProviderDetail(record: ProviderRecord, parts: DetailParts): ProviderDetail {
  const { secrets, provider, uses, redirectUri, now } = parts;
  return {
    id: record.id,
    name: record.name,
    ...record.settings,
    hasClientSecret: secrets.clientSecret !== undefined,
    hasPrivateKey: secrets.privateKey !== undefined,
    hasRefreshToken: secrets.refreshToken !== undefined || provider?.hasRefreshToken === true,
    redirectUri,
    status: provider === undefined ? NOTHING_YET : toStatus(provider, now),
    usedBy: uses
      .filter(({ providerId }) => providerId === record.id)
      .map(({ apiId, apiName }) => ({ apiId, apiName })),
    version: record.version,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}
