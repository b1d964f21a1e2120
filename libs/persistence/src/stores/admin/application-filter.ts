import type { ApplicationKind } from '../../schemas/records.js';
import { toPattern } from './paging.js';

export interface ApplicationFilter {
  readonly search?: string | undefined;
  readonly state?: 'enabled' | 'disabled' | 'built-in' | undefined;
  readonly kind?: ApplicationKind | undefined;
}

/** What a search looks at, of the table `applications` as `a`; `pattern` is the parameter. */
export const matchApplication = (pattern: string): string => `(
  a.name ILIKE ${pattern} OR a.description ILIKE ${pattern} OR a.publisher ILIKE ${pattern}
  OR a.id IN (SELECT c.application_id FROM clients c WHERE c.id ILIKE ${pattern}))`;

const STATES = {
  enabled: 'a.enabled AND NOT a.built_in',
  disabled: 'NOT a.enabled AND NOT a.built_in',
  'built-in': 'a.built_in',
} as const;

/** As a condition on the table `applications` as `a`, with its parameters from $1. */
export function filterApplications({ search = '', state, kind }: ApplicationFilter): {
  readonly condition: string;
  readonly values: readonly string[];
} {
  const values: string[] = [];
  const parameter = (value: string): string => `$${values.push(value)}`;
  const conditions = [
    ...(search === '' ? [] : [matchApplication(parameter(toPattern(search)))]),
    ...(state === undefined ? [] : [STATES[state]]),
    ...(kind === undefined ? [] : [`a.kind = ${parameter(kind)}`]),
  ];
  return { condition: conditions.length === 0 ? 'true' : conditions.join(' AND '), values };
}

export const stateCondition = (state: keyof typeof STATES): string => STATES[state];
