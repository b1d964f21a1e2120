import { useTranslation } from 'react-i18next';
import type { IssuerDraft } from './issuer-draft';

/** What the fields are called where two people have changed the same one. */
export function useLabels(): Readonly<Record<keyof IssuerDraft, string>> {
  const { t } = useTranslation('outside-issuers');
  return {
    name: t('list.name'),
    issuer: t('list.issuer'),
    enabled: t('list.inUse'),
    judgement: t('judgement.title'),
    keySource: t('keys.title'),
    jwksUri: t('keys.addressLabel'),
    jwks: t('keys.set'),
    algorithms: t('keys.algorithms'),
    requiresAccessTokenType: t('keys.type'),
    introspectionEndpoint: t('asking.endpoint'),
    clientId: t('asking.clientId'),
    authenticationMethod: t('asking.authentication'),
    clientSecret: t('asking.secret'),
    cacheSeconds: t('asking.keepGood'),
    negativeCacheSeconds: t('asking.keepBad'),
    clockSkewSeconds: t('judgement.skew'),
    audience: t('audience.label'),
    audiences: t('audience.list'),
    clientClaim: t('clients.claim'),
    clients: t('clients.known'),
    acceptsUnmapped: t('clients.others'),
    scopeClaim: t('scopes.claim'),
    scopePrefix: t('scopes.prefix'),
    allowedScopes: t('scopes.same'),
    renamedScopes: t('scopes.renamed'),
  };
}
