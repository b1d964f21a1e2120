/** Error codes on the wire, each with the status that its RFC gives it. */
const STATUS = {
  // RFC 6749 §5.2
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  // RFC 6749 §4.1.2.1
  access_denied: 400,
  unsupported_response_type: 400,
  server_error: 500,
  temporarily_unavailable: 503,
  // RFC 6750 §3.1
  invalid_token: 401,
  insufficient_scope: 403,
  // RFC 9470 §3
  insufficient_user_authentication: 401,
  // RFC 7009 §2.2.1
  unsupported_token_type: 400,
  // RFC 8707 §2
  invalid_target: 400,
  // RFC 9396 §5
  invalid_authorization_details: 400,
  // RFC 8628 §3.5
  authorization_pending: 400,
  slow_down: 400,
  expired_token: 400,
  // RFC 9449 §5, §8: 401 where a resource is asked for (§7.1, §9)
  invalid_dpop_proof: 400,
  use_dpop_nonce: 400,
  // OpenID Connect Core §3.1.2.6
  login_required: 400,
  interaction_required: 400,
  consent_required: 400,
  account_selection_required: 400,
  request_not_supported: 400,
  request_uri_not_supported: 400,
  // RFC 9101 §7
  invalid_request_object: 400,
  invalid_request_uri: 400,
  // RFC 7591 §3.2.2
  invalid_redirect_uri: 400,
  invalid_client_metadata: 400,
  invalid_software_statement: 400,
  unapproved_software_statement: 400,
  // OpenID Connect CIBA §13
  expired_login_hint_token: 400,
  unknown_user_id: 400,
  invalid_binding_message: 400,
  // OpenID Connect Unmet Authentication Requirements §2
  unmet_authentication_requirements: 400,
} as const;

export type OAuthErrorCode = keyof typeof STATUS;

// RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E
const NOT_ALLOWED_IN_DESCRIPTION = /[^\x20-\x21\x23-\x5b\x5d-\x7e]/g;

/**
 * A refusal with an OAuth error code.
 * `description` goes to the client developer: what to do next, no secret, no oracle.
 * `reason` goes to our log alone.
 */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  readonly description: string;
  readonly reason: string;
  /** HTTP status where the error is answered as JSON (RFC 6749 §5.2). */
  readonly status: number;
  /** Where trying again makes sense, and when (RFC 9110 §10.2.3). */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: OAuthErrorCode,
    description: string,
    reason = description,
    retryAfterSeconds?: number,
    status: number = STATUS[code],
  ) {
    super(`${code}: ${reason}`);
    this.name = 'OAuthError';
    this.code = code;
    this.description = description.replace(NOT_ALLOWED_IN_DESCRIPTION, "'");
    this.reason = reason;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
