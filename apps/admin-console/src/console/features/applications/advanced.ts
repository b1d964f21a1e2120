import type { ClientDetail, ClientEdit } from '@gatehouse/dto';

/** The options that most clients leave alone, as the form holds them. */
export interface Advanced {
  readonly defaultScopes: string[];
  readonly refreshTokenMode: 'rotate' | 'keep' | 'none';
  readonly accessTokenSigningAlgorithm: string;
  /** One claim per line: name = template. */
  readonly claims: string;
  readonly resources: string[];
  readonly authorizationDetailsTypes: string[];
  readonly responseTypes: string[];
  readonly subjectType: 'public' | 'pairwise';
  readonly sectorIdentifierUri: string;
  readonly idTokenSigningAlgorithm: string;
  readonly userinfoSigningAlgorithm: string;
  readonly authorizationSigningAlgorithm: string;
  readonly requiresPkce: boolean;
  readonly requiresRequestObject: boolean;
  readonly requiresPushedRequest: boolean;
  readonly dpopBoundAccessTokens: boolean;
  readonly certificateBoundAccessTokens: boolean;
  /** Empty: none. */
  readonly defaultMaxAge: number | '';
  readonly defaultAcrValues: string[];
  readonly postLogoutRedirectUris: string[];
  readonly backchannelLogoutUri: string;
  readonly frontchannelLogoutUri: string;
}

export const ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const;
type Algorithm = (typeof ALGORITHMS)[number];

const toAlgorithm = (text: string): Algorithm | null => ALGORITHMS.find((name) => name === text) ?? null;
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

export function toAdvanced(client: ClientDetail): Advanced {
  return {
    defaultScopes: [...client.defaultScopes],
    refreshTokenMode: client.refreshTokenMode,
    accessTokenSigningAlgorithm: client.accessTokenSigningAlgorithm ?? '',
    claims: Object.entries(client.accessTokenClaims)
      .map(([name, template]) => `${name} = ${template}`)
      .join('\n'),
    resources: [...client.resources],
    authorizationDetailsTypes: [...client.authorizationDetailsTypes],
    responseTypes: [...client.responseTypes],
    subjectType: client.subjectType,
    sectorIdentifierUri: client.sectorIdentifierUri ?? '',
    idTokenSigningAlgorithm: client.idTokenSigningAlgorithm ?? '',
    userinfoSigningAlgorithm: client.userinfoSigningAlgorithm ?? '',
    authorizationSigningAlgorithm: client.authorizationSigningAlgorithm ?? '',
    requiresPkce: client.requiresPkce,
    requiresRequestObject: client.requiresRequestObject,
    requiresPushedRequest: client.requiresPushedRequest,
    dpopBoundAccessTokens: client.dpopBoundAccessTokens,
    certificateBoundAccessTokens: client.certificateBoundAccessTokens,
    defaultMaxAge: client.defaultMaxAgeSeconds ?? '',
    defaultAcrValues: [...client.defaultAcrValues],
    postLogoutRedirectUris: [...client.postLogoutRedirectUris],
    backchannelLogoutUri: client.backchannelLogoutUri ?? '',
    frontchannelLogoutUri: client.frontchannelLogoutUri ?? '',
  };
}

/** Claims from their lines; a line without = is a claim without a value, which the server refuses by name. */
export function parseClaims(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const equals = line.indexOf('=');
      return equals === -1
        ? [line.trim(), '']
        : [line.slice(0, equals).trim(), line.slice(equals + 1).trim()];
    }),
  );
}

export function toChange({ claims, defaultMaxAge, ...value }: Advanced): ClientEdit {
  return {
    ...value,
    accessTokenClaims: parseClaims(claims),
    defaultMaxAgeSeconds: defaultMaxAge === '' ? null : defaultMaxAge,
    accessTokenSigningAlgorithm: toAlgorithm(value.accessTokenSigningAlgorithm),
    idTokenSigningAlgorithm: toAlgorithm(value.idTokenSigningAlgorithm),
    userinfoSigningAlgorithm: toAlgorithm(value.userinfoSigningAlgorithm),
    authorizationSigningAlgorithm: toAlgorithm(value.authorizationSigningAlgorithm),
    sectorIdentifierUri: orNull(value.sectorIdentifierUri),
    backchannelLogoutUri: orNull(value.backchannelLogoutUri),
    frontchannelLogoutUri: orNull(value.frontchannelLogoutUri),
  };
}
