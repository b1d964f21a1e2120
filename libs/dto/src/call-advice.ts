/** What an operator can do about a call that went wrong, in English; `{{name}}` stands for a value of the call. */
export const CALL_ADVICE = {
  'allow-scopes-for-client':
    'Allow {{scopes}} for the client; then ask for a new access token with it: this one stays as it is.',
  'allow-one-scope-for-client':
    'Allow one of {{scopes}} for the client; then ask for a new access token with it: this one stays as it is.',
  'allow-scopes-and-consent':
    'Allow {{scopes}} for the client, and let the end user consent to it; then ask for a new access token with it: this one stays as it is.',
  'allow-one-scope-and-consent':
    'Allow one of {{scopes}} for the client, and let the end user consent to it; then ask for a new access token with it: this one stays as it is.',
  'ask-in-detail':
    'Have the client ask for an authorization detail of the type {{type}} that is about this call; then use the access token that comes of it (RFC 9396).',
  'change-route': 'If the route should not need it, change the route.',
  'change-tool-rule': 'If {{name}} should not need it, change its rule in the API: MCP server.',
  'add-tool-rule': 'If {{name}} may be used, add a rule for it to the API: MCP server.',
  'get-new-token':
    'The text is no access token of this server, or its signing key is published no more. Have the client get a new one.',
  'look-at-token': 'Look whether it was cut off or copied wrongly, or comes from another environment.',
  'ask-when-run-out':
    'Have the client ask for a new access token when this one runs out: expires_in says when.',
  'refresh-when-run-out':
    'Have the client use its refresh token when the access token runs out: expires_in says when.',
  'ask-anew': 'Have the client get a new access token.',
  'consent-anew': 'The end user has to allow the application again: what was revoked does not come back.',
  'enable-client': 'Enable the client and its application, if they should work again.',
  'ask-for-resource': 'Have the client ask for the access token with resource={{audience}} (RFC 8707).',
  'ask-for-api': 'Have the client ask for an access token for this API with resource= (RFC 8707).',
  'sign-in-again':
    'Have the client send the end user through the authorization endpoint again, with {{parameters}} (RFC 9470).',
  'mend-message': 'Mend the client, or what stands between: its message could be read in two ways.',
  'mend-address': 'Mend the address that the client calls.',
  'look-at-base-paths': 'Look at the base paths of the APIs, and whether the one that was meant is enabled.',
  'add-route': 'Add a route for this path to "{{api}}", or mend the address.',
  'add-method': 'Add a route that takes {{method}}, or have the client use another method.',
  'send-credentials': 'Have the client send its credentials; for an access token: Authorization: Bearer …',
  'look-at-provider': 'Look at the token provider of the API: it gives the gateway no access token now.',
  'look-at-targets': 'No target takes calls: look at their health checks and at what made the circuit open.',
  'look-at-target': 'Look whether {{target}} runs, can be reached from this node, and answers in time.',
  'look-at-node-log': 'The log of the node says more under this request ID.',
  'outside-expired': 'Have the client get a new access token from its issuer.',
  'outside-audience': 'Have the client ask its issuer for an access token with the audience of this API.',
  'outside-audience-name':
    'If the issuer calls the API by another name, say so at the outside issuer {{issuer}}: Audience.',
  'outside-client':
    'Name the application that its client counts as, at the outside issuer {{issuer}}: Clients. Or accept clients without one.',
  'outside-disabled': 'Enable the application, if its clients should work again.',
  'outside-type':
    "If the issuer's access tokens do not say at+jwt, allow that at the outside issuer {{issuer}}; ID tokens are no access tokens.",
  'outside-other':
    'The refusal has the reason. Look at how access tokens are judged at the outside issuer {{issuer}}, and try it there.',
  'outside-scopes':
    'Say at the outside issuer which of its scopes count here, or have its client ask for them.',
  'give-scopes': 'Give the credential the scopes that the route needs, or change the route.',
  'told-caller': 'The refusal says what the caller can do.',
  'upstream-failed': "The answer is the upstream's own: look at the log of {{target}}.",
  'upstream-unknown': "The answer is the upstream's own: look at its log.",
  'client-left': 'The client went away before there was an answer: it may wait too briefly.',
  'upstream-refused': "The answer is the upstream's own: the gateway let the call pass.",
} as const satisfies Readonly<Record<string, string>>;

export type CallAdviceCode = keyof typeof CALL_ADVICE;

/** One thing to do about a call. */
export interface CallAdvice {
  readonly code: CallAdviceCode;
  /** What stands for the `{{names}}` of its text. */
  readonly values: Readonly<Record<string, string>>;
  /** In English. */
  readonly text: string;
}
