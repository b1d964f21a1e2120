import { joinNeeds, type Needs } from './access-order.js';
import type { DescribedOperation } from './describe-api.js';
import { at, type PlacedMessage } from './json.js';
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
function restrict<T extends PlacedOperation>(taker: T, left: T, notes: PlacedMessage[]): T[] {
  const { operation } = taker;
  const needs = joinNeeds(operation, left.operation);
  const { pointer, template } = left;
  if (needs === operation) return [taker];
  const place = at(taker.pointer, operation.method.toLowerCase());
  const takes = `It takes the requests of ${template} too, which has no route of its own and needs other access`;
  if (needs === undefined) {
    notes.push({ pointer: place, message: `Left out. ${takes}.` });
    return [];
  }
  notes.push({ pointer: place, message: `${takes}: it asks for what both need (${pointer}).` });
  const { access, scopes, scopeMatch } = needs;
  return [{ ...taker, operation: { ...operation, access, scopes, scopeMatch } }];
}

/**
 * The operations that have a route of their own. Two that the gateway cannot tell apart are one too many (OpenAPI 3.1
 * §4.8.8.2), and a widened path matches requests that the document means for others: it stays only where those need the
 * same access. The requests of what is left out go to what is served; nobody may come in there who may not here.
 */
export function leaveOutShared<T extends PlacedOperation>(found: readonly T[], notes: PlacedMessage[]): T[] {
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
        const message = `A parameter that is a part of a segment is not supported: the route is ${path.pattern}, which matches more.`;
        notes.push({ pointer, message });
      }
      continue;
    }
    const message = isSameShape(one, conflict)
      ? `Left out. ${conflict.template} takes its requests, and they are checked as its own.`
      : `Left out. A parameter that is a part of a segment is not supported, and ${path.pattern} would answer for ${conflict.operation.path} too, which needs other access.`;
    notes.push({ pointer: at(pointer, operation.method.toLowerCase()), message });
    served = served.flatMap((other) =>
      isSameMethod(one, other) && isTaking(other.operation.path, one.template)
        ? restrict(other, one, notes)
        : [other],
    );
  }
  return served.sort((one, other) => (order.get(one.path) ?? 0) - (order.get(other.path) ?? 0));
}
