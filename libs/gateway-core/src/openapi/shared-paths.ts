import { joinNeeds, type Needs } from './access-order.js';
import type { DescribedOperation } from './describe-api.js';
import type { DocumentFinding, PlacedFinding } from './document-findings.js';
import { at } from './json.js';
import { isOverlapping, isTaking, type MappedPath, toShape } from './paths.js';

/** An operation with the path that the document has it at. */
export interface PlacedOperation {
  readonly operation: DescribedOperation;
  readonly path: MappedPath;
  readonly template: string;
  /** Of the path. */
  readonly pointer: string;
}

const isSame = (one: Needs, other: Needs): boolean =>
  one.access === other.access &&
  one.scopeMatch === other.scopeMatch &&
  one.scopes.join(' ') === other.scopes.join(' ');

const isSameShape = (one: PlacedOperation, other: PlacedOperation): boolean =>
  toShape(one.operation.path) === toShape(other.operation.path);

const isSameMethod = (one: PlacedOperation, other: PlacedOperation): boolean =>
  one.operation.method === other.operation.method;

/** The operation that is in the way of a route for this one. */
function findConflict<T extends PlacedOperation>(one: T, served: readonly T[]): T | undefined {
  return served.find(
    (other) =>
      isSameMethod(one, other) &&
      (isSameShape(one, other) ||
        (one.path.isWidened &&
          isOverlapping(other.operation.path, one.operation.path) &&
          !isSame(other.operation, one.operation))),
  );
}

/** What takes the requests of an operation without a route asks for what that one asks for, too; or is left out. */
function restrict<T extends PlacedOperation>(taker: T, left: T, notes: PlacedFinding[]): T[] {
  const { operation } = taker;
  const needs = joinNeeds(operation, left.operation);
  const { pointer, template } = left;
  if (needs === operation) return [taker];
  const here = at(taker.pointer, operation.method.toLowerCase());
  if (needs === undefined) {
    const finding: DocumentFinding = { code: 'openapi-takes-others-requests', values: { template } };
    notes.push({ pointer: here, finding, isLeftOut: true });
    return [];
  }
  const values = { template, place: pointer };
  notes.push({ pointer: here, finding: { code: 'openapi-takes-others-requests-with-both', values } });
  const { access, scopes, scopeMatch } = needs;
  return [{ ...taker, operation: { ...operation, access, scopes, scopeMatch } }];
}

/**
 * The operations that have a route of their own. Two that the gateway cannot tell apart are one too many (OpenAPI 3.1
 * §4.8.8.2), and a widened path matches requests that the document means for others: it stays only where those need the
 * same access. The requests of what is left out go to what is served; nobody may come in there who may not here.
 */
export function leaveOutShared<T extends PlacedOperation>(found: readonly T[], notes: PlacedFinding[]): T[] {
  const order = new Map<MappedPath, number>(found.map(({ path }, index) => [path, index]));
  let served: T[] = [];
  // A path that is whole says better what it is.
  const inTurn = [...found].sort((one, other) => Number(one.path.isWidened) - Number(other.path.isWidened));
  for (const one of inTurn) {
    const { path, pointer, operation } = one;
    const conflict = findConflict(one, served);
    if (conflict === undefined) {
      served.push(one);
      if (path.isWidened) {
        const values = { pattern: path.pattern };
        notes.push({ pointer, finding: { code: 'openapi-partial-parameter-widened', values } });
      }
      continue;
    }
    const finding: DocumentFinding = isSameShape(one, conflict)
      ? { code: 'openapi-requests-taken', values: { template: conflict.template } }
      : {
          code: 'openapi-partial-parameter-in-the-way',
          values: { pattern: path.pattern, path: conflict.operation.path },
        };
    notes.push({ pointer: at(pointer, operation.method.toLowerCase()), finding, isLeftOut: true });
    served = served.flatMap((other) =>
      isSameMethod(one, other) && isTaking(other.operation.path, one.template)
        ? restrict(other, one, notes)
        : [other],
    );
  }
  return served.sort((one, other) => (order.get(one.path) ?? 0) - (order.get(other.path) ?? 0));
}
