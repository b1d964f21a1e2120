import { createContext, Script } from 'node:vm';

/** What ajv needs of a pattern; `toString` tells it apart from others. */
export interface BoundedPattern {
  test(text: string): boolean;
  toString(): string;
}

/** What the patterns that can take long have taken for one value, all together. */
export interface PatternBudget {
  spentMs: number;
}

/** A value cannot be told to match or not in the time that there is. */
export class PatternTimeout extends Error {}

/** Nobody else is answered meanwhile. */
const MAX_MS = 100;
/** Steps that a pattern may take without being watched. */
const MAX_STEPS = 200_000;
const MAX_SHORT_TEXT = 14;
/** So many things that may or may not be there, each of which can double the steps. */
const MAX_CHOICES = 8;

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
  if ((plain.match(/\||(?<![(*+?}])\?/g)?.length ?? 0) > MAX_CHOICES) return Infinity;
  const repetitions = plain.match(/[*+{]/g)?.length ?? 0;
  return repetitions + (plain.startsWith('^') && !plain.includes('|') ? 0 : 1);
}

const isQuick = (growth: number, length: number): boolean =>
  length <= MAX_SHORT_TEXT || length ** growth <= MAX_STEPS;

/**
 * ECMA-262 with Unicode, as JSON Schema has it (draft 2020-12 §6.4); else without it, for the sake of needless
 * backslashes, which many documents have.
 * @throws SyntaxError where it is neither
 */
export function parsePattern(source: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch (error) {
    // These would be read as something else.
    if (/\\(?:[pP]\{|u\{)/.test(source)) throw error;
    return new RegExp(source);
  }
}

/**
 * A regular expression of an operator's document, which must not hold up everybody else when somebody sends texts that
 * it takes long for: it is given up then. That is no answer: a schema may want that a text does not match.
 */
export function createBoundedPattern(source: string, budget: PatternBudget): BoundedPattern {
  const pattern = parsePattern(source);
  const growth = estimateGrowth(source);
  let context: { text: string } | undefined;

  function testWatched(text: string, timeout: number): boolean {
    context ??= createContext({ pattern, text }) as { text: string };
    context.text = text;
    try {
      return MATCH.runInContext(context, { timeout }) === true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      throw new PatternTimeout();
    } finally {
      context.text = '';
    }
  }

  return {
    test(text) {
      if (growth <= 1) return pattern.test(text);
      const left = Math.ceil(MAX_MS - budget.spentMs);
      if (left <= 0) throw new PatternTimeout();
      const begunAt = performance.now();
      try {
        return isQuick(growth, text.length) ? pattern.test(text) : testWatched(text, left);
      } finally {
        budget.spentMs += performance.now() - begunAt;
      }
    },
    toString: () => String(pattern),
  };
}
