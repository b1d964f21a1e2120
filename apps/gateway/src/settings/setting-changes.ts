import type { SettingValue } from '@gatehouse/dto';
import { RUN_TIME_SETTINGS, type SettingTexts } from '../platform/run-time-settings.js';
import { findProblem, type Setting } from '../platform/setting-rules.js';
import { InvalidFieldsError } from '../platform/validation.js';
import { findKind } from './setting-details.js';

const KIND_TYPES = { boolean: 'boolean', integer: 'number', choice: 'string', text: 'string' } as const;

function findChangeProblem(name: string, value: unknown, { given }: SettingTexts): string | undefined {
  const setting = RUN_TIME_SETTINGS.get(name);
  if (setting === undefined) return 'Cannot be set here: it is read from the environment, at the start.';
  if (value === null) return undefined;
  // It would be stored, and do nothing.
  if (given.has(name)) return 'Is set in the environment of this node, which wins: take it out there first.';
  return findValueProblem(setting, value);
}

function findValueProblem(setting: Setting, value: unknown): string | undefined {
  const isOfKind = typeof value === KIND_TYPES[findKind(setting)];
  const problem = findProblem(setting, isOfKind ? String(value) : '');
  return problem?.replace(/, not ".*"$/s, '.').replace(/^must/, 'Must');
}

/**
 * What may be stored of what is asked for.
 * @throws InvalidFieldsError with the reason for each that may not
 */
export function checkChanges(
  values: Readonly<Record<string, unknown>>,
  said: SettingTexts,
): Record<string, SettingValue | null> {
  const changes = Object.entries(values);
  const problems = changes.flatMap(([name, value]) => {
    const message = findChangeProblem(name, value, said);
    return message === undefined ? [] : [{ field: `values.${name}`, message }];
  });
  if (problems.length > 0) throw new InvalidFieldsError(problems);
  return Object.fromEntries(changes) as Record<string, SettingValue | null>;
}
