import type { AccountActivities } from '@gatehouse/dto';
import { listActivity } from '@gatehouse/persistence';
import { nameBrowsers } from './browser-names.js';
import type { Language } from './language.js';
import type { Platform } from './platform.tokens.js';
import { sayScope } from './said-scopes.js';

export interface ActivityPage {
  readonly page: number;
  readonly pageSize: number;
}

/** What is recorded of an account, as its owner and operators read it. */
export async function describeActivity(
  { database, snapshots }: Pick<Platform, 'database' | 'snapshots'>,
  userId: string,
  { page, pageSize }: ActivityPage,
  language: Language,
): Promise<AccountActivities> {
  const rows = await listActivity(database.pool, userId, {
    limit: pageSize + 1,
    offset: (page - 1) * pageSize,
  });
  const snapshot = snapshots.current();
  const shown = rows.slice(0, pageSize);
  const names = await nameBrowsers(shown);
  const items = shown.map(({ kind, at, name, detail, address, isByOperator, count }, index) => ({
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
  return { items, hasMore: rows.length > pageSize };
}
