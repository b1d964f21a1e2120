import { type FieldProblem, fieldProblem } from './field-problems.js';

/**
 * Controls other than tabs and line ends and halves of characters, which PostgreSQL or a terminal stumbles over, and what turns the direction of
 * everything that follows (Unicode® Standard Annex #9 §2): with it a name reads like another.
 */
const UNREADABLE = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** What says and proves who somebody is: compared, and never shown. Whoever makes a username is held to more elsewhere. */
const PROOFS: ReadonlySet<string> = new Set([
  'username',
  'password',
  'currentPassword',
  'newPassword',
  'response',
]);

/** The first text anywhere in a body or query that people could not read as it is stored, or undefined. */
export function findUnreadableText(value: unknown): FieldProblem | undefined {
  // A list of what is to do, not recursion: a body may be nested as deeply as it is long.
  const open: { readonly field: string; readonly value: unknown }[] = [{ field: '', value }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { field } = next;
    if (typeof next.value === 'string') {
      if (!UNREADABLE.test(next.value)) continue;
      return fieldProblem(field, 'unreadable-text', { field });
    }
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [name, inner] of Object.entries(next.value)) {
      if (PROOFS.has(name)) continue;
      if (UNREADABLE.test(name)) return fieldProblem(field, 'unreadable-name', { field });
      open.push({ field: field === '' ? name : `${field}.${name}`, value: inner });
    }
  }
  return undefined;
}
