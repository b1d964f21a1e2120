import i18next from 'i18next';

/** What the console can change, by its variable: under which key of the texts its words are. */
export const SETTING_KEYS = {
  GATEHOUSE_SIGN_UP: 'signUp',
  GATEHOUSE_REGISTRATION_REQUESTS: 'requests',
  GATEHOUSE_OPERATORS_NEED_SECOND_FACTOR: 'secondFactor',
  GATEHOUSE_SESSION_SECONDS: 'session',
  GATEHOUSE_CONSOLE_SESSION_SECONDS: 'consoleSession',
  GATEHOUSE_INTERACTION_SECONDS: 'interaction',
  GATEHOUSE_ACCESS_TOKEN_SECONDS: 'accessToken',
  GATEHOUSE_REFRESH_IDLE_SECONDS: 'refreshIdle',
  GATEHOUSE_CALL_LOG_HOURS: 'callLog',
  GATEHOUSE_TRAFFIC_DAYS: 'traffic',
  GATEHOUSE_TRAFFIC_SUMMARY_DAYS: 'summary',
  GATEHOUSE_AUDIT_DAYS: 'audit',
  GATEHOUSE_UNUSED_DAYS: 'unused',
  GATEHOUSE_EXPIRY_WARNING_DAYS: 'warning',
} as const;

/** Whether it can be changed in the console, and so has a name in words. */
export const isNamed = (variable: string): variable is keyof typeof SETTING_KEYS =>
  Object.hasOwn(SETTING_KEYS, variable);

/** What a setting is called: in words where the console can change it, else its variable. */
export const nameSetting = (variable: string): string =>
  isNamed(variable) ? i18next.t(`settings:fields.${SETTING_KEYS[variable]}.label`) : variable;
