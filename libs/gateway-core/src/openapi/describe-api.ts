import type { ScopeMatch } from '@gatehouse/scopes';
import type { RouteAccess } from '../api.js';
import { type ApiContract, type OperationContract, toOperationKey } from '../request-validation/contract.js';
import { isOpaque } from '../request-validation/parameter-values.js';
import type { PlacedFinding } from './document-findings.js';
import { at, follow, type JsonObject, member, toObject, toText } from './json.js';
import { type MappedPath, mapPath } from './paths.js';
import { type DescribedRequest, describeRequest } from './requests.js';
import { createSchemaCollector, type Dialect, type SchemaCollector } from './schemas.js';
import { describeAccess, listScopeWords, type UnsaidAccess } from './security.js';
import { describeServers } from './servers.js';
import { leaveOutShared } from './shared-paths.js';

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
  readonly notes: readonly PlacedFinding[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];
const UNSUPPORTED_METHODS = ['trace'];

interface Found {
  readonly operation: DescribedOperation;
  readonly path: MappedPath;
  readonly template: string;
  readonly pointer: string;
  readonly request: DescribedRequest;
}

interface PathItem {
  readonly path: MappedPath;
  readonly template: string;
  readonly item: JsonObject;
  readonly pointer: string;
}

const otherServers = (pointer: string): PlacedFinding => ({
  pointer: at(pointer, 'servers'),
  finding: { code: 'openapi-servers-unused' },
});

/** The paths that can be routes. */
function listPaths(root: JsonObject, notes: PlacedFinding[]): PathItem[] {
  return Object.entries(toObject(member(root, 'paths'))).flatMap(([template, value]): PathItem[] => {
    if (template.startsWith('x-')) return [];
    const pointer = at('/paths', template);
    const path = mapPath(template);
    if ('code' in path) {
      notes.push({ pointer, finding: path, isLeftOut: true });
      return [];
    }
    const item = follow(root, value);
    if (member(item, 'servers') !== undefined) notes.push(otherServers(pointer));
    return [{ path, template, item, pointer }];
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
  const notes: PlacedFinding[] = [...serverNotes];
  const found: Found[] = [];
  for (const { path, template, item, pointer } of listPaths(root, notes)) {
    for (const method of UNSUPPORTED_METHODS.filter((one) => member(item, one) !== undefined)) {
      const finding = { code: 'openapi-method-not-passed-on' } as const;
      notes.push({ pointer: at(pointer, method), finding, isLeftOut: true });
    }
    for (const method of METHODS.filter((one) => member(item, one) !== undefined)) {
      const operation = toObject(member(item, method));
      const here = at(pointer, method);
      if (member(operation, 'servers') !== undefined) notes.push(otherServers(here));
      const requirements = member(operation, 'security') ?? member(root, 'security');
      const access = describeAccess(requirements, root, unsaid);
      if ('code' in access) {
        notes.push({ pointer: here, finding: access, isLeftOut: true });
        continue;
      }
      notes.push(...access.notes.map((finding) => ({ pointer: here, finding })));
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
        template,
        pointer,
        request: describeRequest({ root, path, schemas }, item, method, pointer),
      });
    }
  }
  const served = leaveOutShared(found, notes);
  notes.push(...served.flatMap(({ request }) => request.notes));
  const operations = served.map(({ operation }) => operation);
  const contract = toContract(served, schemas);
  notes.push(...listUnchecked(served, contract, schemas));
  const info = toObject(member(root, 'info'));
  return {
    title: toText(member(info, 'title')),
    description: toText(member(info, 'description')) || toText(member(info, 'summary')),
    documentVersion: toText(member(info, 'version')),
    upstream,
    operations,
    scopes: describeScopes(root, operations),
    contract,
    notes,
  };
}

/** What of the requests is not checked, as is known when all schemas are. */
function listUnchecked(
  served: readonly Found[],
  { schemas }: ApiContract,
  { unreadablePatterns }: SchemaCollector,
): PlacedFinding[] {
  const opaque = served.flatMap(({ operation, pointer, request }) =>
    request.parameters
      .filter((parameter) => isOpaque(parameter, schemas))
      .map(({ name, style }): PlacedFinding => ({
        pointer: at(pointer, operation.method.toLowerCase()),
        finding: { code: 'openapi-object-unchecked', values: { name, style } },
      })),
  );
  const patterns = [...unreadablePatterns].map((pattern): PlacedFinding => ({
    pointer: '',
    finding: { code: 'openapi-pattern-unchecked', values: { pattern: pattern.slice(0, 100) } },
  }));
  return [...opaque, ...patterns];
}

function toContract(served: readonly Found[], collector: SchemaCollector): ApiContract {
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
