import type { ClientAuthenticationMethod, ClientType } from '../kernel/client.js';
import {
  type ClientSettings,
  DEFAULT_CLIENT_SETTINGS,
  type JsonWebKeySet,
  type TlsClientName,
} from '../kernel/client-settings.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { CLIENT_AUTHENTICATION_METHODS } from '../kernel/client.js';
import { BACKCHANNEL_DELIVERY_MODES } from '../ports/backchannel-requests.js';
import {
  type JsonObject,
  readFlag,
  type Reader,
  readObject,
  readOneOf,
  readSeconds,
  readSomeOf,
  readText,
  readTexts,
  readUrl,
  refuseMetadata,
} from './metadata-reader.js';

/** Grants that a client can register itself for: those in which an end user, or the client's own secret, decides. */
export const REGISTRABLE_GRANT_TYPES = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:openid:params:grant-type:ciba',
] as const;
export type RegistrableGrantType = (typeof REGISTRABLE_GRANT_TYPES)[number];

/** What a client says of itself (RFC 7591 §2, OpenID Connect Registration §2), with the defaults of §2 filled in. */
export interface ClientMetadata {
  readonly name: string | undefined;
  readonly homepageUrl: string | undefined;
  readonly privacyUrl: string | undefined;
  readonly termsUrl: string | undefined;
  readonly contacts: readonly string[];
  readonly applicationType: 'web' | 'native' | undefined;
  readonly redirectUris: readonly string[];
  readonly authenticationMethod: ClientAuthenticationMethod;
  readonly grantTypes: readonly RegistrableGrantType[];
  /** Undefined: it leaves that to us. */
  readonly scopes: readonly string[] | undefined;
  readonly softwareId: string | undefined;
  readonly softwareVersion: string | undefined;
  /** Only what it says something about. */
  readonly settings: Partial<ClientSettings>;
}

const JWS_ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const;
/** Those without tokens in the address: the others are for an operator to switch on. */
const RESPONSE_TYPES = ['code', 'code id_token', 'id_token'] as const;

type Setting = {
  [K in keyof ClientSettings]: readonly [wire: string, name: K, read: Reader<NonNullable<ClientSettings[K]>>];
}[keyof ClientSettings];

const readKeys: Reader<JsonWebKeySet> = (metadata, name) => {
  const set = readObject(metadata, name);
  if (set !== undefined && !Array.isArray(set['keys']))
    throw refuseMetadata(`${name} must be a JWK Set: an object with keys.`);
  return set as JsonWebKeySet | undefined;
};

/** Wire names of the options of a client. */
const SETTINGS: readonly Setting[] = [
  ['jwks', 'jwks', readKeys],
  ['jwks_uri', 'jwksUri', readUrl],
  ['response_types', 'responseTypes', readSomeOf(RESPONSE_TYPES)],
  ['subject_type', 'subjectType', readOneOf(['public', 'pairwise'] as const)],
  ['id_token_signed_response_alg', 'idTokenSigningAlgorithm', readOneOf(JWS_ALGORITHMS)],
  ['userinfo_signed_response_alg', 'userinfoSigningAlgorithm', readOneOf(JWS_ALGORITHMS)],
  // JARM §3
  ['authorization_signed_response_alg', 'authorizationSigningAlgorithm', readOneOf(JWS_ALGORITHMS)],
  ['default_max_age', 'defaultMaxAgeSeconds', readSeconds],
  ['default_acr_values', 'defaultAcrValues', readTexts],
  ['post_logout_redirect_uris', 'postLogoutRedirectUris', readTexts],
  ['backchannel_logout_uri', 'backchannelLogoutUri', readUrl],
  ['frontchannel_logout_uri', 'frontchannelLogoutUri', readUrl],
  // OpenID Connect CIBA §4
  ['backchannel_token_delivery_mode', 'backchannelDeliveryMode', readOneOf(BACKCHANNEL_DELIVERY_MODES)],
  ['backchannel_client_notification_endpoint', 'backchannelNotificationEndpoint', readUrl],
  [
    'backchannel_authentication_request_signing_alg',
    'backchannelRequestSigningAlgorithm',
    readOneOf(JWS_ALGORITHMS),
  ],
  // RFC 9396 §10
  ['authorization_details_types', 'authorizationDetailsTypes', readTexts],
  // RFC 9101 §10.5
  ['require_signed_request_object', 'requiresRequestObject', readFlag],
  // RFC 9126 §6
  ['require_pushed_authorization_requests', 'requiresPushedRequest', readFlag],
  // RFC 9449 §5.2
  ['dpop_bound_access_tokens', 'dpopBoundAccessTokens', readFlag],
  // RFC 8705 §3.4
  ['tls_client_certificate_bound_access_tokens', 'certificateBoundAccessTokens', readFlag],
];

/** The options of a client that it says itself; all others are its operators'. */
export const REGISTRABLE_SETTINGS: readonly (keyof ClientSettings)[] = [
  ...SETTINGS.map(([, name]) => name),
  'tlsClientName',
];

// RFC 8705 §2.1.2
const CERTIFICATE_NAMES = ['subject_dn', 'san_dns', 'san_uri', 'san_ip', 'san_email'] as const;

function readTlsClientName(metadata: JsonObject): TlsClientName | undefined {
  const names = CERTIFICATE_NAMES.flatMap((kind) => {
    const value = readText(1_000)(metadata, `tls_client_auth_${kind}`);
    return value === undefined ? [] : [{ kind, value }];
  });
  if (names.length > 1)
    throw refuseMetadata('A client certificate is known by one name: send one of tls_client_auth_*.');
  return names[0];
}

function readSettings(metadata: JsonObject): Partial<ClientSettings> {
  const given = SETTINGS.flatMap(([wire, name, read]): [string, unknown][] => {
    const value = read(metadata, wire);
    return value === undefined ? [] : [[name, value]];
  });
  const tlsClientName = readTlsClientName(metadata);
  const settings = Object.fromEntries(given) as Partial<ClientSettings>;
  return tlsClientName === undefined ? settings : { ...settings, tlsClientName };
}

// RFC 6749 §3.3
const SCOPES = /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/;

function readScopes(metadata: JsonObject): readonly string[] | undefined {
  const text = readText()(metadata, 'scope');
  if (text === undefined) return undefined;
  if (!SCOPES.test(text)) throw refuseMetadata('scope must be names with one space between each two.');
  return [...new Set(text.split(' '))];
}

/** OpenID Connect CIBA §4: what a client that asks people elsewhere must be. */
function checkBackchannel(
  grantTypes: ClientMetadata['grantTypes'],
  method: ClientAuthenticationMethod,
  {
    backchannelDeliveryMode: mode = 'poll',
    backchannelNotificationEndpoint: endpoint,
  }: Partial<ClientSettings>,
): void {
  if (!grantTypes.includes('urn:openid:params:grant-type:ciba')) return;
  if (method === 'none')
    throw refuseMetadata(
      'urn:openid:params:grant-type:ciba needs a client that authenticates: token_endpoint_auth_method is none.',
    );
  if (mode !== 'poll' && endpoint == null)
    throw refuseMetadata(`${mode} needs backchannel_client_notification_endpoint: where you are told.`);
}

/** RFC 7591 §2.1: grants and response types that cannot go together are refused. */
function checkConsistency({
  grantTypes,
  authenticationMethod,
  redirectUris,
  settings,
}: ClientMetadata): void {
  const isRedirected = grantTypes.includes('authorization_code');
  if (isRedirected && redirectUris.length === 0)
    throw new OAuthError(
      'invalid_redirect_uri',
      'redirect_uris is missing: name every address that users are sent back to.',
    );
  if (!isRedirected && settings.responseTypes !== undefined && settings.responseTypes.length > 0)
    throw refuseMetadata('response_types needs the grant type authorization_code.');
  if (authenticationMethod === 'none' && grantTypes.includes('client_credentials'))
    throw refuseMetadata(
      'client_credentials needs a client that authenticates: token_endpoint_auth_method is none.',
    );
  checkBackchannel(grantTypes, authenticationMethod, settings);
  if (settings.jwks !== undefined && settings.jwksUri !== undefined)
    throw refuseMetadata('Send jwks or jwks_uri, not both.');
}

/**
 * RFC 7591 §2: reads what a client says of itself. Members that we do not know are ignored.
 * @throws OAuthError invalid_client_metadata, invalid_redirect_uri
 */
export function parseClientMetadata(metadata: JsonObject): ClientMetadata {
  const parsed: ClientMetadata = {
    name: readText(100)(metadata, 'client_name'),
    homepageUrl: readUrl(metadata, 'client_uri'),
    privacyUrl: readUrl(metadata, 'policy_uri'),
    termsUrl: readUrl(metadata, 'tos_uri'),
    contacts: readTexts(metadata, 'contacts') ?? [],
    applicationType: readOneOf(['web', 'native'] as const)(metadata, 'application_type'),
    redirectUris: readTexts(metadata, 'redirect_uris') ?? [],
    authenticationMethod:
      readOneOf(CLIENT_AUTHENTICATION_METHODS)(metadata, 'token_endpoint_auth_method') ??
      'client_secret_basic',
    grantTypes: readSomeOf(REGISTRABLE_GRANT_TYPES)(metadata, 'grant_types') ?? ['authorization_code'],
    scopes: readScopes(metadata),
    softwareId: readText(200)(metadata, 'software_id'),
    softwareVersion: readText(200)(metadata, 'software_version'),
    settings: readSettings(metadata),
  };
  if (readFlag(metadata, 'backchannel_user_code_parameter') === true)
    throw refuseMetadata('backchannel_user_code_parameter is not supported: end users sign in to answer.');
  checkConsistency(parsed);
  return parsed;
}

/** RFC 6749 §2.1, by how it authenticates. */
export const findClientType = ({
  authenticationMethod,
}: Pick<ClientMetadata, 'authenticationMethod'>): ClientType =>
  authenticationMethod === 'none' ? 'public' : 'confidential';

/** What is registered, in wire names (RFC 7591 §3.2.1): as it is in force, whatever was asked for. */
export function describeClientMetadata({ settings, ...metadata }: ClientMetadata): JsonObject {
  const { tlsClientName } = settings;
  const said = SETTINGS.flatMap(([wire, name]): [string, unknown][] => {
    const value = settings[name] ?? undefined;
    return value === undefined ? [] : [[wire, value]];
  });
  const given: JsonObject = Object.fromEntries(said);
  return {
    client_name: metadata.name,
    client_uri: metadata.homepageUrl,
    policy_uri: metadata.privacyUrl,
    tos_uri: metadata.termsUrl,
    contacts: metadata.contacts.length === 0 ? undefined : metadata.contacts,
    application_type: metadata.applicationType,
    redirect_uris: metadata.redirectUris,
    token_endpoint_auth_method: metadata.authenticationMethod,
    grant_types: metadata.grantTypes,
    response_types: metadata.grantTypes.includes('authorization_code')
      ? DEFAULT_CLIENT_SETTINGS.responseTypes
      : [],
    scope: metadata.scopes?.join(' '),
    software_id: metadata.softwareId,
    software_version: metadata.softwareVersion,
    ...given,
    ...(tlsClientName != null && { [`tls_client_auth_${tlsClientName.kind}`]: tlsClientName.value }),
  };
}
