import type { KnownFieldProblem } from '@gatehouse/dto';
import type { RuleProblem } from '@gatehouse/gateway-core';
import { type FieldProblem, tellFieldProblem } from '../platform/field-problems.js';

/** In words, as far as something is wrong. */
export function tellRuleProblem(field: string, problem: RuleProblem | undefined): FieldProblem[] {
  if (problem === undefined) return [];
  // Does not compile where one has no words, or names something else than they do.
  return [tellFieldProblem(field, problem satisfies KnownFieldProblem)];
}
