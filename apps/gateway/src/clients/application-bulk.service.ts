import { Inject, Injectable } from '@nestjs/common';
import {
  type ApplicationEffects,
  type ApplicationQuery,
  type ApplicationSelection,
  type BulkAction,
  type BulkOutcome,
  type ChangeApplications,
  type ChangedApplications,
  MAX_BULK_APPLICATIONS,
} from '@gatehouse/dto';
import { ApplicationBulkStore } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';

type States = Awaited<ReturnType<ApplicationBulkStore['findStates']>>;

/** Changes many applications at a time: those that are as they were seen, in one statement. */
@Injectable()
export class ApplicationBulkService {
  private readonly store: ApplicationBulkStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new ApplicationBulkStore(platform.database.dataSource);
  }

  select(query: ApplicationQuery): Promise<ApplicationSelection> {
    return this.store.select(query, MAX_BULK_APPLICATIONS);
  }

  describeEffects(ids: readonly string[]): Promise<ApplicationEffects> {
    return this.store.sumEffects(ids);
  }

  /** In force on this node when the answer leaves. What could not be changed is told, and keeps nothing from the others. */
  async change({ action, applications }: ChangeApplications): Promise<ChangedApplications> {
    const ids = applications.map(({ id }) => id);
    const before = byId(await this.store.findStates(ids));
    const done =
      action === 'delete'
        ? await this.store.delete(applications)
        : await this.store.setEnabled(applications, action === 'enable');
    await this.platform.snapshots.refresh('clients', 'applications', 'apiKeys', 'apis');
    // What was not changed is judged by what there is now.
    const after = byId(await this.store.findStates(ids.filter((id) => !done.has(id))));
    const receiptOf =
      action === 'enable' || done.size === 0 ? undefined : await this.store.findLastEpochOf([...done]);
    return {
      results: applications.map(({ id }) => ({
        id,
        name: (after.get(id) ?? before.get(id))?.name ?? null,
        outcome: done.has(id) ? 'done' : findReason(action, after.get(id)),
      })),
      receiptOf: receiptOf ?? null,
    };
  }
}

const byId = (states: States): ReadonlyMap<string, States[number]> =>
  new Map(states.map((state) => [state.id, state]));

/** Why one was left as it is. */
export function findReason(
  action: BulkAction,
  state: Pick<States[number], 'enabled' | 'builtIn'> | undefined,
): BulkOutcome {
  if (state === undefined) return 'gone';
  if (state.builtIn) return 'built-in';
  if (action !== 'delete' && state.enabled === (action === 'enable')) return 'same';
  return 'stale';
}
