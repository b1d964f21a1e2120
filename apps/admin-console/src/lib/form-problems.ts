import { ApiError } from './api-client';

/** A refused form: what to show by each field, and above the form. */
export interface FormProblems {
  readonly fields: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** From a refusal; the first message of each field counts. */
export function toFormProblems(error: unknown): FormProblems {
  if (!(error instanceof ApiError)) return { fields: {}, summary: 'Something went wrong. Try again.' };
  const fields: Record<string, string> = {};
  for (const { field, message } of error.problem.errors ?? []) fields[field] ??= message;
  return { fields, summary: error.problem.detail };
}
