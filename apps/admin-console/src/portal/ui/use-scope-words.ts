import { useTranslation } from 'react-i18next';

/** A scope as the server tells of it. */
export interface ToldScope {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
}

const OPENID_SCOPES: Readonly<Record<string, true>> = {
  openid: true,
  profile: true,
  email: true,
  address: true,
  phone: true,
  offline_access: true,
};

/** Words for a scope: those of OpenID Connect in the page's language, an operator's own as they were written. */
export function useScopeWords(): (scope: ToldScope) => {
  readonly title: string;
  readonly description: string;
} {
  const { t } = useTranslation('portal');
  return ({ name, title, description = '' }) =>
    Object.hasOwn(OPENID_SCOPES, name)
      ? {
          title: t(`scopes.${name as 'openid'}.title`),
          description: t(`scopes.${name as 'openid'}.description`),
        }
      : { title, description };
}
