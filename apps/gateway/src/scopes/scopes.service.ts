import { Inject, Injectable } from '@nestjs/common';
import type { CreateScope, Page, ScopeDetail, UpdateScope } from '@gatehouse/dto';
import { ScopesStore } from '@gatehouse/persistence';
import { BUILT_IN_SCOPES, isBuiltInScope } from '@gatehouse/scopes';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';

/** Defines scopes: the words that end users read on the consent page. */
@Injectable()
export class ScopesService {
  private readonly store: ScopesStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new ScopesStore(platform.database.dataSource);
  }

  /** All of them, the built-in ones last: there are few. */
  async list(): Promise<Page<ScopeDetail>> {
    const [rows, uses] = await Promise.all([this.store.list(), this.store.listUses()]);
    const own = rows.map(({ name, title, description }) => ({
      name,
      title,
      description,
      builtIn: false,
      usedBy: uses.filter(({ scope }) => scope === name).map(({ apiId, apiName }) => ({ apiId, apiName })),
    }));
    const items = [...own, ...BUILT_IN_SCOPES.map((scope) => ({ ...scope, builtIn: true, usedBy: [] }))];
    return { items, total: items.length, page: 1, pageSize: items.length };
  }

  /** @throws TakenError, ProblemError 409 */
  async create({ name, title, description = '' }: CreateScope): Promise<ScopeDetail> {
    checkNotBuiltIn(name);
    await this.store.insert(name, { title, description });
    return this.refreshed(name);
  }

  /** @throws NotFoundError, ProblemError 409 */
  async update(name: string, { title, description = '' }: UpdateScope): Promise<ScopeDetail> {
    checkNotBuiltIn(name);
    await this.store.update(name, { title, description });
    return this.refreshed(name);
  }

  /** @throws NotFoundError, ProblemError 409 while an API uses it */
  async delete(name: string): Promise<void> {
    checkNotBuiltIn(name);
    const uses = await this.store.listUses(name);
    if (uses.length > 0) {
      const apis = uses.map(({ apiName }) => `"${apiName}"`).join(', ');
      throw new ProblemError(409, 'In use', `Routes of ${apis} ask for this scope. Change those first.`);
    }
    await this.store.delete(name);
    await this.platform.snapshots.refresh('scopes', 'clients');
  }

  private async refreshed(name: string): Promise<ScopeDetail> {
    await this.platform.snapshots.refresh('scopes');
    const found = (await this.list()).items.find((scope) => scope.name === name);
    if (found === undefined) throw new Error('the scope was not stored');
    return found;
  }
}

function checkNotBuiltIn(name: string): void {
  if (!isBuiltInScope(name)) return;
  throw new ProblemError(409, 'Built in', 'Scopes that begin with "gatehouse." belong to Gatehouse itself.');
}
