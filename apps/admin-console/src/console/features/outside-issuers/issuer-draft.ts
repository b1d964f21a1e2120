import type { OutsideIssuerDetail, OutsideIssuerInput } from '@gatehouse/dto';

/** How its keys are found: from its metadata, at an address, or as they are entered. */
export type KeySource = 'metadata' | 'address' | 'entered';

/** An outside issuer as it is typed: keys are text until they are saved. */
export interface IssuerDraft {
  readonly name: string;
  readonly issuer: string;
  readonly enabled: boolean;
  readonly judgement: OutsideIssuerDetail['judgement'];
  readonly keySource: KeySource;
  readonly jwksUri: string;
  readonly jwks: string;
  readonly algorithms: string[];
  readonly requiresAccessTokenType: boolean;
  readonly introspectionEndpoint: string;
  readonly clientId: string;
  readonly authenticationMethod: OutsideIssuerDetail['authenticationMethod'];
  /** Empty: what is stored stays. */
  readonly clientSecret: string;
  readonly cacheSeconds: number;
  readonly negativeCacheSeconds: number;
  readonly clockSkewSeconds: number;
  readonly audience: OutsideIssuerDetail['audience'];
  readonly audiences: string[];
  readonly clientClaim: string;
  readonly clients: readonly { readonly clientId: string; readonly applicationId: string }[];
  readonly acceptsUnmapped: boolean;
  readonly scopeClaim: string;
  readonly scopePrefix: string;
  readonly allowedScopes: string[];
  readonly renamedScopes: readonly { readonly outside: string; readonly scope: string }[];
}

export const NEW_ISSUER: IssuerDraft = {
  name: '',
  issuer: '',
  enabled: true,
  judgement: 'jwt',
  keySource: 'metadata',
  jwksUri: '',
  jwks: '',
  algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
  requiresAccessTokenType: true,
  introspectionEndpoint: '',
  clientId: '',
  authenticationMethod: 'client_secret_basic',
  clientSecret: '',
  cacheSeconds: 30,
  negativeCacheSeconds: 5,
  clockSkewSeconds: 30,
  audience: 'api',
  audiences: [],
  clientClaim: '',
  clients: [],
  acceptsUnmapped: false,
  scopeClaim: '',
  scopePrefix: '',
  allowedScopes: [],
  renamedScopes: [],
};

function findKeySource({ jwks, jwksUri }: OutsideIssuerDetail): KeySource {
  if (jwks !== null) return 'entered';
  return jwksUri === null ? 'metadata' : 'address';
}

export const toDraft = (issuer: OutsideIssuerDetail): IssuerDraft => ({
  name: issuer.name,
  issuer: issuer.issuer,
  enabled: issuer.enabled,
  judgement: issuer.judgement,
  keySource: findKeySource(issuer),
  jwksUri: issuer.jwksUri ?? '',
  jwks: issuer.jwks === null ? '' : JSON.stringify(issuer.jwks, null, 2),
  algorithms: [...issuer.algorithms],
  requiresAccessTokenType: issuer.requiresAccessTokenType,
  introspectionEndpoint: issuer.introspectionEndpoint ?? '',
  clientId: issuer.clientId ?? '',
  authenticationMethod: issuer.authenticationMethod,
  clientSecret: '',
  cacheSeconds: issuer.cacheSeconds,
  negativeCacheSeconds: issuer.negativeCacheSeconds,
  clockSkewSeconds: issuer.clockSkewSeconds,
  audience: issuer.audience,
  audiences: [...issuer.audiences],
  clientClaim: issuer.clientClaim ?? '',
  clients: issuer.clients.map(({ clientId, applicationId }) => ({ clientId, applicationId })),
  acceptsUnmapped: issuer.acceptsUnmapped,
  scopeClaim: issuer.scopeClaim ?? '',
  scopePrefix: issuer.scopePrefix ?? '',
  allowedScopes: [...issuer.allowedScopes],
  renamedScopes: [...issuer.renamedScopes],
});

const orNull = (text: string): string | null => (text === '' ? null : text);

/** What of the draft is about the way in which access tokens are judged. @throws SyntaxError when the key set is not JSON */
function toJudgement(draft: IssuerDraft): Partial<OutsideIssuerInput> {
  if (draft.judgement === 'introspection') {
    return {
      introspectionEndpoint: orNull(draft.introspectionEndpoint),
      clientId: orNull(draft.clientId),
      authenticationMethod: draft.authenticationMethod,
      cacheSeconds: draft.cacheSeconds,
      negativeCacheSeconds: draft.negativeCacheSeconds,
      ...(draft.clientSecret !== '' && { clientSecret: draft.clientSecret }),
    };
  }
  return {
    jwksUri: draft.keySource === 'address' ? orNull(draft.jwksUri) : null,
    jwks:
      draft.keySource === 'entered'
        ? (JSON.parse(draft.jwks) as NonNullable<OutsideIssuerInput['jwks']>)
        : null,
    algorithms: draft.algorithms,
    requiresAccessTokenType: draft.requiresAccessTokenType,
  };
}

/** What is saved. @throws SyntaxError when the key set is not JSON */
export const toInput = (draft: IssuerDraft): OutsideIssuerInput => ({
  name: draft.name,
  issuer: draft.issuer,
  enabled: draft.enabled,
  judgement: draft.judgement,
  ...toJudgement(draft),
  clockSkewSeconds: draft.clockSkewSeconds,
  audience: draft.audience,
  audiences: draft.audience === 'listed' ? draft.audiences : [],
  clientClaim: orNull(draft.clientClaim),
  clients: [...draft.clients],
  acceptsUnmapped: draft.acceptsUnmapped,
  scopeClaim: orNull(draft.scopeClaim),
  scopePrefix: orNull(draft.scopePrefix),
  allowedScopes: draft.allowedScopes,
  renamedScopes: [...draft.renamedScopes],
});
