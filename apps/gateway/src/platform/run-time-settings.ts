import type { SnapshotSource, StoredSettings } from '@gatehouse/persistence';
import type { Env } from './env.js';
import { findProblem, type Setting, SETTINGS } from './setting-rules.js';

/** What the environment said at the start. */
export interface SettingTexts {
  /** Every setting: its default where the environment says nothing. */
  readonly texts: ReadonlyMap<string, string>;
  /** Names of those that the environment gave. */
  readonly given: ReadonlySet<string>;
}

/** Settings that admins may change while Gatehouse runs: ask each time, and keep nothing of it. */
export interface RunTimeSettings {
  readonly sessionSeconds: number;
  readonly interactionSeconds: number;
  readonly consoleSessionSeconds: number;
  readonly allowsSignUp: boolean;
  /** Whether whoever has signed in may ask for an application. */
  readonly takesRequests: boolean;
  readonly operatorsNeedSecondFactor: boolean;
  /** 0: single calls are not kept. */
  readonly callLogHours: number;
  readonly trafficDays: number;
  readonly summaryDays: number;
  /** 0: entries of the audit log stay. */
  readonly auditDays: number;
  readonly unusedDays: number;
  readonly expiryWarningDays: number;
  /** Of clients to come. */
  readonly accessTokenSeconds: number;
  readonly refreshIdleSeconds: number;
}

/** Where the value in force comes from. */
export type SettingSource = 'environment' | 'database' | 'default';

export const RUN_TIME_SETTINGS: ReadonlyMap<string, Setting> = new Map(
  SETTINGS.filter(({ runTime }) => runTime === true).map((setting) => [setting.name, setting]),
);

/**
 * What is in force of one setting. The environment wins; what is stored counts where it is a value that this version
 * would accept.
 */
export function findInForce(
  name: string,
  { texts, given }: SettingTexts,
  { values }: StoredSettings,
): { readonly text: string; readonly source: SettingSource } {
  const said = texts.get(name) ?? '';
  if (given.has(name)) return { text: said, source: 'environment' };
  const setting = RUN_TIME_SETTINGS.get(name);
  const stored = values[name];
  if (setting !== undefined && stored !== undefined && findProblem(setting, String(stored)) === undefined)
    return { text: String(stored), source: 'database' };
  return { text: said, source: 'default' };
}

export function toRunTimeSettings(said: SettingTexts, stored: StoredSettings): RunTimeSettings {
  const text = (name: string): string => findInForce(name, said, stored).text;
  const integer = (name: string): number => Number(text(name));
  return {
    sessionSeconds: integer('GATEHOUSE_SESSION_SECONDS'),
    interactionSeconds: integer('GATEHOUSE_INTERACTION_SECONDS'),
    consoleSessionSeconds: integer('GATEHOUSE_CONSOLE_SESSION_SECONDS'),
    allowsSignUp: text('GATEHOUSE_SIGN_UP') === 'true',
    takesRequests: text('GATEHOUSE_REGISTRATION_REQUESTS') === 'signed-in',
    operatorsNeedSecondFactor: text('GATEHOUSE_OPERATORS_NEED_SECOND_FACTOR') === 'true',
    callLogHours: integer('GATEHOUSE_CALL_LOG_HOURS'),
    trafficDays: integer('GATEHOUSE_TRAFFIC_DAYS'),
    summaryDays: integer('GATEHOUSE_TRAFFIC_SUMMARY_DAYS'),
    auditDays: integer('GATEHOUSE_AUDIT_DAYS'),
    unusedDays: integer('GATEHOUSE_UNUSED_DAYS'),
    expiryWarningDays: integer('GATEHOUSE_EXPIRY_WARNING_DAYS'),
    accessTokenSeconds: integer('GATEHOUSE_ACCESS_TOKEN_SECONDS'),
    refreshIdleSeconds: integer('GATEHOUSE_REFRESH_IDLE_SECONDS'),
  };
}

/** Those in force now, made once for each change. */
export function followSettings(
  { said }: Pick<Env, 'said'>,
  snapshots: Pick<SnapshotSource, 'current'>,
): () => RunTimeSettings {
  let stored = snapshots.current().settings;
  let settings = toRunTimeSettings(said, stored);
  return () => {
    const newest = snapshots.current().settings;
    // They are read anew now and then, changed or not.
    if (newest.version !== stored.version) settings = toRunTimeSettings(said, newest);
    stored = newest;
    return settings;
  };
}
