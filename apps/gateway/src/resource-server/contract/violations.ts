import type { RequestProblem } from '@gatehouse/gateway-core';
import type { Refusal } from '../refusal.js';

/** What of a request its API's contract does not allow, and how that is answered. */
export interface Violation {
  readonly status: 400 | 413 | 415 | 503;
  readonly problems: readonly RequestProblem[];
  readonly headers?: Readonly<Record<string, string>>;
}

const TITLES = {
  400: 'Bad Request',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  503: 'Service Unavailable',
} as const;

export const ofProblems = (problems: readonly RequestProblem[]): Violation => ({ status: 400, problems });

const ofContent = (detail: string): readonly RequestProblem[] => [{ detail, pointer: '#' }];

export const MISSING_BODY: Violation = { status: 400, problems: ofContent('A body is required.') };

export const INCOMPLETE_BODY: Violation = {
  status: 400,
  problems: ofContent('The request ended before its content did.'),
};

export const UNREADABLE_BODY: Violation = {
  status: 400,
  problems: ofContent('The content cannot be decompressed as its Content-Encoding says.'),
};

const MAX_NAMED_TYPES = 20;

/** RFC 9110 §15.5.16, §12.5.1: the answer says which types there are. */
export function unlistedType(mediaTypes: readonly string[]): Violation {
  const types = mediaTypes.slice(0, MAX_NAMED_TYPES).join(', ');
  return {
    status: 415,
    problems: [{ detail: `must be one of: ${types}`, parameter: 'content-type', in: 'header' }],
    headers: { Accept: types },
  };
}

export const SEVERAL_TYPES: Violation = {
  status: 400,
  problems: [{ detail: 'must be given only once', parameter: 'content-type', in: 'header' }],
};

/** RFC 8259 §8.1: another reader might read something else. */
export const OTHER_CHARSET: Violation = {
  status: 415,
  problems: [{ detail: 'must say no charset but utf-8', parameter: 'content-type', in: 'header' }],
};

/** RFC 9110 §15.5.16, §12.5.3 */
export const unknownCoding = (known: string): Violation => ({
  status: 415,
  problems: [{ detail: `must be one of: ${known}`, parameter: 'content-encoding', in: 'header' }],
  headers: { 'Accept-Encoding': known },
});

/** RFC 9110 §15.5.14 */
export const tooLargeToCheck = (maxBytes: number): Violation => ({
  status: 413,
  problems: ofContent(`Content that is checked may have at most ${maxBytes} bytes here.`),
});

/** What requests are held against has not arrived on this node: what is not known is not let through. */
export const UNKNOWN_CONTRACT: Violation = {
  status: 503,
  problems: [],
  headers: { 'Retry-After': '1' },
};

function describePlace(problem: RequestProblem): string {
  if ('parameter' in problem) return `${problem.in} "${problem.parameter}" ${problem.detail}`;
  // What a schema says has no subject.
  if (!problem.detail.startsWith('must')) return problem.detail;
  return problem.pointer === '#'
    ? `the body ${problem.detail}`
    : `the body ${problem.detail} at ${problem.pointer}`;
}

function describe(apiName: string, problems: readonly RequestProblem[]): string {
  const [first] = problems;
  if (first === undefined) return `Calls of "${apiName}" cannot be checked right now. Try again in a moment.`;
  const place = describePlace(first);
  const more = problems.length > 1 ? ` And ${problems.length - 1} more.` : '';
  return `The request is not as "${apiName}" describes it: ${place}${place.endsWith('.') ? '' : '.'}${more}`;
}

/** RFC 9457 §3: each error names its place, for a program. */
export const toRefusal = (apiName: string, { status, problems, headers }: Violation): Refusal => ({
  check: 'contract',
  status,
  title: TITLES[status],
  detail: describe(apiName, problems),
  ...(headers && { headers }),
  ...(problems.length > 0 && { members: { errors: problems } }),
  // RFC 9110 §15.5.14: of content that is too large nothing more is read.
  ...(status === 413 && { isLast: true }),
});
