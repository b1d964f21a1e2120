import i18next from 'i18next';

const PREFIX = 'urn:ietf:params:oauth:grant-type:';

/** A grant type, as `grant_type` names it, in words. */
export function describeGrantType(grantType: string): string {
  const name = grantType.startsWith(PREFIX) ? grantType.slice(PREFIX.length) : grantType;
  return i18next.exists(`ui:grants.${name}`) ? i18next.t(`ui:grants.${name as 'password'}`) : grantType;
}
