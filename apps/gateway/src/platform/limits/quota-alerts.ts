import { findLimit, parseLimitKey } from '@gatehouse/gateway-core';
import type { QuotaCountStore, QuotaTotal, Snapshot } from '@gatehouse/persistence';
import type { Logger } from '../logger.js';

/** Shares of a quota, in percent, at which operators are told; the highest first. */
const SHARES = [100, 80] as const;

export interface QuotaAlertsOptions {
  readonly store: Pick<QuotaCountStore, 'claimAlert'>;
  readonly logger: Logger;
  readonly currentSnapshot: () => Pick<Snapshot, 'apis' | 'limits' | 'clients'>;
}

/**
 * Tells operators when an application, or all of them together, have used 80 % and 100 % of a quota: once in each period,
 * whichever node notices. The row of the count keeps it, for the console.
 */
export async function tellOfQuotas(
  { store, logger, currentSnapshot }: QuotaAlertsOptions,
  totals: readonly QuotaTotal[],
): Promise<void> {
  const { apis, limits, clients } = currentSnapshot();
  for (const total of totals) {
    const key = parseLimitKey(total.key);
    if (key.party === 'user' || key.party === 'address') continue;
    const api = key.apiId === null ? undefined : apis.find(({ id }) => id === key.apiId);
    const limit = findLimit(key, total.subject, limits, api?.policies);
    if (limit === undefined) continue;
    const share = SHARES.find((percent) => total.total * 100 >= limit.requests * percent) ?? 0;
    if (share <= total.alert || !(await store.claimAlert(total, share))) continue;
    const application = [...clients.values()].find(({ applicationId }) => applicationId === total.subject);
    logger.warn(share === 100 ? 'a quota is used up' : 'a quota is nearly used up', {
      event: 'quota-alert',
      percent: share,
      used: total.total,
      requests: limit.requests,
      per: limit.per,
      api: api?.name ?? null,
      applicationId: key.party === 'application' ? total.subject : null,
      application: application?.applicationName ?? null,
    });
  }
}
