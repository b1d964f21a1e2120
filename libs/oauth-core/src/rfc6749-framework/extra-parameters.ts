/*
 * RFC 6749 §8.2: parameters of the authorization request that no specification defines. What one of those says is the
 * protocol's, and may be secret: it never gets into a claim.
 */

/** The OAuth parameters that are registered (IANA), as far as they could stand in an authorization request. */
const REGISTERED: ReadonlySet<string> = new Set(
  `access_token acr_values actor_token assertion audience authorization_details claims claims_locales client_assertion
  client_assertion_type client_id client_secret code code_challenge code_challenge_method code_verifier display
  dpop_jkt grant_type id_token id_token_hint iss login_hint logout_hint max_age nonce password prompt redirect_uri
  refresh_token registration request request_uri resource response_mode response_type scope state subject_token token
  ui_locales user_code username`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Whether a parameter is free for an application's own use. */
export const isExtraParameter = (name: string): boolean => !REGISTERED.has(name.toLowerCase());
