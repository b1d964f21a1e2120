import { parsePattern } from '../request-validation/bounded-pattern.js';
import { toObject } from './json.js';

/**
 * A schema without patterns that are no regular expressions. Which properties one of these names cannot be told: none is
 * held against it then.
 * @param unreadable they are added to
 */
export function leaveOutUnreadable(
  converted: Readonly<Record<string, unknown>>,
  unreadable: Set<string>,
): Record<string, unknown> {
  const isReadable = (pattern: string): boolean => {
    try {
      parsePattern(pattern);
      return true;
    } catch {
      unreadable.add(pattern);
      return false;
    }
  };
  const schema = { ...converted };
  if (typeof schema['pattern'] === 'string' && !isReadable(schema['pattern'])) delete schema['pattern'];
  const named = Object.entries(toObject(schema['patternProperties']));
  const readable = named.filter(([name]) => isReadable(name));
  if (readable.length === named.length) return schema;
  delete schema['additionalProperties'];
  delete schema['unevaluatedProperties'];
  return { ...schema, patternProperties: Object.fromEntries(readable) };
}
