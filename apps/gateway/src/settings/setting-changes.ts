import type { SettingValue } from '@gatehouse/dto';
import { RUN_TIME_SETTINGS, type SettingTexts } from '../platform/run-time-settings.js';
import { findBounds, findChoices, findProblem, type Setting } from '../platform/setting-rules.js';
import { type FieldProblem, fieldProblem, InvalidFieldsError } from '../platform/validation.js';
import { findKind } from './setting-details.js';

const KIND_TYPES = { boolean: 'boolean', integer: 'number', choice: 'string', text: 'string' } as const;

function findChangeProblem(name: string, value: unknown, { given }: SettingTexts): FieldProblem | undefined {
  const field = `values.${name}`;
  const setting = RUN_TIME_SETTINGS.get(name);
  if (setting === undefined) return fieldProblem(field, 'setting-of-environment');
  if (value === null) return undefined;
  // It would be stored, and do nothing.
  if (given.has(name)) return fieldProblem(field, 'setting-in-environment');
  return findValueProblem(field, setting, value);
}

function findValueProblem(field: string, setting: Setting, value: unknown): FieldProblem | undefined {
  const kind = findKind(setting);
  const problem = findProblem(setting, typeof value === KIND_TYPES[kind] ? String(value) : '');
  if (problem === undefined) return undefined;
  switch (kind) {
    case 'boolean':
      return fieldProblem(field, 'setting-not-yes-or-no');
    case 'integer': {
      const { minimum, maximum } = findBounds(setting);
      return fieldProblem(field, 'setting-out-of-range', {
        minimum: String(minimum),
        maximum: String(maximum),
      });
    }
    case 'choice':
      return fieldProblem(field, 'setting-not-offered', { choices: (findChoices(setting) ?? []).join(', ') });
    default:
      return fieldProblem(field, 'setting-not-valid', { reason: problem });
  }
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
    return findChangeProblem(name, value, said) ?? [];
  });
  if (problems.length > 0) throw new InvalidFieldsError(problems);
  return Object.fromEntries(changes) as Record<string, SettingValue | null>;
}
