import { API_FIELD_PROBLEMS } from './api-problems.js';
import { CLIENT_FIELD_PROBLEMS } from './client-problems.js';
import { DOCUMENT_FIELD_PROBLEMS } from './document-problems.js';
import { PARTY_FIELD_PROBLEMS } from './party-problems.js';

/**
 * What can be wrong with one field, by its `code`, where no decorator says so: it depends on something else that is
 * there. The console says it in the operator's language, by the code; what is here is for programs. `{{name}}` stands for
 * a value that comes beside it.
 */
export const FIELD_PROBLEMS = {
  ...CLIENT_FIELD_PROBLEMS,
  ...API_FIELD_PROBLEMS,
  ...DOCUMENT_FIELD_PROBLEMS,
  ...PARTY_FIELD_PROBLEMS,
} as const;

type Problems = typeof FIELD_PROBLEMS;

export type FieldProblemCode = keyof Problems;

/** What a text leaves open. */
type NameIn<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | NameIn<Rest>
  : never;

/** What has to come beside a code: nothing, or a value for each name that its text leaves open. */
export type FieldProblemValues<Code extends FieldProblemCode> = [NameIn<Problems[Code]>] extends [never]
  ? readonly []
  : readonly [values: Readonly<Record<NameIn<Problems[Code]>, string>>];

/** Every code with what its text leaves open. */
export type KnownFieldProblem = {
  [Code in FieldProblemCode]: FieldProblemValues<Code> extends readonly [infer Values]
    ? { readonly code: Code; readonly values: Values }
    : { readonly code: Code; readonly values?: undefined };
}[FieldProblemCode];

/** What a code says, in English. */
export function describeFieldProblem(
  code: FieldProblemCode,
  values: Readonly<Record<string, string>> = {},
): string {
  return FIELD_PROBLEMS[code].replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}
