import { SIGNING_ALGORITHMS } from '../kernel/signing-key.js';
import { ACR_VALUES } from './acr.js';
import { PROMPTS } from './prompt.js';
import { USER_CLAIMS } from './standard-claims.js';

/** OpenID Connect Discovery §3: what an OpenID provider says beyond the metadata of an authorization server. */
export function describeOpenIdProvider(): Readonly<Record<string, unknown>> {
  return {
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: SIGNING_ALGORITHMS,
    userinfo_signing_alg_values_supported: SIGNING_ALGORITHMS,
    // JARM §4
    authorization_signing_alg_values_supported: SIGNING_ALGORITHMS,
    claim_types_supported: ['normal'],
    claims_supported: ['acr', 'amr', 'auth_time', 'sid', ...USER_CLAIMS],
    claims_parameter_supported: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    acr_values_supported: ACR_VALUES,
    prompt_values_supported: PROMPTS,
    ui_locales_supported: ['en'],
  };
}
