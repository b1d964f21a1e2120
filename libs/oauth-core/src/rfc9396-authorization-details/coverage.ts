import { isDeepStrictEqual } from 'node:util';
import type { AuthorizationDetail } from './detail.js';

/** RFC 9396 §2.2: lists of which a part is less than all. */
const LISTS: ReadonlySet<string> = new Set(['locations', 'actions', 'datatypes', 'privileges']);

/** Whether two details say the same; in which order their members come says nothing. */
export const isSameDetail = (one: AuthorizationDetail, other: AuthorizationDetail): boolean =>
  isDeepStrictEqual(one, other);

function coversField(name: string, granted: unknown, asked: unknown): boolean {
  if (isDeepStrictEqual(granted, asked)) return true;
  if (!LISTS.has(name) || !Array.isArray(asked) || asked.length === 0) return false;
  // Without locations a detail counts wherever its type does: naming some is less.
  if (granted === undefined) return name === 'locations';
  return Array.isArray(granted) && asked.every((item) => granted.includes(item));
}

/**
 * RFC 9396 §6.1: whether a detail gives no more than one that was granted. What a field means only its type knows, so all
 * of them must be the same, but for the common lists, of which a part may be asked for.
 */
export function coversDetail(granted: AuthorizationDetail, asked: AuthorizationDetail): boolean {
  const names = new Set([...Object.keys(granted), ...Object.keys(asked)]);
  return [...names].every((name) => coversField(name, granted[name], asked[name]));
}
