import type { DataSource, EntityManager } from 'typeorm';
import { Apis, Routes, Scopes } from '../../schemas/index.js';
import type { ScopeContent } from './scopes.store.js';
import type { ApiManagement, RouteRecord, ScopeRecord } from '../../schemas/records.js';
import { readApiCallers, replaceApiCallers } from './api-callers.js';
import { type ApiContent, type ApiWithRoutes, insertRoutes, type RouteContent } from './apis.store.js';
import { NotFoundError } from './store-errors.js';

/** The file that is in force. */
export interface AppliedApisFile {
  readonly revision: number;
  /** Of what it says; empty: it is to be applied again. */
  readonly hash: string;
  /** Host of the node that applied it. */
  readonly appliedBy: string;
  readonly appliedAt: Date;
}

/** Something that is wrong with a file. */
export interface ApisFileProblem {
  /** A path such as `apis.0.basePath`; empty: all of it. */
  readonly field: string;
  /** From 1; null where it is not known. */
  readonly line: number | null;
  readonly message: string;
  /** By which a page finds words of its own language. */
  readonly code?: string;
  readonly limit?: number;
  readonly values?: Readonly<Record<string, string>>;
}

/** What one node has read. */
export interface ApisFileReport {
  readonly path: string;
  /** Null: it cannot be told. */
  readonly revision: number | null;
  readonly hash: string;
  readonly problems: readonly ApisFileProblem[];
}

export interface ApisFileNode extends ApisFileReport {
  readonly nodeId: string;
  readonly host: string;
  readonly pid: number;
  readonly worker: number;
  readonly readAt: Date;
}

/** What a document makes of one API. */
export interface DeclaredApi {
  readonly id: string;
  readonly fileKey: string;
  readonly management: ApiManagement;
  readonly content: ApiContent;
  readonly routes: readonly RouteContent[];
}

/** Changes that are made together, or not at all. */
export interface ApisChanges {
  readonly scopes: readonly (Pick<ScopeRecord, 'name'> & ScopeContent)[];
  readonly added: readonly DeclaredApi[];
  readonly changed: readonly DeclaredApi[];
  /** Given another owner or key, and nothing else. */
  readonly claimed: readonly Pick<DeclaredApi, 'id' | 'fileKey' | 'management'>[];
  readonly deleted: readonly string[];
  /** Left to the operators; switched off where that is said. */
  readonly left: readonly { readonly id: string; readonly isOff: boolean }[];
}

/** One transaction in which nobody else changes APIs by a document. */
export interface ApisDocumentTransaction {
  findApplied(): Promise<AppliedApisFile | undefined>;
  listApis(): Promise<ApiWithRoutes[]>;
  listScopes(): Promise<ScopeRecord[]>;
  /** IDs of the APIs that have an OpenAPI document. */
  listDocumented(): Promise<ReadonlySet<string>>;
  write(changes: ApisChanges): Promise<void>;
  saveApplied(file: Omit<AppliedApisFile, 'appliedAt'>): Promise<void>;
}

// Any number, the same on every node, and not one that another lock has.
const DOCUMENT_LOCK = 4_711_028;
// A node is silent after three heartbeats.
const SILENT = "interval '15 seconds'";

/** APIs that files declare. */
export class ApisFileStore {
  constructor(private readonly dataSource: DataSource) {}

  /** One after the other, whichever nodes ask: who comes second finds what the first has done. */
  inTurn<T>(work: (transaction: ApisDocumentTransaction) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [DOCUMENT_LOCK]);
      return work({
        findApplied: () => findApplied(manager),
        listApis: () => listApis(manager),
        listScopes: () => manager.find(Scopes, { order: { name: 'ASC' } }),
        listDocumented: () => listDocumented(manager),
        write: (changes) => write(manager, changes),
        saveApplied: (file) => saveApplied(manager, file),
      });
    });
  }

  findApplied(): Promise<AppliedApisFile | undefined> {
    return findApplied(this.dataSource.manager);
  }

  /** What the nodes that live have read, by host and worker. */
  listNodes(): Promise<ApisFileNode[]> {
    return this.dataSource.query<ApisFileNode[]>(
      `SELECT f.node_id AS "nodeId", n.host, n.pid, n.worker, f.path, f.revision::float8 AS revision, f.hash, f.problems,
         f.read_at AS "readAt"
       FROM apis_file_nodes f JOIN nodes n ON n.id = f.node_id
       WHERE n.stopped_at IS NULL AND n.heard_at > now() - ${SILENT} ORDER BY n.host, n.worker, n.pid`,
    );
  }

  async report(nodeId: string, { path, revision, hash, problems }: ApisFileReport): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO apis_file_nodes (node_id, path, revision, hash, problems, read_at)
       SELECT id, $2, $3, $4, $5, clock_timestamp() FROM nodes WHERE id = $1
       ON CONFLICT (node_id) DO UPDATE SET path = EXCLUDED.path, revision = EXCLUDED.revision, hash = EXCLUDED.hash,
         problems = EXCLUDED.problems, read_at = EXCLUDED.read_at`,
      [nodeId, path, revision, hash, JSON.stringify(problems)],
    );
  }

  /** Takes an API out of the file's hands. @returns whether it was in them. @throws NotFoundError */
  release(id: string): Promise<boolean> {
    return changeManagement(this.dataSource.manager, id, 'file', 'released');
  }

  /**
   * Lets the file have an API again that was released: the file is applied again by whoever has the one that is in force.
   * @returns whether it was released. @throws NotFoundError
   */
  handBack(id: string): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const isDone = await changeManagement(manager, id, 'released', 'left');
      if (isDone) await manager.query("UPDATE apis_file SET hash = ''");
      return isDone;
    });
  }
}

async function changeManagement(
  manager: EntityManager,
  id: string,
  from: ApiManagement,
  to: ApiManagement,
): Promise<boolean> {
  // Not by TypeORM: whom it belongs to is no version of what it says.
  const [, changed] = await manager.query<[unknown, number]>(
    'UPDATE apis SET management = $3 WHERE id = $1 AND management = $2',
    [id, from, to],
  );
  if (changed > 0) return true;
  if (await manager.existsBy(Apis, { id })) return false;
  throw new NotFoundError('API');
}

async function findApplied(manager: EntityManager): Promise<AppliedApisFile | undefined> {
  const [row] = await manager.query<AppliedApisFile[]>(
    `SELECT revision::float8 AS revision, hash, applied_by AS "appliedBy", applied_at AS "appliedAt" FROM apis_file`,
  );
  return row;
}

async function saveApplied(
  manager: EntityManager,
  { revision, hash, appliedBy }: Omit<AppliedApisFile, 'appliedAt'>,
): Promise<void> {
  await manager.query(
    `INSERT INTO apis_file (revision, hash, applied_by, applied_at) VALUES ($1, $2, $3, clock_timestamp())
     ON CONFLICT (id) DO UPDATE SET revision = EXCLUDED.revision, hash = EXCLUDED.hash, applied_by = EXCLUDED.applied_by,
       applied_at = EXCLUDED.applied_at`,
    [revision, hash, appliedBy],
  );
}

async function listApis(manager: EntityManager): Promise<ApiWithRoutes[]> {
  const apis = await manager.find(Apis, { order: { id: 'ASC' } });
  const routes = await manager.find(Routes, { order: { position: 'ASC' } });
  const callersOf = await readApiCallers(
    manager,
    apis.map(({ id }) => id),
  );
  const byApi = new Map<string, RouteRecord[]>(apis.map(({ id }) => [id, []]));
  for (const route of routes) byApi.get(route.apiId)?.push(route);
  return apis.map((api) => ({ ...api, routes: byApi.get(api.id) ?? [], callers: callersOf(api.id) }));
}

async function listDocumented(manager: EntityManager): Promise<ReadonlySet<string>> {
  const rows = await manager.query<{ readonly id: string }[]>('SELECT api_id AS id FROM api_documents');
  return new Set(rows.map(({ id }) => id));
}

async function write(manager: EntityManager, changes: ApisChanges): Promise<void> {
  if (changes.scopes.length > 0) await manager.upsert(Scopes, [...changes.scopes], ['name']);
  if (changes.deleted.length > 0) await manager.delete(Apis, [...changes.deleted]);
  for (const { id, isOff } of changes.left) {
    await manager.update(Apis, { id }, { management: 'left', ...(isOff && { enabled: false }) });
  }
  for (const { id, fileKey, management } of changes.claimed)
    await manager.query('UPDATE apis SET file_key = $2, management = $3 WHERE id = $1', [
      id,
      fileKey,
      management,
    ]);
  // Two that change places would be in each other's way; a row that is written takes its addresses anew.
  await manager.query('DELETE FROM api_addresses WHERE api_id = ANY ($1)', [
    changes.changed.map(({ id }) => id),
  ]);
  for (const { id, content, routes, ...owner } of changes.changed) {
    const { callers, ...columns } = content;
    await manager.update(Apis, { id }, { ...columns, ...owner });
    await manager.delete(Routes, { apiId: id });
    await insertRoutes(manager, id, routes);
    await replaceApiCallers(manager, id, callers);
  }
  for (const { id, content, routes, ...owner } of changes.added) {
    const { callers, ...columns } = content;
    await manager.insert(Apis, { id, ...columns, ...owner, version: 1 });
    await insertRoutes(manager, id, routes);
    await replaceApiCallers(manager, id, callers);
  }
}
