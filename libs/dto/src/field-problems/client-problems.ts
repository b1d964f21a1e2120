/** What can be wrong with what is said of applications, clients, people and terms. One literal: bundlers drop it whole. */
export const CLIENT_FIELD_PROBLEMS = {
  'unknown-organization': 'There is no such organization; it may have been deleted.',
  // A redirect URI, for whoever types it.
  'redirect-uri-empty': 'Type the address that users are sent back to.',
  'redirect-uri-too-long': 'An address has at most 2000 characters.',
  'redirect-uri-spaces': 'An address has no spaces or line breaks.',
  'redirect-uri-not-ascii': 'Write characters outside ASCII in their encoded form (punycode, %-encoding).',
  'redirect-uri-no-scheme': 'An address begins with its scheme, such as https://.',
  'redirect-uri-dangerous': 'Addresses with {{scheme}}: are never redirected to.',
  'redirect-uri-invalid': 'This is not a valid address.',
  'redirect-uri-fragment': 'A redirect URI has no fragment (#…).',
  'redirect-uri-wildcard': 'No wildcards: register each address exactly.',
  'redirect-uri-user-info': 'An address has no user name or password.',
  'redirect-uri-plain-http':
    'Use https: plain http is only for your own machine (localhost, 127.0.0.1, [::1]).',
  'redirect-uri-own-scheme': 'Use https: own schemes are for native applications.',
  'redirect-uri-no-domain':
    'Use a domain of yours, reversed, as the scheme: com.example.app: instead of {{scheme}}: (RFC 8252).',
  // Clients and what they may have.
  'redirect-uris-missing': 'Name at least one address that users are sent back to.',
  'redirect-uris-of-unredirected': 'A {{kind}} has no redirect URIs: no browser is sent back to it.',
  'redirect-uris-of-machine': 'A machine has no redirect URIs: nobody signs in.',
  'scopes-to-define-first': 'Not defined: {{names}}. Define scopes first, under Scopes.',
  'details-types-to-define-first': 'Not defined: {{names}}. Define them first, under Authorization details.',
  'default-scopes-not-allowed': 'Not among the allowed scopes: {{names}}.',
  'scopes-not-in-catalogue': 'No API of the catalogue asks for {{names}}.',
  'scopes-of-operators': 'Only an operator can add {{names}}: no API of the catalogue asks for it.',
  'scope-names-malformed': 'names must be scopes, separated by spaces',
  'notification-endpoint-missing':
    'Say where this client is told of an answer, or let it poll: it is neither pinged nor pushed to without.',
  'pkce-needed-by-public-client': 'A public client must use PKCE: nothing else binds a code to it.',
  // What the profile of a client demands.
  'profile-no-legacy-grants':
    'The profile {{profile}} has no password and no implicit grant: only legacy has. Switch them off.',
  'profile-no-tokens-in-addresses':
    'The profile {{profile}} has no access tokens in addresses: use the response type code.',
  'profile-code-alone': 'The profile {{profile}} knows the response type code alone.',
  'profile-confidential':
    'The profile {{profile}} is for confidential clients: this one is public, and cannot prove who it is.',
  'profile-key-authentication':
    'The profile {{profile}} demands private_key_jwt or mutual TLS: a secret that is sent can be taken.',
  'profile-strong-keys':
    'The profile {{profile}} takes signatures of PS256, ES256 and EdDSA: a key is for another.',
  'profile-no-device-grant':
    'The profile {{profile}} has no device grant: such a request cannot be pushed. Switch it off.',
  'profile-pushed-requests': 'The profile {{profile}} demands that authorization requests are pushed.',
  'profile-signed-requests': 'The profile {{profile}} demands signed request objects.',
  'profile-pkce': 'The profile {{profile}} demands PKCE.',
  'profile-bound-tokens':
    'The profile {{profile}} demands access tokens that are bound to a key: set senderConstraint to required.',
  'profile-https-redirects': 'The profile {{profile}} demands https for every redirect URI.',
  'profile-strong-signatures': 'The profile {{profile}} demands PS256, ES256 or EdDSA here.',
  'profile-kept-refresh-tokens': 'The profile {{profile}} advises to keep refresh tokens.',
  'profile-rotated-refresh-tokens': 'The profile {{profile}} demands that a refresh token is used once.',
  'profile-short-access-tokens':
    'The profile {{profile}} lets access tokens live {{seconds}} seconds at most.',
  'grant-types-of-confidential-clients': 'Only a client that can keep a secret may use {{names}}.',
  'no-key-of-algorithm': 'No key signs with {{algorithm}}; there are {{known}}.',
  'protocol-parameters-as-claims':
    '{{names}}: a parameter of OAuth itself cannot be a claim. Use one of your own.',
  'agent-without-consent': 'An agent acts by itself: its users are always asked.',
  'public-cannot-authenticate': 'A public client has no secret to authenticate with.',
  'confidential-must-authenticate': 'A confidential client must authenticate: none is for public ones.',
  'certificate-name-malformed': 'Must be {"kind": one of {{kinds}}, "value": the name in the certificate}.',
  'method-needs-keys': '{{method}} needs public keys: jwks, jwksUri or certificates.',
  'method-needs-certificate-name': '{{method}} needs tlsClientName: the name in its certificate.',
  'method-needs-own-certificate': '{{method}} needs its certificate, or its public key in jwks.',
  // Keys and certificates that somebody else signs with.
  'given-keys-malformed': 'Must be {"keys": [...]} with 1 to {{most}} public keys.',
  'given-key-no-object': 'Key {{number}} is not an object.',
  'given-key-private': 'Key {{number}} has a private key: send the public one, and make a new pair.',
  'given-key-too-short': 'Key {{number}} has an RSA key of {{bits}} bits: {{least}} are the least.',
  'given-key-unreadable': 'Key {{number}} is not a public key in JWK format (RFC 7517).',
  'given-certificate-too-short':
    'Certificate {{number}} has an RSA key of {{bits}} bits: {{least}} are the least.',
  'given-certificate-unreadable':
    'Certificate {{number}} is not an X.509 certificate in PEM: it begins with -----BEGIN CERTIFICATE-----.',
  // API keys.
  'key-scopes-not-defined': 'Not defined: {{names}}.',
  'key-scopes-built-in': "{{names}} is Gatehouse's own scope.",
  'key-ended-already': 'The key would have ended already.',
  // A file of applications.
  'file-passphrase-missing': 'This file is encrypted: give its passphrase.',
  'file-passphrase-wrong': 'The passphrase does not open this file, or the file was changed.',
  'file-neither-json-nor-encrypted': 'This is no file of applications: it is neither JSON nor encrypted.',
  'file-without-applications': 'This is no file of applications.',
  'file-too-large': 'It says more than any export does.',
  'file-too-deep': 'It is nested more deeply than any export is.',
  'file-list-too-long': 'It has a list of more than {{most}} items.',
  'file-secrets-unsealed': 'Only a file that a passphrase seals may have secrets.',
  'file-client-elsewhere': 'Another application in the file has this client.',
  // People, and terms.
  'viewer-cannot-manage':
    'A viewer never changes anything. An admin can make them a member or an operator first.',
  'not-in-team': 'Nobody named "{{username}}" has access to the console. An admin gives it, under Team.',
  'own-application-missing': 'Choose one of your applications.',
  'own-organization-missing': 'Choose one of your organizations.',
  'own-authorization-missing': 'Choose one of your authorizations.',
  'own-access-token-missing': 'Choose one of your access-tokens.',
  'invitation-without-email': 'An invitation needs an e-mail address.',
  'invitation-with-password': 'Whoever is invited chooses their own.',
  'password-too-short': 'Use at least {{least}} characters.',
  'password-too-easy': 'This password is too easy to guess. {{advice}}',
  'statement-issuers-missing': 'Say whose software statements count.',
  'statement-issuers-unknown': 'Not among the trusted issuers: {{names}}. Add them there first.',
  'admin-scopes-by-registration': 'Rights over Gatehouse itself cannot be had by registration: {{names}}.',
  'limited-api-unknown': 'There is no such API; it may have been deleted.',
} as const satisfies Readonly<Record<string, string>>;
