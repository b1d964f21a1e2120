import { ID_JAG_PROFILE } from '../identity-assertion-grant/id-jag.js';
import { CLIENT_AUTHENTICATION_METHODS } from '../kernel/client.js';
import type { SigningAlgorithm } from '../kernel/signing-key.js';
import { BACKCHANNEL_DELIVERY_MODES } from '../ports/backchannel-requests.js';
import { ASSERTION_ALGORITHMS } from '../rfc7523-jwt-assertions/assertion-signature.js';
import { SECRET_ALGORITHMS } from '../rfc7523-jwt-assertions/client-assertion.js';
import { RESPONSE_MODES } from '../multiple-response-types/response-mode.js';
import { RESPONSE_TYPES } from '../multiple-response-types/response-type.js';
import { DPOP_ALGORITHMS } from '../rfc9449-dpop/proof-key.js';
import { describeOpenIdProvider } from '../openid/discovery.js';

/** Where the endpoints are, below the issuer. */
export const ENDPOINTS = {
  authorization: '/oauth2/authorize',
  token: '/oauth2/token',
  introspection: '/oauth2/introspect',
  revocation: '/oauth2/revoke',
  deviceAuthorization: '/oauth2/device_authorization',
  pushedAuthorization: '/oauth2/par',
  backchannelAuthentication: '/oauth2/bc-authorize',
  registration: '/oauth2/register',
  jwks: '/oauth2/jwks',
  userinfo: '/oauth2/userinfo',
  tokeninfo: '/oauth2/tokeninfo',
  endSession: '/oauth2/end-session',
  metadata: '/.well-known/oauth-authorization-server',
  openidConfiguration: '/.well-known/openid-configuration',
  accessEvaluation: '/access/v1/evaluation',
  accessEvaluations: '/access/v1/evaluations',
  authzenConfiguration: '/.well-known/authzen-configuration',
} as const;

/** What of the deployment the metadata depends on. */
export interface MetadataOptions {
  /** Whether client certificates can reach us, by a proxy or directly (RFC 8705). */
  readonly takesCertificates: boolean;
  /** Origin of our own TLS port. */
  readonly mtlsOrigin: string | undefined;
  /** RFC 9126 §5: of every client. */
  readonly requiresPushedRequests: boolean;
  /** Whether any client could register itself now (RFC 7591). */
  readonly registersClients?: boolean;
  /** Whether any issuer is trusted with identity assertion grants (ID-JAG). */
  readonly takesIdJags?: boolean;
  /** Whether a client ID may be the address of a metadata document. */
  readonly takesMetadataDocuments?: boolean;
  /** RFC 9396 §10: those that work. */
  readonly authorizationDetailsTypes?: readonly string[];
}

/** RFC 8705 §5: where clients with certificates find the endpoints that ask for them. */
const listAliases = (origin: string): Readonly<Record<string, string>> => ({
  token_endpoint: origin + ENDPOINTS.token,
  introspection_endpoint: origin + ENDPOINTS.introspection,
  revocation_endpoint: origin + ENDPOINTS.revocation,
  device_authorization_endpoint: origin + ENDPOINTS.deviceAuthorization,
  pushed_authorization_request_endpoint: origin + ENDPOINTS.pushedAuthorization,
  backchannel_authentication_endpoint: origin + ENDPOINTS.backchannelAuthentication,
  // Whoever has an access token that is bound to a certificate needs it there, too.
  userinfo_endpoint: origin + ENDPOINTS.userinfo,
});

/** OpenID Connect CIBA §4. */
const describeBackchannel = (issuer: string): Readonly<Record<string, unknown>> => ({
  backchannel_authentication_endpoint: issuer + ENDPOINTS.backchannelAuthentication,
  backchannel_token_delivery_modes_supported: BACKCHANNEL_DELIVERY_MODES,
  backchannel_authentication_request_signing_alg_values_supported: ASSERTION_ALGORITHMS,
  backchannel_user_code_parameter_supported: false,
});

/** RFC 9396 §10; a claim without values "MUST be omitted" (RFC 8414 §2). */
const describeDetailsTypes = ({ authorizationDetailsTypes: types = [] }: MetadataOptions): object =>
  types.length === 0 ? {} : { authorization_details_types_supported: types };

/** draft-ietf-oauth-identity-assertion-authz-grant §7.2: that ID-JAGs are taken at all, and nothing of whose. */
const describeGrantProfiles = ({ takesIdJags }: MetadataOptions): object =>
  takesIdJags === true ? { authorization_grant_profiles_supported: [ID_JAG_PROFILE] } : {};

/**
 * RFC 8414 §2: what this server offers. Only what works through the wire is in it.
 * @param grantTypes those of the token endpoint
 * @param scopes every known scope's name
 * @param algorithms that can be signed with now
 */
export function describeServer(
  issuer: string,
  grantTypes: readonly string[],
  scopes: readonly string[],
  algorithms: readonly SigningAlgorithm[],
  options: MetadataOptions = {
    takesCertificates: false,
    mtlsOrigin: undefined,
    requiresPushedRequests: false,
  },
): Readonly<Record<string, unknown>> {
  const methods = CLIENT_AUTHENTICATION_METHODS.filter(
    (method) => method !== 'none' && (options.takesCertificates || !method.includes('tls_client_auth')),
  );
  const proofs = [...ASSERTION_ALGORITHMS, ...SECRET_ALGORITHMS];
  return {
    issuer,
    authorization_endpoint: issuer + ENDPOINTS.authorization,
    token_endpoint: issuer + ENDPOINTS.token,
    // RFC 8628 §4
    device_authorization_endpoint: issuer + ENDPOINTS.deviceAuthorization,
    // RFC 9126 §5
    pushed_authorization_request_endpoint: issuer + ENDPOINTS.pushedAuthorization,
    require_pushed_authorization_requests: options.requiresPushedRequests,
    ...(options.registersClients === true && { registration_endpoint: issuer + ENDPOINTS.registration }),
    // draft-ietf-oauth-client-id-metadata-document §5
    ...(options.takesMetadataDocuments === true && { client_id_metadata_document_supported: true }),
    jwks_uri: issuer + ENDPOINTS.jwks,
    introspection_endpoint: issuer + ENDPOINTS.introspection,
    revocation_endpoint: issuer + ENDPOINTS.revocation,
    scopes_supported: scopes,
    ...describeDetailsTypes(options),
    userinfo_endpoint: issuer + ENDPOINTS.userinfo,
    response_types_supported: RESPONSE_TYPES,
    response_modes_supported: RESPONSE_MODES,
    grant_types_supported: grantTypes,
    ...describeGrantProfiles(options),
    token_endpoint_auth_methods_supported: [...methods, 'none'],
    introspection_endpoint_auth_methods_supported: methods,
    // RFC 9701 §7
    introspection_signing_alg_values_supported: algorithms,
    revocation_endpoint_auth_methods_supported: [...methods, 'none'],
    // RFC 8414 §2
    token_endpoint_auth_signing_alg_values_supported: proofs,
    introspection_endpoint_auth_signing_alg_values_supported: proofs,
    revocation_endpoint_auth_signing_alg_values_supported: proofs,
    // RFC 7636 §4.3: plain is not offered.
    code_challenge_methods_supported: ['S256'],
    ...(options.mtlsOrigin !== undefined && { mtls_endpoint_aliases: listAliases(options.mtlsOrigin) }),
    // RFC 9449 §5.1
    dpop_signing_alg_values_supported: DPOP_ALGORITHMS,
    // RFC 8705 §3.3
    tls_client_certificate_bound_access_tokens: options.takesCertificates,
    // RFC 9207 §3
    authorization_response_iss_parameter_supported: true,
    end_session_endpoint: issuer + ENDPOINTS.endSession,
    ...describeBackchannel(issuer),
    ...describeOpenIdProvider(algorithms),
  };
}
