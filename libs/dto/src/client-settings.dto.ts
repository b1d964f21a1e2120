import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import {
  CLIENT_PROFILES,
  type ClientProfile,
  SENDER_CONSTRAINTS,
  type SenderConstraint,
} from './client-profiles.js';
import { IsClaimTemplates, IsWebUrl } from './validators.js';

/** How clients can prove who they are (RFC 7591 §2, RFC 8705 §2). */
export const TOKEN_ENDPOINT_AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const;
export type TokenEndpointAuthMethod = (typeof TOKEN_ENDPOINT_AUTH_METHODS)[number];

/** Grants of the "legacy" profile: off unless an operator switches them on for one client (RFC 9700 §2.1.2, §2.4). */
export const LEGACY_GRANT_TYPES = ['password', 'implicit'] as const;

/** Every grant that a client can be registered for. */
export const GRANT_TYPES = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:openid:params:grant-type:ciba',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:saml2-bearer',
  ...LEGACY_GRANT_TYPES,
] as const;

export const JWS_ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const;
export type JwsAlgorithm = (typeof JWS_ALGORITHMS)[number];

/** Combinations that a client can be registered for (OAuth 2.0 Multiple Response Types §3, §5). */
export const RESPONSE_TYPES = [
  'code',
  'code id_token',
  'id_token',
  'token',
  'id_token token',
  'code token',
  'code id_token token',
] as const;

export interface TlsClientName {
  readonly kind: 'subject_dn' | 'san_dns' | 'san_uri' | 'san_ip' | 'san_email';
  readonly value: string;
}

const DAY_SECONDS = 86_400;

/** The options of a client that most leave alone; an absent one stays as it is, null goes back to the default. */
export class ClientSettingsChange {
  /** What it is held to: what contradicts it is refused, here and in every request. */
  @IsOptional()
  @IsIn(CLIENT_PROFILES)
  profile?: ClientProfile;

  /** Public keys (RFC 7517 §5), for private_key_jwt, assertions and request objects. */
  @IsOptional()
  @IsObject()
  jwks?: { keys: Record<string, unknown>[] } | null;

  /** Where the client publishes them instead. */
  @IsOptional()
  @IsWebUrl()
  jwksUri?: string | null;

  /** X.509 certificates in PEM. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @MaxLength(16_384, { each: true })
  certificates?: string[];

  /** RFC 8705 §2.1.2. */
  @IsOptional()
  @IsObject()
  tlsClientName?: TlsClientName | null;

  /** rotate: each is used once (default); keep: the same one stays; none: no refresh tokens. */
  @IsOptional()
  @IsIn(['rotate', 'keep', 'none'])
  refreshTokenMode?: 'rotate' | 'keep' | 'none';

  @IsOptional()
  @IsIn(JWS_ALGORITHMS)
  accessTokenSigningAlgorithm?: JwsAlgorithm | null;

  /** Extra claims by name; values may use {user.email}, {client.id}, {request.tenant} (a parameter of the authorization request) and the like. */
  @IsOptional()
  @IsClaimTemplates()
  accessTokenClaims?: Record<string, string>;

  /** RFC 8707: audiences that it may ask for; empty: those of the APIs that use its scopes. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(2000, { each: true })
  resources?: string[];

  /** RFC 9396 §10: types of authorization details that it may ask for. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  authorizationDetailsTypes?: string[];

  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsIn(RESPONSE_TYPES, { each: true })
  responseTypes?: string[];

  /** pairwise: each sector sees another subject for the same person (OpenID Connect Core §8). */
  @IsOptional()
  @IsIn(['public', 'pairwise'])
  subjectType?: 'public' | 'pairwise';

  @IsOptional()
  @IsWebUrl()
  sectorIdentifierUri?: string | null;

  @IsOptional()
  @IsIn(JWS_ALGORITHMS)
  idTokenSigningAlgorithm?: JwsAlgorithm | null;

  /** Null: UserInfo answers plain JSON. */
  @IsOptional()
  @IsIn(JWS_ALGORITHMS)
  userinfoSigningAlgorithm?: JwsAlgorithm | null;

  @IsOptional()
  @IsIn(JWS_ALGORITHMS)
  authorizationSigningAlgorithm?: JwsAlgorithm | null;

  /** False: weaker, for confidential OpenID Connect clients that cannot do PKCE; they must send and check a nonce. */
  @IsOptional()
  @IsBoolean()
  requiresPkce?: boolean;

  @IsOptional()
  @IsBoolean()
  requiresRequestObject?: boolean;

  /** RFC 9126 §6: it must push its authorization requests. */
  @IsOptional()
  @IsBoolean()
  requiresPushedRequest?: boolean;

  /** RFC 9449 §5.2: its access tokens are bound to a key that it proves to have. */
  @IsOptional()
  @IsBoolean()
  dpopBoundAccessTokens?: boolean;

  /** RFC 8705 §3.4: its access tokens are bound to the client certificate that it fetches them with. */
  @IsOptional()
  @IsBoolean()
  certificateBoundAccessTokens?: boolean;

  /** observed: counted, not refused; required: an access token that is bound to no key is never issued. */
  @IsOptional()
  @IsIn(SENDER_CONSTRAINTS)
  senderConstraint?: SenderConstraint;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(365 * DAY_SECONDS)
  defaultMaxAgeSeconds?: number | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  defaultAcrValues?: string[];

  /** OpenID Connect RP-Initiated Logout §3.1. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  postLogoutRedirectUris?: string[];

  @IsOptional()
  @IsWebUrl()
  backchannelLogoutUri?: string | null;

  @IsOptional()
  @IsWebUrl()
  frontchannelLogoutUri?: string | null;

  /** OpenID Connect CIBA §4: poll: it asks (default); ping: it is told that there is an answer; push: it is sent the tokens. */
  @IsOptional()
  @IsIn(['poll', 'ping', 'push'])
  backchannelDeliveryMode?: 'poll' | 'ping' | 'push';

  /** Where it is told, for ping and push. */
  @IsOptional()
  @IsWebUrl()
  backchannelNotificationEndpoint?: string | null;

  /** Its requests must be signed with this; null: they need no signature. */
  @IsOptional()
  @IsIn(JWS_ALGORITHMS)
  backchannelRequestSigningAlgorithm?: JwsAlgorithm | null;

  /** RFC 8693: client IDs whose access tokens it may exchange besides its own. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  exchangeableClients?: string[];

  /** RFC 8693 §1.1: it may act as the user without being named as the actor. */
  @IsOptional()
  @IsBoolean()
  mayImpersonate?: boolean;

  /** RFC 8693 §4.4: the client ID that alone may act with its access tokens; null: any that may exchange them. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  mayAct?: string | null;

  /** RFC 7521 §4.1: it may name users, by their user names, in assertions that it signs itself. */
  @IsOptional()
  @IsBoolean()
  mayAssertUsers?: boolean;
}

/** The options as the API answers them: every one, with its default where none was set. */
export type ClientSettingsDetail = {
  readonly [K in keyof ClientSettingsChange]-?: Exclude<ClientSettingsChange[K], undefined>;
};
