import type { SettingDetail, SettingValue } from '@gatehouse/dto';
import i18next, { type TFunction } from 'i18next';
import { formatBytes, formatDuration, formatMilliseconds, formatNumber } from '../../../lib/format';
import { isNamed, SETTING_KEYS } from '../../../lib/setting-words';

/** How they are grouped on the page, in this order. */
export const GROUPS = [
  {
    title: 'groups.accounts',
    names: ['GATEHOUSE_SIGN_UP', 'GATEHOUSE_REGISTRATION_REQUESTS', 'GATEHOUSE_OPERATORS_NEED_SECOND_FACTOR'],
  },
  {
    title: 'groups.sessions',
    names: [
      'GATEHOUSE_SESSION_SECONDS',
      'GATEHOUSE_CONSOLE_SESSION_SECONDS',
      'GATEHOUSE_INTERACTION_SECONDS',
    ],
  },
  {
    title: 'groups.tokens',
    names: ['GATEHOUSE_ACCESS_TOKEN_SECONDS', 'GATEHOUSE_REFRESH_IDLE_SECONDS'],
  },
  {
    title: 'groups.retention',
    names: [
      'GATEHOUSE_CALL_LOG_HOURS',
      'GATEHOUSE_TRAFFIC_DAYS',
      'GATEHOUSE_TRAFFIC_SUMMARY_DAYS',
      'GATEHOUSE_AUDIT_DAYS',
    ],
  },
  { title: 'groups.reminders', names: ['GATEHOUSE_UNUSED_DAYS', 'GATEHOUSE_EXPIRY_WARNING_DAYS'] },
] as const;

type Words = TFunction<'settings'>;

/** What it does. */
export const explainSetting = (
  t: Words,
  { name, description }: Pick<SettingDetail, 'name' | 'description'>,
): string => (isNamed(name) ? t(`fields.${SETTING_KEYS[name]}.hint`) : description);

const SECONDS: Readonly<Record<string, number>> = { seconds: 1, hours: 3_600, days: 86_400 };
const COUNTED = {
  connections: 'units.connections',
  calls: 'units.calls',
  'access tokens': 'units.accessTokens',
  'bytes per second': 'units.bytesPerSecond',
} as const;

/** A number with its unit, as people say it; undefined where there is nothing to add to the number. */
export function sayWithUnit({ unit }: Pick<SettingDetail, 'unit'>, value: SettingValue): string | undefined {
  if (unit === null || typeof value !== 'number') return undefined;
  const seconds = SECONDS[unit];
  if (seconds !== undefined) return formatDuration(value * seconds);
  if (unit === 'bytes') return formatBytes(value);
  if (unit === 'milliseconds') return formatMilliseconds(value);
  if (unit in COUNTED)
    return i18next.t(`settings:${COUNTED[unit as keyof typeof COUNTED]}`, {
      count: value,
      number: formatNumber(value),
    });
  return formatNumber(value);
}

const UNITS = { seconds: 'unit.seconds', hours: 'unit.hours', days: 'unit.days' } as const;

/** What numbers in its field count. */
export const nameUnit = (t: Words, { unit }: Pick<SettingDetail, 'unit'>): string =>
  unit !== null && unit in UNITS ? t(UNITS[unit as keyof typeof UNITS]) : '';

const CHOICES = { off: 'choices.off', 'signed-in': 'choices.signedIn' } as const;

export const nameChoice = (t: Words, choice: string): string =>
  choice in CHOICES ? t(CHOICES[choice as keyof typeof CHOICES]) : choice;

/** A value as a sentence has it. */
export function sayValue(t: Words, setting: SettingDetail, value: SettingValue): string {
  if (typeof value === 'boolean') return i18next.t(value ? 'ui:edit.on' : 'ui:edit.off');
  if (setting.kind === 'choice') return nameChoice(t, String(value));
  return sayWithUnit(setting, value) ?? String(value);
}
