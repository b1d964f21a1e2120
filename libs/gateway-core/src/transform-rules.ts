import { findTemplateProblem } from './call-template.js';
import type { RuleProblem } from './rule-problems.js';
import type { Change } from './transforms.js';

// RFC 9110 §5.1, §5.6.2: a token.
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

// RFC 9110 §7.6.1, and what frames a message (RFC 9112 §6).
const CONNECTION: readonly string[] = [
  'connection',
  'content-length',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

const REQUEST_NAMES: ReadonlySet<string> = new Set([
  ...CONNECTION,
  'authorization',
  'expect',
  'forwarded',
  'host',
  'x-real-ip',
  'x-request-id',
]);
const RESPONSE_NAMES: ReadonlySet<string> = new Set([
  ...CONNECTION,
  'content-encoding',
  'date',
  'x-request-id',
]);

/** Whose headers are changed: those to the upstream, or those to the client. */
export type Direction = 'request' | 'response';

function isOurs(name: string, direction: Direction): boolean {
  const spelling = name.toLowerCase().replaceAll('_', '-');
  // RFC 6455 §11.3: a handshake is between its two ends.
  if (spelling.startsWith('sec-websocket-')) return true;
  if (direction === 'response') return RESPONSE_NAMES.has(spelling);
  // Upstreams believe these because nobody but the gateway says them.
  return (
    REQUEST_NAMES.has(spelling) || spelling.startsWith('x-gatehouse') || spelling.startsWith('x-forwarded')
  );
}

/** What is wrong with a header's name; undefined when nothing is. */
export function findHeaderNameProblem(name: string, direction: Direction): RuleProblem | undefined {
  if (!TOKEN.test(name)) return { code: 'header-name-malformed' };
  return isOurs(name, direction) ? { code: 'header-of-gateway', values: { name } } : undefined;
}

/** What is wrong with the template of a header's value. */
export function findHeaderValueProblem(value: string, routePath?: string): RuleProblem | undefined {
  // RFC 9110 §5.5
  if (/[^\t\x20-\x7e]/.test(value)) return { code: 'header-value-malformed' };
  return findTemplateProblem(value, routePath);
}

/** A problem with one member of a change. */
export interface ChangeProblem {
  readonly member: 'name' | 'value' | 'operation';
  readonly problem: RuleProblem;
}

/** What is wrong with a change of a header. */
export function listHeaderChangeProblems(
  { operation, name, value }: Change,
  direction: Direction,
): readonly ChangeProblem[] {
  const problems: ChangeProblem[] = [];
  const nameProblem = findHeaderNameProblem(name, direction);
  if (nameProblem !== undefined) problems.push({ member: 'name', problem: nameProblem });
  // A value of the client's making could become a cookie of another page on the same host.
  if (direction === 'response' && name.toLowerCase() === 'set-cookie' && operation !== 'remove') {
    problems.push({ member: 'operation', problem: { code: 'change-sets-cookie' } });
  }
  return [...problems, ...listValueProblems(operation, value, findHeaderValueProblem(value))];
}

/** What is wrong with a change of the query. */
export const listQueryChangeProblems = ({ operation, name, value }: Change): readonly ChangeProblem[] => [
  ...(name === '' ? [{ member: 'name', problem: { code: 'query-without-name' } } as const] : []),
  ...listValueProblems(operation, value, findTemplateProblem(value)),
];

function listValueProblems(
  operation: Change['operation'],
  value: string,
  problem: RuleProblem | undefined,
): readonly ChangeProblem[] {
  if (operation === 'remove')
    return value === '' ? [] : [{ member: 'value', problem: { code: 'removal-with-value' } }];
  if (value.trim() === '') return [{ member: 'value', problem: { code: 'change-without-value' } }];
  return problem === undefined ? [] : [{ member: 'value', problem }];
}
