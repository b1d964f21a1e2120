import type { OutsideIssuerInput } from '@gatehouse/dto';
import type {
  IntrospectionJudgement,
  JwtJudgement,
  OutsideAudience,
  OutsideIssuerSettings,
} from '@gatehouse/gateway-core';

/** What current authorization servers sign with. */
export const DEFAULT_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
export const DEFAULT_CACHE_SECONDS = 30;
export const DEFAULT_NEGATIVE_CACHE_SECONDS = 5;
const DEFAULT_CLOCK_SKEW_SECONDS = 30;

const toJudgement = (input: OutsideIssuerInput): JwtJudgement | IntrospectionJudgement =>
  input.judgement === 'jwt'
    ? {
        kind: 'jwt',
        jwksUri: input.jwksUri ?? null,
        // Checked before it is stored.
        jwks: (input.jwks ?? null) as JwtJudgement['jwks'],
        algorithms: input.algorithms ?? DEFAULT_ALGORITHMS,
        requiresAccessTokenType: input.requiresAccessTokenType ?? true,
      }
    : {
        kind: 'introspection',
        endpoint: input.introspectionEndpoint ?? null,
        clientId: input.clientId ?? '',
        authenticationMethod: input.authenticationMethod ?? 'client_secret_basic',
        cacheSeconds: input.cacheSeconds ?? DEFAULT_CACHE_SECONDS,
        negativeCacheSeconds: input.negativeCacheSeconds ?? DEFAULT_NEGATIVE_CACHE_SECONDS,
      };

const toAudience = ({ audience = 'api', audiences = [] }: OutsideIssuerInput): OutsideAudience =>
  audience === 'listed' ? { kind: 'listed', audiences } : { kind: audience };

/** An operator's words, with the defaults for what is left out. */
export const toSettings = (input: OutsideIssuerInput): OutsideIssuerSettings => ({
  judgement: toJudgement(input),
  clockSkewSeconds: input.clockSkewSeconds ?? DEFAULT_CLOCK_SKEW_SECONDS,
  audience: toAudience(input),
  clientClaim: input.clientClaim ?? null,
  acceptsUnmapped: input.acceptsUnmapped ?? false,
  scopes: {
    claim: input.scopeClaim ?? null,
    prefix: input.scopePrefix ?? null,
    allowed: input.allowedScopes ?? [],
    renamed: (input.renamedScopes ?? []).map(({ outside, scope }) => ({ outside, scope })),
  },
});
