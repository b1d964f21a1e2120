import type { AccountActivities, ActivityQuery } from '@gatehouse/dto';
import { type ActivityPlace, listActivity } from '@gatehouse/persistence';
import { nameBrowsers } from './browser-names.js';
import type { Language } from './language.js';
import type { Platform } from './platform.tokens.js';
import { sayScope } from './said-scopes.js';

function toPlace(after: string | undefined): ActivityPlace | undefined {
  const [microseconds, id] = (after ?? '').split('_');
  return microseconds === undefined || id === undefined ? undefined : { microseconds, id };
}

/** What is recorded of an account, as its owner and operators read it. */
export async function describeActivity(
  { database, snapshots }: Pick<Platform, 'database' | 'snapshots'>,
  userId: string,
  { after, limit }: ActivityQuery,
  language: Language,
): Promise<AccountActivities> {
  const rows = await listActivity(database.pool, userId, {
    limit: limit + 1,
    after: toPlace(after),
  });
  const snapshot = snapshots.current();
  const shown = rows.slice(0, limit);
  const names = await nameBrowsers(shown);
  const items = shown.map(({ id, kind, at, name, detail, address, isByOperator, count }, index) => ({
    id,
    kind,
    at: at.toISOString(),
    name,
    permission: detail === null ? null : sayScope(snapshot, detail, language).title,
    browser: names[index]?.browser ?? null,
    system: names[index]?.system ?? null,
    address,
    isByOperator,
    count,
  }));
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { items, next: last === undefined ? null : `${last.microseconds}_${last.id}` };
}
