import { RESPONSE_MODES } from '../multiple-response-types/response-mode.js';
import { RESPONSE_TYPES } from '../multiple-response-types/response-type.js';
import type { SigningAlgorithm } from '../kernel/signing-key.js';
import { describeOpenIdProvider } from '../openid/discovery.js';

/** Where the endpoints are, below the issuer. */
export const ENDPOINTS = {
  authorization: '/oauth2/authorize',
  token: '/oauth2/token',
  introspection: '/oauth2/introspect',
  revocation: '/oauth2/revoke',
  deviceAuthorization: '/oauth2/device_authorization',
  jwks: '/oauth2/jwks',
  userinfo: '/oauth2/userinfo',
  tokeninfo: '/oauth2/tokeninfo',
  endSession: '/oauth2/end-session',
  metadata: '/.well-known/oauth-authorization-server',
  openidConfiguration: '/.well-known/openid-configuration',
} as const;

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
): Readonly<Record<string, unknown>> {
  const methods = ['client_secret_basic', 'client_secret_post'];
  return {
    issuer,
    authorization_endpoint: issuer + ENDPOINTS.authorization,
    token_endpoint: issuer + ENDPOINTS.token,
    // RFC 8628 §4
    device_authorization_endpoint: issuer + ENDPOINTS.deviceAuthorization,
    jwks_uri: issuer + ENDPOINTS.jwks,
    introspection_endpoint: issuer + ENDPOINTS.introspection,
    revocation_endpoint: issuer + ENDPOINTS.revocation,
    scopes_supported: scopes,
    userinfo_endpoint: issuer + ENDPOINTS.userinfo,
    response_types_supported: RESPONSE_TYPES,
    response_modes_supported: RESPONSE_MODES,
    grant_types_supported: grantTypes,
    token_endpoint_auth_methods_supported: [...methods, 'none'],
    introspection_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: [...methods, 'none'],
    // RFC 7636 §4.3: plain is not offered.
    code_challenge_methods_supported: ['S256'],
    // RFC 9207 §3
    authorization_response_iss_parameter_supported: true,
    end_session_endpoint: issuer + ENDPOINTS.endSession,
    ...describeOpenIdProvider(algorithms),
  };
}
