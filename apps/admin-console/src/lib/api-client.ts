import { findPageLanguage } from './language';

/** What is wrong with one field. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
  /** By which the pages find words of their own language for it; without, `message` is shown. */
  readonly code?: string;
  /** For those words, as `values`. */
  readonly limit?: number;
  readonly values?: Readonly<Record<string, string>>;
  /** Where in a document it is; `message` ends with it. */
  readonly line?: number | null;
  readonly pointer?: string;
}

/** RFC 9457, as every plane of Gatehouse answers errors. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  readonly requestId?: string;
  /** By which the pages find words of their own language for it; without, `title` and `detail` are shown. */
  readonly code?: string;
  /** For those words. */
  readonly values?: Readonly<Record<string, string | number>>;
  readonly retryAfterSeconds?: number;
  /** Made here: the server had no words for it. */
  readonly isOwn?: true;
}

/** A call that was refused, or did not get through (`status` 0). */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ApiError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }
}

const UNREACHABLE: Problem = {
  title: 'No connection',
  status: 0,
  code: 'unreachable',
  isOwn: true,
  detail: 'Gatehouse cannot be reached. Check your connection and try again.',
};

let csrfToken = '';

/** Sent with every change from now on. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

async function readProblem(response: Response): Promise<Problem> {
  const fallback = {
    title: 'Something went wrong',
    status: response.status,
    detail: 'Try again in a moment.',
    code: 'unexpected',
  };
  const isProblem = (response.headers.get('content-type') ?? '').includes('json');
  return isProblem
    ? { ...fallback, ...((await response.json()) as Partial<Problem>) }
    : { ...fallback, isOwn: true };
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        'X-Page-Language': findPageLanguage(),
        ...(method === 'GET' ? {} : { 'X-CSRF-Token': csrfToken }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(UNREACHABLE);
  }
  if (!response.ok) throw new ApiError(await readProblem(response));
  return response;
}

/**
 * Calls this origin with JSON.
 * @returns the answer's JSON; undefined for 204
 * @throws ApiError
 */
export async function callApi<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await send(method, path, body);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** The same where the answer is a file. @throws ApiError */
export async function fetchFile(method: string, path: string, body?: unknown): Promise<Blob> {
  const response = await send(method, path, body);
  return response.blob();
}
