import { describeFieldProblem, type FieldProblemCode, type FieldProblemValues } from '@gatehouse/dto';
import type { RuleProblem } from '@gatehouse/gateway-core';
import type { FieldProblem } from '../platform/validation.js';

/** What there are words for. */
type Known = {
  [Code in FieldProblemCode]: FieldProblemValues<Code> extends readonly [infer Values]
    ? { readonly code: Code; readonly values: Values }
    : { readonly code: Code; readonly values?: undefined };
}[FieldProblemCode];

/** In words, as far as something is wrong. */
export function tellRuleProblem(field: string, problem: RuleProblem | undefined): FieldProblem[] {
  if (problem === undefined) return [];
  // Does not compile where one has no words, or names something else than they do.
  const { code, values } = problem satisfies Known;
  const message = describeFieldProblem(code, values);
  return [values === undefined ? { field, message, code } : { field, message, code, values }];
}
