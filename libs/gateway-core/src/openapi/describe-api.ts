import type { ScopeMatch } from '@gatehouse/scopes';
import type { RouteAccess } from '../api.js';
import { type ApiContract, type OperationContract, toOperationKey } from '../request-validation/contract.js';
import { at, follow, type JsonObject, member, type PlacedMessage, toObject, toText } from './json.js';
import { isOverlapping, type MappedPath, mapPath, toShape } from './paths.js';
import { type DescribedRequest, describeRequest } from './requests.js';
import { createSchemaCollector, type Dialect } from './schemas.js';
import { describeAccess, listScopeWords, type UnsaidAccess } from './security.js';
import { describeServers } from './servers.js';

/** One operation of a document as the gateway can serve it. */
export interface DescribedOperation {
  /** Upper case. */
  readonly method: string;
  /** The route's pattern. */
  readonly path: string;
  readonly summary: string;
  readonly access: RouteAccess;
  readonly scopes: readonly string[];
  readonly scopeMatch: ScopeMatch;
}

/** A scope that operations need, in the document's words; empty where it has none. */
export interface DescribedScope {
  readonly name: string;
  readonly description: string;
}

/** What an OpenAPI document makes of an API. */
export interface DescribedApi {
  readonly title: string;
  readonly description: string;
  readonly documentVersion: string;
  readonly upstream: string | undefined;
  readonly operations: readonly DescribedOperation[];
  readonly scopes: readonly DescribedScope[];
  readonly contract: ApiContract;
  /** What is left out, or becomes something else than it says. */
  readonly notes: readonly PlacedMessage[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];
const UNSUPPORTED_METHODS = ['trace'];

interface Found {
  readonly operation: DescribedOperation;
  readonly path: MappedPath;
  readonly pointer: string;
  readonly request: DescribedRequest;
}

interface PathItem {
  readonly path: MappedPath;
  readonly item: JsonObject;
  readonly pointer: string;
}

/** The paths that can be served; two that the gateway cannot tell apart are one too many (OpenAPI 3.1 §4.8.8.2). */
function listPaths(root: JsonObject, notes: PlacedMessage[]): PathItem[] {
  const byShape = new Map<string, string>();
  return Object.entries(toObject(member(root, 'paths'))).flatMap(([template, value]): PathItem[] => {
    if (template.startsWith('x-')) return [];
    const pointer = at('/paths', template);
    const path = mapPath(template);
    const leaveOut = (message: string): [] => {
      notes.push({ pointer, message: `Left out. ${message}` });
      return [];
    };
    if (typeof path === 'string') return leaveOut(path);
    const shape = toShape(path.pattern);
    const before = byShape.get(shape);
    if (before !== undefined) return leaveOut(`It matches what ${before} does.`);
    byShape.set(shape, template);
    const item = follow(root, value);
    if (member(item, 'servers') !== undefined) {
      notes.push({ pointer: at(pointer, 'servers'), message: 'Not used: an API has one upstream.' });
    }
    return [{ path, item, pointer }];
  });
}

/**
 * A widened path matches requests that the document means for others: it stays only where those need the same access.
 */
function leaveOutUnsafe(found: readonly Found[], notes: PlacedMessage[]): Found[] {
  const isSame = (one: DescribedOperation, other: DescribedOperation): boolean =>
    one.access === other.access &&
    one.scopeMatch === other.scopeMatch &&
    one.scopes.join(' ') === other.scopes.join(' ');
  return found.filter(({ operation, path, pointer }) => {
    if (!path.isWidened) return true;
    const conflict = found.find(
      (other) =>
        other.path !== path &&
        other.operation.method === operation.method &&
        isOverlapping(other.operation.path, path.pattern) &&
        !isSame(other.operation, operation),
    );
    const message =
      conflict === undefined
        ? `A parameter that is a part of a segment is not supported: the route is ${path.pattern}, which matches more.`
        : `Left out. A parameter that is a part of a segment is not supported, and ${path.pattern} would answer for ${conflict.operation.path} too, which needs other access.`;
    notes.push({ pointer, message });
    return conflict === undefined;
  });
}

function describeScopes(root: JsonObject, operations: readonly DescribedOperation[]): DescribedScope[] {
  const words = listScopeWords(root);
  const names = new Set(operations.flatMap(({ scopes }) => scopes));
  return [...names].sort().map((name) => ({ name, description: words.get(name) ?? '' }));
}

/**
 * Reads an OpenAPI 3.0 or 3.1 document that is valid. Pure: nothing outside of it is looked at.
 * @param unsaid what an operation takes that the document has no security for
 */
export function describeApi(root: JsonObject, unsaid: UnsaidAccess): DescribedApi {
  const dialect: Dialect = toText(member(root, 'openapi')).startsWith('3.0') ? '3.0' : '3.1';
  const schemas = createSchemaCollector(root, dialect);
  const { upstream, notes: serverNotes } = describeServers(root);
  const notes: PlacedMessage[] = [...serverNotes];
  const found: Found[] = [];
  for (const { path, item, pointer } of listPaths(root, notes)) {
    for (const method of UNSUPPORTED_METHODS.filter((one) => member(item, one) !== undefined)) {
      notes.push({ pointer: at(pointer, method), message: 'Left out. The gateway does not pass it on.' });
    }
    for (const method of METHODS.filter((one) => member(item, one) !== undefined)) {
      const operation = toObject(member(item, method));
      const here = at(pointer, method);
      const requirements = member(operation, 'security') ?? member(root, 'security');
      const access = describeAccess(requirements, root, unsaid);
      if (typeof access === 'string') {
        notes.push({ pointer: here, message: `Left out. ${access}` });
        continue;
      }
      notes.push(...access.notes.map((message) => ({ pointer: here, message })));
      const { access: kind, scopes, scopeMatch } = access;
      const summary = toText(member(operation, 'summary')).slice(0, 200);
      found.push({
        operation: {
          method: method.toUpperCase(),
          path: path.pattern,
          summary,
          access: kind,
          scopes,
          scopeMatch,
        },
        path,
        pointer,
        request: describeRequest({ root, path, schemas }, item, method, pointer),
      });
    }
  }
  const served = leaveOutUnsafe(found, notes);
  notes.push(...served.flatMap(({ request }) => request.notes));
  const operations = served.map(({ operation }) => operation);
  const info = toObject(member(root, 'info'));
  return {
    title: toText(member(info, 'title')),
    description: toText(member(info, 'description')) || toText(member(info, 'summary')),
    documentVersion: toText(member(info, 'version')),
    upstream,
    operations,
    scopes: describeScopes(root, operations),
    contract: toContract(served, schemas),
    notes,
  };
}

function toContract(
  served: readonly Found[],
  collector: ReturnType<typeof createSchemaCollector>,
): ApiContract {
  const schemas = collector.finish();
  const operations = served.map(({ operation, request }): [string, OperationContract] => {
    const { parameters, body } = request;
    const all = [
      ...parameters.map(({ schema }) => schema),
      ...(body?.content ?? []).map(({ schema }) => schema ?? true),
    ];
    const contract = { parameters, body, fingerprint: collector.fingerprint(all) };
    return [toOperationKey(operation.method, operation.path), contract];
  });
  return { schemas, operations: Object.fromEntries(operations) };
}
