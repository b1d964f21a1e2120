import i18next from 'i18next';

/** Under which key the settings page has its words for what is changed there. */
const SETTINGS: Readonly<Record<string, string>> = {
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
};

/** One that cannot be changed any more is known by its variable. */
export function describeSetting(variable: string): string {
  const key = `settings:fields.${SETTINGS[variable] ?? ''}.label`;
  return i18next.exists(key) ? i18next.t(key) : variable;
}
