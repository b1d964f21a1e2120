/** What can be wrong with what is said of an API. */
export const API_FIELD_PROBLEMS = {
  'unknown-provider': 'There is no such provider; it may have been deleted.',
  'audience-is-wildcard': 'A wildcard is no address: say what access tokens are for.',
  'audience-shared': '"{{api}}" has the same audience: an access token for one is good for both.',
  'calls-below-go-elsewhere': 'Calls below {{path}} go to "{{api}}", which is published there.',
  'calls-below-taken': 'It takes the calls below {{path}} from "{{api}}".',
  'base-path-of-gateway':
    'The gateway itself answers /health and /.well-known/oauth-protected-resource here.',
  'target-is-api-itself': 'This is where the API itself is published: each call would come back for ever.',
  'target-is-gateway': 'This is the gateway itself: its calls pass the gateway twice.',
  'api-without-routes': 'Without a route nothing can be called.',
  'api-without-document': 'There is no OpenAPI document to hold requests against: import one first.',
  'openapi-without-target': 'The document does not say where the service is: name a target.',
  'openapi-too-large': 'It has more than {{bytes}} bytes.',

  'mcp-with-web-sockets':
    'Messages in a WebSocket are not read: switch WebSockets off, or the rules for the MCP server.',
  'mcp-on-public-route':
    'A public route is called without an access token: what needs scopes cannot be used through it.',

  'scopes-undefined': 'Not defined: {{scopes}}. Define scopes first.',
  'scopes-built-in': "{{scopes}} is Gatehouse's own scope.",
  'route-needs-scope': 'Name a scope, or let any valid access token in.',
  'route-scopes-unasked': 'Scopes are only asked for where the access is "scopes".',
  'public-route-demands-sign-in': 'A public route is called without a sign-in: it cannot demand one.',
  'route-covered-by-one':
    'Route {{route}} already answers all of this. Move this route before, or take it away.',
  'route-covered-by-several':
    'Routes {{routes}} already answer all of this. Move this route before, or take it away.',
  'route-overlapped-by-one':
    'Route {{route}} answers some of the calls that this one matches. Move this route before, unless that is meant.',
  'route-overlapped-by-several':
    'Routes {{routes}} answer some of the calls that this one matches. Move this route before, unless that is meant.',
  'fixed-response-rewritten': 'A route that answers by itself has no path at the upstream.',
  'fixed-header-content-type': 'The media type has a field of its own.',
  'fixed-header-set-cookie': 'Cookies are for upstreams to set.',

  'assertion-audience-own':
    'This is the audience of access tokens for the API: give assertions one of their own.',
  'assertion-audience-taken': '"{{other}}" has it: an assertion for {{api}} would be good there too.',
  'assertion-header-of-provider': "The provider's access token stands in this header.",
  'upstream-token-twice': "The upstream gets either the caller's access token or the provider's.",

  'callers-gone': 'One of them is not there any more. Reload, and choose again.',
  'no-credentials-accepted': 'Accept at least one kind of credential.',
  'cors-credentials-for-any': 'Credentials need origins by name: every origin (*) cannot have them.',
  'cors-any-and-others': 'Every origin (*) needs no others beside it.',
  'cors-without-origin': 'Name an origin, or let the origins of applications in.',

  'pem-without-certificate':
    'There is no certificate in PEM here: it begins with -----BEGIN CERTIFICATE-----.',
  'pem-key-among-certificates': 'There is a private key among the certificates: it has a field of its own.',
  'pem-certificate-unreadable': 'Certificate {{number}} cannot be read; it may have been cut off.',
  'pem-key-encrypted': 'The private key has a pass phrase: give it without one. It is stored sealed.',
  'pem-key-unreadable': 'It is not a private key in PEM: it begins with -----BEGIN PRIVATE KEY-----.',
  'client-key-alone': 'A key alone shows nobody who we are: give the certificate too.',
  'client-key-missing': 'A certificate is shown with its private key: enter it.',
  'client-key-of-another':
    'The private key is not the one of the certificate; of a chain, the own certificate comes first.',
  'client-certificate-expired': 'The certificate has expired on {{date}}.',
  'certificate-expired': 'The certificate "{{subject}}" has expired on {{date}}.',
  'certificate-not-yet-valid': 'The certificate "{{subject}}" is not valid before {{date}}.',
  'certificate-expires-soon': 'The certificate "{{subject}}" expires on {{date}}, in {{days}} days.',
  'tls-without-use': 'No target is called over TLS: use https://.',

  'path-with-bad-character':
    'The path has a character that must be percent-encoded, or is not allowed in a path.',
  'path-with-double-slash': 'The path has an empty segment (//).',
  'path-with-dot-segment': 'The path has a segment "." or "..".',
  'path-with-lone-percent': 'The path has a percent sign that encodes nothing.',
  'path-with-encoded-separator':
    'The path has an encoded slash, backslash, semicolon, percent sign or control.',
  'path-not-utf8': 'The path is not percent-encoded UTF-8.',
  'path-without-slash': 'A path begins with a slash.',
  'path-with-empty-segment': 'A path has no empty segment and no slash at its end.',
  'path-star-before-end': 'A star stands only at the end.',
  'path-not-a-parameter': '"{{segment}}" is not a parameter: write a whole segment such as {id}.',
  'path-not-a-star': '"{{segment}}" is not a star: a star is a whole segment, as in /files/*.',
  'rewrite-not-in-route': '{{segment}} is not in the path of the route: {{path}}.',
  'rewrite-not-a-fact': '"{{segment}}" must be a whole segment such as {id}, or a fact such as {user.id}.',
  'template-unknown-fact': '{{fact}} is not known.',
  'template-not-a-parameter': '{{fact}} is not a parameter of the route.',
  'template-braces': '"{{text}}" has braces around what is not a fact.',
  'header-name-malformed': 'A header name has letters, digits and -, and no spaces.',
  'header-of-gateway': "{{name}} is the gateway's own, or belongs to the connection.",
  'header-value-malformed': 'A header has visible ASCII characters and spaces alone.',
  'change-sets-cookie': 'Cookies are for the upstream to set: they can be removed.',
  'change-without-value': 'Write a value, or remove the header.',
  'removal-with-value': 'What is removed has no value.',
  'query-without-name': 'A parameter has a name.',
  'fixed-status-without-body': 'An answer with status {{status}} has no body.',
  'fixed-body-without-type': 'Name the media type of the body, such as application/json.',
  'fixed-body-type-without-facts': 'Facts can be written into JSON, HTML, XML and plain text, not {{type}}.',
  'fixed-body-not-json': 'This is not JSON once the facts are filled in: write each inside quotes.',
  'key-header-malformed': 'header must be a header name such as X-API-Key: letters, digits and hyphens',
  'key-header-taken': 'header is a header that already means something else',

  // How a target answers: good news, and told like the rest.
  'target-answers': 'It answers (HTTP {{status}}).',
  'target-answers-over-tls': 'It answers (HTTP {{status}}), and its certificate is accepted.',
  'target-host-unknown': 'Its host name is not known.',
  'target-host-not-looked-up': 'Its host name cannot be looked up right now.',
  'target-port-closed': 'Nobody listens at this port.',
  'target-without-way': 'There is no way to this host from here.',
  'target-connects-too-late': 'It does not accept a connection in time.',
  'target-certificate-self-signed':
    'Its certificate is signed by itself: give it as its own authority to trust it.',
  'target-authority-not-trusted': 'Its certificate comes from an authority that is not trusted here.',
  'target-certificate-expired': 'Its certificate has expired.',
  'target-certificate-not-yet-valid': 'Its certificate is not valid yet.',
  'target-certificate-of-another': 'Its certificate is for another name: give the name as server name.',
  'target-wants-certificate': 'It wants a client certificate, and gets none.',
  'target-certificate-not-accepted': 'Its certificate is not accepted ({{code}}).',
  'target-refuses-gateway':
    'It does not accept how the gateway connects, or its client certificate ({{code}}).',
  'target-without-tls':
    'It does not speak TLS, or none that the gateway knows: check http:// and https:// ({{code}}).',
  'target-answers-too-late': 'It does not answer in time.',
  'target-hangs-up': 'It closed the connection without an answer.',
  'target-hangs-up-on-tls':
    'It closed the connection without an answer. It may want another client certificate.',
  'target-speaks-no-http': 'What it answers is not HTTP: check http:// and https://.',
  'target-unreachable': 'It cannot be reached.',
  'target-unreachable-by-code': 'It cannot be reached ({{code}}).',
} as const satisfies Readonly<Record<string, string>>;
