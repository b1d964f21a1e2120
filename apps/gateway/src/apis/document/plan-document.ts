import { randomUUID } from 'node:crypto';
import type { ApisChange, ApisDocument, ApisImportResult } from '@gatehouse/dto';
import { completePolicies } from '@gatehouse/gateway-core';
import type { ApisChanges, ApiWithRoutes, DeclaredApi } from '@gatehouse/persistence';
import { isBuiltInScope } from '@gatehouse/scopes';
import type { Env } from '../../platform/env.js';
import { type FieldProblem, fieldProblem } from '../../platform/field-problems.js';
import type { Sealing } from '../../platform/sealing.js';
import { toAudience, toHosts, toRouteContent } from '../api-content.js';
import { type ApiSurroundings, listClashes, type OtherApi } from '../api-rules.js';
import { toPolicies } from '../policies.js';
import { isNewKey, listErrors, toSealedContent } from '../checked-content.js';
import { toRouteFields } from '../api.answers.js';
import { toScopeContent } from '../../scopes/scope-content.js';
import { toCanonicalJson } from './canonical-json.js';
import { compareApi, compareRoutes } from './compare-api.js';
import { type DocumentKind, type MatchedApi, matchApis } from './match-apis.js';
import type { ResolvedApi } from './resolve-document.js';

/** What a document is held against. */
export interface PlanSurroundings extends Pick<
  ApiSurroundings,
  'providers' | 'applications' | 'outsideIssuers' | 'detailsTypes'
> {
  readonly env: Env;
  readonly sealing: Sealing;
  /** All that there are. */
  readonly apis: readonly ApiWithRoutes[];
  readonly scopes: readonly DeclaredScope[];
  /** IDs of the APIs that have an OpenAPI document. */
  readonly documented: ReadonlySet<string>;
}

export type DocumentPlan =
  | { readonly problems: readonly FieldProblem[] }
  | {
      readonly problems?: never;
      readonly changes: ApisChanges;
      readonly apis: readonly ApisChange[];
      readonly scopes: ApisImportResult['scopes'];
    };

type DeclaredScope = ApisChanges['scopes'][number];

/** What the document says; of what it leaves out, how it is stored. */
function planScopes({ scopes = [] }: ApisDocument, stored: readonly DeclaredScope[]) {
  const known = new Map(stored.map((scope) => [scope.name, scope]));
  return scopes.map(({ name, ...said }) => {
    const before = known.get(name);
    const scope = { name, ...toScopeContent(said, before) };
    const isSame =
      before !== undefined && toCanonicalJson(scope) === toCanonicalJson({ name, ...toScopeContent(before) });
    const state =
      before === undefined ? ('added' as const) : isSame ? ('unchanged' as const) : ('changed' as const);
    return { scope, state };
  });
}

const toOther = (api: ApiWithRoutes): OtherApi => ({ ...api, policies: completePolicies(api.policies) });

const NO_ROUTES = { added: 0, removed: 0, changed: 0 };

/** One API of the document, with the ID that it has or will have. */
interface Entry extends MatchedApi {
  readonly id: string;
}

class Planner {
  private readonly entries: readonly Entry[];
  private readonly gone: readonly ApiWithRoutes[];
  private readonly others: readonly OtherApi[];
  private readonly scopes: ReadonlySet<string>;
  readonly problems: FieldProblem[];

  constructor(
    private readonly kind: DocumentKind,
    private readonly document: ApisDocument,
    resolved: readonly ResolvedApi[],
    private readonly world: PlanSurroundings,
  ) {
    const { matched, problems } = matchApis(kind, document, resolved, world.apis);
    this.entries = matched.map((api) => ({ ...api, id: api.stored?.id ?? randomUUID() }));
    const builtIn = (document.scopes ?? []).flatMap(({ name }, index) =>
      isBuiltInScope(name) ? [fieldProblem(`scopes.${index}.name`, 'scopes-built-in', { scopes: name })] : [],
    );
    this.problems = [...resolved.flatMap((api) => api.problems), ...problems, ...builtIn];
    const named = new Set(this.entries.map(({ id }) => id));
    this.gone =
      kind === 'file'
        ? world.apis.filter(({ id, management }) => management === 'file' && !named.has(id))
        : [];
    this.scopes = new Set([...world.scopes, ...(document.scopes ?? [])].map(({ name }) => name));
    this.others = this.listOthers(named);
  }

  /** What will be published when all is done. */
  private listOthers(named: ReadonlySet<string>): OtherApi[] {
    const deleted = new Set(this.document.onRemoval === 'delete' ? this.gone : []);
    const { gatewayUrl } = this.world.env;
    return [
      ...this.world.apis.filter((api) => !named.has(api.id) && !deleted.has(api)).map(toOther),
      ...this.entries.map(({ id, input, stored, isPassedOver }): OtherApi =>
        isPassedOver && stored !== undefined
          ? toOther(stored)
          : {
              id,
              name: input.name,
              basePath: input.basePath,
              hosts: toHosts(input),
              audience: toAudience(input, gatewayUrl),
              policies: toPolicies(input.policies),
            },
      ),
    ];
  }

  /** What would be refused. */
  check(): void {
    const { sealing, documented } = this.world;
    for (const { id, index, input, stored, isPassedOver } of this.entries) {
      if (isPassedOver) continue;
      const others = this.others.filter((other) => other.id !== id);
      const hasDocument = documented.has(id);
      const surroundings = { ...this.world, scopes: this.scopes, hasDocument, others };
      const found = [
        ...listErrors(sealing, input, stored, surroundings),
        ...listClashes(input, surroundings),
      ];
      this.problems.push(
        ...found.map((problem) => ({ ...problem, field: `apis.${index}.${problem.field}` })),
      );
    }
  }

  private declare({ id, declared, input, stored }: Entry): DeclaredApi {
    const management = this.kind === 'file' ? 'file' : (stored?.management ?? 'console');
    const fileKey = this.kind === 'file' ? declared.key : (stored?.fileKey ?? declared.key);
    const content = toSealedContent(this.world, id, input, stored);
    return { id, fileKey, management, content, routes: input.routes.map(toRouteContent) };
  }

  private describe(entry: Entry, { content, routes }: DeclaredApi): ApisChange {
    const { declared, input, stored, isPassedOver } = entry;
    const of = { key: declared.key, name: input.name, basePath: input.basePath, id: stored?.id ?? null };
    if (isPassedOver) return { ...of, state: 'passed-over', fields: [], routes: NO_ROUTES };
    if (stored === undefined)
      return { ...of, state: 'added', fields: [], routes: { ...NO_ROUTES, added: routes.length } };
    const isOtherKey = isNewKey(this.world.sealing, input, stored);
    const fields = [...compareApi(stored, content, routes), ...(isOtherKey ? ['tls.clientKey'] : [])];
    return {
      ...of,
      state: fields.length === 0 ? 'unchanged' : 'changed',
      fields,
      routes: compareRoutes(stored.routes.map(toRouteFields), routes),
    };
  }

  private describeGone({ id, fileKey, name, basePath }: ApiWithRoutes): ApisChange {
    return { key: fileKey ?? '', name, basePath, id, state: 'removed', fields: [], routes: NO_ROUTES };
  }

  /** Of a document in which nothing is wrong. */
  plan(): Exclude<DocumentPlan, { readonly problems: readonly FieldProblem[] }> {
    const scopes = planScopes(this.document, this.world.scopes);
    const { onRemoval = 'disable' } = this.document;
    const rows = this.entries.map((entry) => {
      const api = this.declare(entry);
      return { api, stored: entry.stored, change: this.describe(entry, api) };
    });
    const of = (state: ApisChange['state']): DeclaredApi[] =>
      rows.filter(({ change }) => change.state === state).map(({ api }) => api);
    const claimed = rows.filter(
      ({ api, stored, change }) =>
        change.state === 'unchanged' &&
        (stored?.management !== api.management || stored.fileKey !== api.fileKey),
    );
    const isDelete = onRemoval === 'delete';
    return {
      changes: {
        scopes: scopes.filter(({ state }) => state !== 'unchanged').map(({ scope }) => scope),
        added: of('added'),
        changed: of('changed'),
        claimed: claimed.map(({ api }) => api),
        deleted: isDelete ? this.gone.map(({ id }) => id) : [],
        left: isDelete ? [] : this.gone.map(({ id }) => ({ id, isOff: onRemoval === 'disable' })),
      },
      apis: [...rows.map(({ change }) => change), ...this.gone.map((api) => this.describeGone(api))],
      scopes: scopes.map(({ scope, state }) => ({ name: scope.name, state })),
    };
  }
}

/** What a document would change, or why it cannot. */
export function planDocument(
  kind: DocumentKind,
  document: ApisDocument,
  resolved: readonly ResolvedApi[],
  world: PlanSurroundings,
): DocumentPlan {
  const planner = new Planner(kind, document, resolved, world);
  // A name that means nothing makes more of the same.
  if (planner.problems.length === 0) planner.check();
  return planner.problems.length > 0 ? { problems: planner.problems } : planner.plan();
}
