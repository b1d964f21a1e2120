import type { OutsideIssuerDetail } from '@gatehouse/dto';
import type { IntrospectionJudgement, JwtJudgement } from '@gatehouse/gateway-core';
import type { OutsideIssuerUse, OutsideIssuerWithClients } from '@gatehouse/persistence';
import {
  DEFAULT_ALGORITHMS,
  DEFAULT_CACHE_SECONDS,
  DEFAULT_NEGATIVE_CACHE_SECONDS,
} from './issuer-settings.js';

type JudgementDetail = Pick<
  OutsideIssuerDetail,
  | 'judgement'
  | 'jwksUri'
  | 'jwks'
  | 'algorithms'
  | 'requiresAccessTokenType'
  | 'introspectionEndpoint'
  | 'clientId'
  | 'authenticationMethod'
  | 'cacheSeconds'
  | 'negativeCacheSeconds'
>;

const NOTHING: Omit<JudgementDetail, 'judgement'> = {
  jwksUri: null,
  jwks: null,
  algorithms: DEFAULT_ALGORITHMS,
  requiresAccessTokenType: true,
  introspectionEndpoint: null,
  clientId: null,
  authenticationMethod: 'client_secret_basic',
  cacheSeconds: DEFAULT_CACHE_SECONDS,
  negativeCacheSeconds: DEFAULT_NEGATIVE_CACHE_SECONDS,
};

function toJudgementDetail(judgement: JwtJudgement | IntrospectionJudgement): JudgementDetail {
  if (judgement.kind === 'introspection') {
    const { kind, endpoint, ...asked } = judgement;
    return { ...NOTHING, judgement: kind, introspectionEndpoint: endpoint, ...asked };
  }
  const { kind, ...verified } = judgement;
  return { ...NOTHING, judgement: kind, ...verified };
}

/** An outside issuer as operators see it: of the secret, whether it is there. */
export function toOutsideIssuerDetail(
  record: OutsideIssuerWithClients,
  uses: readonly OutsideIssuerUse[],
): OutsideIssuerDetail {
  const { settings, sealedClientSecret, createdAt, updatedAt, ...row } = record;
  const { judgement, clockSkewSeconds, audience, clientClaim, acceptsUnmapped, scopes } = settings;
  return {
    ...row,
    ...toJudgementDetail(judgement),
    hasClientSecret: sealedClientSecret !== null,
    clockSkewSeconds,
    audience: audience.kind,
    audiences: audience.kind === 'listed' ? audience.audiences : [],
    clientClaim,
    acceptsUnmapped,
    scopeClaim: scopes.claim,
    scopePrefix: scopes.prefix,
    allowedScopes: scopes.allowed,
    renamedScopes: scopes.renamed,
    usedBy: uses
      .filter(({ issuerId }) => issuerId === record.id)
      .map(({ apiId, apiName }) => ({ apiId, apiName })),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
