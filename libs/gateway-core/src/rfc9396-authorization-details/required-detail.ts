import type { AuthorizationDetail } from '@gatehouse/oauth-core';
import type { Caller } from '../caller.js';
import { findParameter, findRawParameter, type KnownCall } from '../template-facts.js';
import type { RuleProblem } from '../rule-problems.js';

/** What a field of a detail must be for a call: the same as something that the call says. */
export interface DetailCondition {
  /** Where in the detail, for example `identifier` or `creditor.iban`. */
  readonly field: string;
  /** `method`, `path.<parameter>` or `query.<name>`. */
  readonly equals: string;
}

/** RFC 9396 §2: what an access token must have been given in detail, before it opens a route. */
export interface RequiredDetail {
  readonly type: string;
  /** All of these must be among the detail's own; none: nothing is asked of them. */
  readonly actions: readonly string[];
  readonly locations: readonly string[];
  readonly datatypes: readonly string[];
  readonly conditions: readonly DetailCondition[];
}

const LISTS = ['actions', 'locations', 'datatypes'] as const;

/** What of a call a condition can ask. */
export interface DetailCall extends Pick<KnownCall, 'route' | 'innerPath' | 'query'> {
  readonly method: string;
}

function findCallFact({ method, query, ...at }: DetailCall, name: string): string | undefined {
  if (name === 'method') return method;
  const member = name.slice(name.indexOf('.') + 1);
  if (name.startsWith('path.')) {
    const raw = findRawParameter(at, member);
    // The request target was refused where this would throw.
    return raw === undefined ? undefined : decodeURIComponent(raw);
  }
  const values = new URLSearchParams(query).getAll(member);
  // Of several, the upstream may believe another.
  return values.length === 1 ? values[0] : undefined;
}

function findField(detail: AuthorizationDetail, path: string): string | undefined {
  let value: unknown = detail;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

const includesAll = (value: unknown, wanted: readonly string[]): boolean =>
  wanted.length === 0 || (Array.isArray(value) && wanted.every((item) => value.includes(item)));

function isMet(required: RequiredDetail, detail: AuthorizationDetail, call: DetailCall): boolean {
  if (detail.type !== required.type) return false;
  if (!LISTS.every((name) => includesAll(detail[name], required[name]))) return false;
  return required.conditions.every(({ field, equals }) => {
    const fact = findCallFact(call, equals);
    return fact !== undefined && fact === findField(detail, field);
  });
}

/** Whether one of the caller's details allows the call. Credentials other than access tokens of ours have none. */
export const hasRequiredDetail = (caller: Caller, required: RequiredDetail, call: DetailCall): boolean =>
  caller.accessToken?.details.authorizationDetails?.some((detail) => isMet(required, detail, call)) === true;

const FIELD = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*){0,7}$/;
const FACT = /^(?:method|path\.[A-Za-z_]\w*|query\.[\w.~-]{1,100})$/;

/** What is wrong with a condition of a route; undefined: nothing. */
export function findConditionProblem(
  { field, equals }: DetailCondition,
  routePath: string,
): Extract<RuleProblem, { readonly code: `detail-${string}` }> | undefined {
  if (!FIELD.test(field)) return { code: 'detail-field-malformed', values: { field } };
  if (!FACT.test(equals)) return { code: 'detail-fact-unknown', values: { fact: equals } };
  const parameter = equals.startsWith('path.') ? equals.slice('path.'.length) : undefined;
  if (parameter === undefined || findParameter(routePath, parameter) !== -1) return undefined;
  return { code: 'detail-parameter-missing', values: { parameter, path: routePath } };
}

/** What a call lacks, for whoever made it: which detail to ask for (RFC 9396 §5 has no words for it). */
export function describeRequiredDetail(required: RequiredDetail): string {
  const lists = LISTS.filter((name) => required[name].length > 0).map(
    (name) => `${name} ${required[name].join(' ')}`,
  );
  const conditions = required.conditions.map(
    ({ field, equals }) => `${field} as the ${nameFact(equals)} has it`,
  );
  const wanted = [...lists, ...conditions];
  const suffix = wanted.length === 0 ? '' : `, with ${wanted.join(', and ')}`;
  return `This needs an authorization detail of the type ${required.type}${suffix}: ask for it in authorization_details.`;
}

const nameFact = (fact: string): string => {
  if (fact === 'method') return 'method';
  const [place, ...name] = fact.split('.');
  return `${place === 'path' ? 'path parameter' : 'query parameter'} ${name.join('.')}`;
};
