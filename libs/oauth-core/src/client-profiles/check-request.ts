import type { ProfileRules } from '../kernel/client-profile.js';
import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { isSignedMode, type ResponseMode } from '../multiple-response-types/response-mode.js';

/** FAPI 2.0 Message Signing §5.4: a refusal is signed too, however the request asked for it. */
export const signIfDemanded = (rules: ProfileRules, mode: ResponseMode): ResponseMode =>
  rules.requiresSignedAnswer && !isSignedMode(mode) ? (`${mode}.jwt` as ResponseMode) : mode;

/**
 * What the profile of a client demands of an authorization request, besides what its settings do.
 * @throws OAuthError invalid_request, invalid_target
 */
export function checkProfile(rules: ProfileRules, parameters: Form, responseMode: ResponseMode): object {
  // FAPI 2.0 Security Profile §5.3.2.2
  if (rules.requiresRedirectUri && !parameters.has('redirect_uri'))
    throw new OAuthError('invalid_request', 'This client must name its redirect_uri in every request.');
  if (rules.requiresSignedAnswer && !isSignedMode(responseMode))
    throw new OAuthError('invalid_request', 'Answers to this client are signed: ask for response_mode=jwt.');
  if (rules.requiresResource && !parameters.has('resource'))
    throw new OAuthError('invalid_target', 'This client must say what its access token is for, by resource.');
  return {};
}
