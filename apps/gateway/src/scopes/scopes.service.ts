import { Inject, Injectable } from '@nestjs/common';
import type { CreateScope, Page, ScopeDetail, ScopeQuery, ScopeUse, UpdateScope } from '@gatehouse/dto';
import { findScopeUse, NotFoundError, type ScopeRow, ScopesStore } from '@gatehouse/persistence';
import { BUILT_IN_SCOPES, isBuiltInScope, parseScope } from '@gatehouse/scopes';
import { listOpenScopes } from '../platform/open-scopes.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { fieldProblem, InvalidFieldsError } from '../platform/validation.js';
import { toScopeContent } from './scope-content.js';

/** Those that a caller may see. */
interface Seen {
  readonly scopes: ReadonlySet<string>;
  readonly apiIds: readonly string[];
}

/** Defines scopes: the words that end users read on the consent page. */
@Injectable()
export class ScopesService {
  private readonly store: ScopesStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new ScopesStore(platform.database.dataSource);
  }

  /** By name, the built-in ones last. @throws InvalidFieldsError */
  async list(query: ScopeQuery, seen?: Seen): Promise<Page<ScopeDetail>> {
    const { search, isUsed, isBuiltIn, sensitivity, page, pageSize } = query;
    const named = findNames(query);
    const names =
      seen === undefined ? named : [...seen.scopes].filter((name) => named?.includes(name) ?? true);
    const builtIn = isBuiltIn === false || isUsed !== undefined ? [] : findBuiltIn(query, names);
    const offset = (page - 1) * pageSize;
    // An empty list of names finds none.
    const filter = { search, isUsed, sensitivity, names: isBuiltIn === true ? [] : names };
    const own = await this.store.list(filter, { offset, limit: pageSize }, seen?.apiIds);
    const start = Math.max(0, offset - own.total);
    const items = [...own.items.map(toDetail), ...builtIn.slice(start, start + pageSize - own.items.length)];
    return { items, total: own.total + builtIn.length, page, pageSize };
  }

  /** Those that members may hand out, with the APIs of the catalogue alone. */
  listOpen(query: ScopeQuery): Promise<Page<ScopeDetail>> {
    const snapshot = this.platform.snapshots.current();
    const listed = snapshot.apis.filter(({ policies }) => policies.isListed);
    return this.list(query, { scopes: listOpenScopes(snapshot), apiIds: listed.map(({ id }) => id) });
  }

  /** @throws NotFoundError */
  async get(name: string): Promise<ScopeUse> {
    const [scope, use] = await Promise.all([
      this.find(name),
      findScopeUse(this.platform.database.controlPool, name),
    ]);
    return {
      ...scope,
      ...use,
      routes: use.routes.map(({ scopes, ...route }) => ({
        ...route,
        others: scopes.filter((other) => other !== name),
      })),
      lastUsedAt: use.lastUsedAt?.toISOString() ?? null,
    };
  }

  /** @throws TakenError, ProblemError 409 */
  async create({ name, ...input }: CreateScope): Promise<ScopeDetail> {
    checkNotBuiltIn(name);
    await this.store.insert(name, toScopeContent(input));
    await this.platform.snapshots.refresh('scopes');
    return this.find(name);
  }

  /** @throws NotFoundError, StaleVersionError, ProblemError 409 */
  async update(name: string, { version, ...input }: UpdateScope): Promise<ScopeDetail> {
    checkNotBuiltIn(name);
    await this.store.update(name, version, toScopeContent(input));
    await this.platform.snapshots.refresh('scopes');
    return this.find(name);
  }

  /** @throws NotFoundError, ProblemError 409 while an API uses it */
  async delete(name: string): Promise<void> {
    checkNotBuiltIn(name);
    const { usedBy, apiCount } = await this.find(name);
    if (apiCount > 0) {
      const names = usedBy.map(({ apiName }) => apiName);
      // The same in every language.
      const apis = [...names, ...(apiCount > names.length ? ['…'] : [])].join(', ');
      throw new ProblemError('scope-in-use', { apis });
    }
    await this.store.delete(name);
    await this.platform.snapshots.refresh('scopes', 'clients', 'apiKeys');
  }

  /** @throws NotFoundError */
  private async find(name: string): Promise<ScopeDetail> {
    const builtIn = BUILT_IN_DETAILS.find((scope) => scope.name === name);
    if (builtIn !== undefined) return builtIn;
    const { items } = await this.store.list({ names: [name] }, { offset: 0, limit: 1 });
    const [row] = items;
    if (row === undefined) throw new NotFoundError('scope');
    return toDetail(row);
  }
}

const toDetail = (row: ScopeRow): ScopeDetail => ({ ...row, builtIn: false });

const BUILT_IN_DETAILS: readonly ScopeDetail[] = BUILT_IN_SCOPES.map((scope) => ({
  ...scope,
  builtIn: true,
  version: 0,
  usedBy: [],
  apiCount: 0,
}));

/** Searched as the database does it. */
function findBuiltIn(
  { search = '', sensitivity }: ScopeQuery,
  names: readonly string[] | undefined,
): readonly ScopeDetail[] {
  const wanted = search.toLowerCase();
  return BUILT_IN_DETAILS.filter(
    (scope) =>
      `${scope.name}\n${scope.title}\n${scope.description}`.toLowerCase().includes(wanted) &&
      (sensitivity === undefined || scope.sensitivity === sensitivity) &&
      (names?.includes(scope.name) ?? true),
  );
}

function findNames({ names }: ScopeQuery): readonly string[] | undefined {
  if (names === undefined) return undefined;
  const parsed = parseScope(names);
  if (parsed !== undefined) return parsed;
  throw new InvalidFieldsError([fieldProblem('names', 'scope-names-malformed')]);
}

function checkNotBuiltIn(name: string): void {
  if (!isBuiltInScope(name)) return;
  throw new ProblemError('scope-built-in');
}
