import { createContext, Script } from 'node:vm';

/** What ajv needs of a pattern; `toString` tells it apart from others. */
export interface BoundedPattern {
  test(text: string): boolean;
  toString(): string;
}

/** Longer texts are not matched against a pattern that can take long. */
const MAX_TEXT = 4_096;
const TIMEOUT_MS = 25;
/** Steps that a pattern may take without being watched. */
const MAX_STEPS = 200_000;
const MAX_SHORT_TEXT = 14;

const MATCH = new Script('pattern.test(text)');

/**
 * How a pattern's steps grow with the length of the text: as a power of it, or, where groups are repeated, perhaps
 * exponentially (Infinity). An upper bound: what is written out counts, not what it means.
 */
export function estimateGrowth(pattern: string): number {
  const bare = pattern.replaceAll(/\\(?:k<|[1-9])/g, ')+').replaceAll(/\\./gs, 'e');
  const plain = bare.replaceAll(/\[[^\]]*\]/g, 'c');
  // A group that is repeated, or left out, again and again.
  if (/\)[*+?{]/.test(plain)) return Infinity;
  const repetitions = plain.match(/[*+{]/g)?.length ?? 0;
  return repetitions + (plain.startsWith('^') && !plain.includes('|') ? 0 : 1);
}

const isQuick = (growth: number, length: number): boolean =>
  growth <= 1 || length <= MAX_SHORT_TEXT || length ** growth <= MAX_STEPS;

/**
 * A regular expression of an operator's document, which must not hold up everybody else when somebody sends a text that
 * it takes long for: it is given up then, and does not match.
 */
export function createBoundedPattern(source: string, flags: string): BoundedPattern {
  const pattern = new RegExp(source, flags);
  const growth = estimateGrowth(source);
  let context: { text: string } | undefined;

  function testWatched(text: string): boolean {
    context ??= createContext({ pattern, text }) as { text: string };
    context.text = text;
    try {
      return MATCH.runInContext(context, { timeout: TIMEOUT_MS }) === true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      return false;
    }
  }

  return {
    test(text) {
      if (isQuick(growth, text.length)) return pattern.test(text);
      return text.length <= MAX_TEXT && testWatched(text);
    },
    toString: () => String(pattern),
  };
}
