import { type FieldProblem, fieldProblem } from '../../platform/validation.js';

/** What a file with as many applications as one takes has at most; checks take longer than their length for long lists. */
const MAX_VALUES = 400_000;
const MAX_ITEMS = 2000;
const MAX_DEPTH = 20;

/**
 * Why a file is too large to be looked at more closely, or undefined. A hostile one has lists and depths that no export
 * has, and would keep the checks of its content busy for minutes.
 */
export function findExcess(content: unknown): FieldProblem | undefined {
  // A list of what is to do, not recursion: it may be nested as deeply as it is long.
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: content, depth: 0 }];
  let values = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if ((values += 1) > MAX_VALUES) return fieldProblem('document', 'file-too-large');
    if (typeof value !== 'object' || value === null) continue;
    if (depth === MAX_DEPTH) return fieldProblem('document', 'file-too-deep');
    const inner: readonly unknown[] = Object.values(value);
    if (inner.length > MAX_ITEMS)
      return fieldProblem('document', 'file-list-too-long', { most: MAX_ITEMS.toLocaleString('en') });
    for (const one of inner) open.push({ value: one, depth: depth + 1 });
  }
  return undefined;
}
