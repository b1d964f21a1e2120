import type { SettingDetail, SettingKind, SettingValue } from '@gatehouse/dto';
import type { StoredSettings } from '@gatehouse/persistence';
import { findInForce, type SettingTexts } from '../platform/run-time-settings.js';
import { findChoices, type Setting, SETTINGS } from '../platform/setting-rules.js';

const INTEGERS: readonly string[] = ['integer', 'port', 'bound'];

export function findKind(setting: Setting): SettingKind {
  if (findChoices(setting) !== undefined) return 'choice';
  if (setting.type === 'boolean') return 'boolean';
  return INTEGERS.includes(setting.type) ? 'integer' : 'text';
}

/** Of the kind that the setting has. */
function toValue(setting: Setting, text: string): SettingValue {
  const kind = findKind(setting);
  if (kind === 'boolean') return text === 'true';
  if (kind === 'integer') return Number(text);
  // Whoever puts a password into an address has it nowhere else.
  return text.replace(/\/\/[^/@\s]+@/g, '//…@');
}

/** Every setting, in the order of their declarations. */
export const toSettingDetails = (said: SettingTexts, stored: StoredSettings): readonly SettingDetail[] =>
  SETTINGS.map((setting) => {
    const { name, section, description, unit, minimum, maximum, secret = false, runTime = false } = setting;
    const { text, source } = findInForce(name, said, stored);
    return {
      name,
      section,
      description,
      kind: findKind(setting),
      unit: unit ?? null,
      minimum: minimum ?? null,
      maximum: maximum ?? null,
      choices: findChoices(setting) ?? null,
      value: secret ? null : toValue(setting, text),
      default: setting.default === null ? null : toValue(setting, setting.default),
      source,
      isSecret: secret,
      isSet: text !== '',
      isRunTime: runTime,
      stored: runTime ? (stored.values[name] ?? null) : null,
    };
  });
