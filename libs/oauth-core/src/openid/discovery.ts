import type { SigningAlgorithm } from '../kernel/signing-key.js';
import { ASSERTION_ALGORITHMS } from '../rfc7523-jwt-assertions/assertion-signature.js';
import { CONTENT_ENCRYPTIONS, KEY_MANAGEMENT_ALGORITHMS } from '../rfc9101-request-object/decryption.js';
import { ACR_VALUES } from './acr.js';
import { PROMPTS } from './prompt.js';
import { USER_CLAIMS } from './standard-claims.js';
import { UI_LOCALES } from './ui-locales.js';

/**
 * OpenID Connect Discovery §3: what an OpenID provider says beyond the metadata of an authorization server.
 * @param algorithms that can be signed with now
 */
export function describeOpenIdProvider(
  algorithms: readonly SigningAlgorithm[],
): Readonly<Record<string, unknown>> {
  return {
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: algorithms,
    userinfo_signing_alg_values_supported: algorithms,
    // JARM §4
    authorization_signing_alg_values_supported: algorithms,
    claim_types_supported: ['normal'],
    claims_supported: ['acr', 'amr', 'auth_time', 'sid', ...USER_CLAIMS],
    claims_parameter_supported: true,
    request_parameter_supported: true,
    request_uri_parameter_supported: false,
    // RFC 9101 §9, OpenID Connect Discovery §3
    request_object_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    request_object_encryption_alg_values_supported: KEY_MANAGEMENT_ALGORITHMS,
    request_object_encryption_enc_values_supported: CONTENT_ENCRYPTIONS,
    acr_values_supported: ACR_VALUES,
    prompt_values_supported: PROMPTS,
    ui_locales_supported: UI_LOCALES,
    // OpenID Connect Back-Channel Logout §2.1, Front-Channel Logout §3
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
  };
}
