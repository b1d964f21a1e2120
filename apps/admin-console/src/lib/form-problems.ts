import i18next from 'i18next';
import { ApiError, type FieldProblem } from './api-client';

/** What went wrong, for the page as a whole. */
export interface ProblemWords {
  readonly title: string;
  readonly detail: string;
  readonly requestId?: string;
}

/** Texts by keys that are known at run time alone. */
interface Untyped {
  readonly t: (key: string, values: object) => string;
}

/** A text with its values; nothing where there is none, or where it needs a value that is not there. */
function find(key: string, values: Readonly<Record<string, unknown>>): string | undefined {
  if (!i18next.exists(key)) return undefined;
  const text = (i18next as unknown as Untyped).t(key, values);
  return text.includes('{{') ? undefined : text;
}

/** Words for what went wrong: those of the page's language, or the server's English ones where there are none. */
export function describeProblem(error: unknown): ProblemWords {
  const problem = error instanceof ApiError ? error.problem : undefined;
  const { code = 'unexpected', values = {}, requestId } = problem ?? {};
  const isCoded = problem === undefined || problem.isOwn === true || problem.code !== 'unexpected';
  const detail = isCoded ? find(`ui:problems.${code}.detail`, { ...values, requestId }) : undefined;
  return {
    title: (detail !== undefined && find(`ui:problems.${code}.title`, values)) || (problem?.title ?? ''),
    detail: detail ?? problem?.detail ?? '',
    ...(requestId !== undefined && { requestId }),
  };
}

/** A refused form: what to show by each field, and above the form. */
export interface FormProblems {
  readonly fields: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Something about one field, as the server says it. */
type Finding = Partial<Omit<FieldProblem, 'message'>> & Pick<FieldProblem, 'message'>;

/** A finding in the page's language, or in the server's English where that has no words for it. */
export function describeFinding(
  { field = '', message, code = '', limit, values: own }: Finding,
  around: Readonly<Record<string, unknown>> = {},
): string {
  const values = { ...around, ...own, ...(limit !== undefined && { limit }) };
  // What a pattern asks for depends on the field.
  const name = /[^.]*$/.exec(field)?.[0] ?? '';
  return find(`ui:fields.${code}-${name}`, values) ?? find(`ui:fields.${code}`, values) ?? message;
}

/** Where in a document something is. */
function describePlace({ line, pointer = '' }: Finding): string {
  const places = [
    pointer === '' ? undefined : i18next.t('ui:fieldPlace.pointer', { pointer }),
    line == null ? undefined : i18next.t('ui:fieldPlace.line', { line }),
  ].filter((place) => place !== undefined);
  return places.length === 0 ? '' : ` (${places.join(', ')})`;
}

/** What is wrong with each field, in the page's language where it has words for it. */
export function listFieldProblems(error: unknown): readonly Pick<FieldProblem, 'field' | 'message'>[] {
  const { errors = [], values = {} } = error instanceof ApiError ? error.problem : {};
  return errors.map((finding) => {
    const { field, message } = finding;
    const words = describeFinding(finding, values);
    // The server's own sentence has it at its end.
    return { field, message: words === message ? message : words + describePlace(finding) };
  });
}

/** From a refusal; the first message of each field counts. */
export function toFormProblems(error: unknown): FormProblems {
  const fields: Record<string, string> = {};
  for (const { field, message } of listFieldProblems(error)) fields[field] ??= message;
  return { fields, summary: describeProblem(error).detail };
}
