const list = (names: string): readonly string[] => names.trim().split(/\s+/);

/**
 * What the audit log can tell of, by what an entry is about: as the `field` of a change has it, `*` for what tells one from
 * another. The database adds to it by itself: whoever makes a column that is told of lists it here, and gives it its name in
 * the console's texts.
 */
export const AUDITED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  application: list(`
    apiKeys.*.name apiKeys.*.hint apiKeys.*.keyHash apiKeys.*.enabled apiKeys.*.expiresAt apiKeys.*.origins
    apiKeys.*.scopes
    limits.apis.*.limits limits.limits
    logo.type logo.bytes
    shares.*.access
    name description contactEmail firstParty enabled builtIn origins kind publisher verified contactPhone
    homepageUrl privacyUrl termsUrl organizationId
    secrets.*.secretHash secrets.*.expiresAt secrets.*.sealedSecret
    clients.*.type clients.*.authenticationMethod clients.*.enabled clients.*.redirectUris clients.*.grantTypes
    clients.*.allowedScopes clients.*.defaultScopes clients.*.accessTokenFormat
    clients.*.accessTokenLifetimeSeconds clients.*.refreshTokenIdleSeconds clients.*.refreshTokenLifetimeSeconds
    clients.*.settings.jwks.keys clients.*.settings.jwksUri clients.*.settings.certificates
    clients.*.settings.tlsClientName.kind clients.*.settings.tlsClientName.value
    clients.*.settings.refreshTokenMode clients.*.settings.accessTokenSigningAlgorithm
    clients.*.settings.accessTokenClaims.* clients.*.settings.resources
    clients.*.settings.authorizationDetailsTypes clients.*.settings.responseTypes
    clients.*.settings.subjectType clients.*.settings.sectorIdentifierUri
    clients.*.settings.idTokenSigningAlgorithm clients.*.settings.userinfoSigningAlgorithm
    clients.*.settings.authorizationSigningAlgorithm clients.*.settings.requiresPkce
    clients.*.settings.requiresRequestObject clients.*.settings.requiresPushedRequest
    clients.*.settings.profile clients.*.settings.senderConstraint
    clients.*.settings.dpopBoundAccessTokens clients.*.settings.certificateBoundAccessTokens
    clients.*.settings.defaultMaxAgeSeconds clients.*.settings.defaultAcrValues
    clients.*.settings.postLogoutRedirectUris clients.*.settings.backchannelLogoutUri
    clients.*.settings.frontchannelLogoutUri clients.*.settings.backchannelDeliveryMode
    clients.*.settings.backchannelNotificationEndpoint clients.*.settings.backchannelRequestSigningAlgorithm
    clients.*.settings.exchangeableClients
    clients.*.settings.mayImpersonate clients.*.settings.mayAct clients.*.settings.mayAssertUsers clients.*.name
  `),
  api: list(`
    applications.*.applicationId applications.*.role
    document.format document.title document.documentVersion document.hash
    outsideIssuers.*.issuerId outsideIssuers.*.position
    name description basePath audience enabled connectTimeoutMs responseTimeoutMs providerId targets hosts
    sealedClientKey access fileKey management cacheEpoch
    policies.retries policies.circuitBreaker.failures policies.circuitBreaker.openSeconds
    policies.circuitBreaker.failureStatuses policies.healthCheck.path policies.healthCheck.intervalSeconds
    policies.healthCheck.timeoutMs policies.healthCheck.healthyAfter policies.healthCheck.unhealthyAfter
    policies.isListed policies.requestValidation.mode policies.requestValidation.maxBodyBytes
    policies.unheardSeconds policies.limits.total policies.limits.perApplication policies.limits.perUser
    policies.limits.perAddress policies.maxBodyBytes policies.maxPendingCalls policies.credentials.accessTokens
    policies.credentials.apiKeys.header policies.credentials.clientCertificates policies.cors.origins
    policies.cors.applicationOrigins policies.cors.allowsCredentials policies.cors.exposedHeaders
    policies.cors.maxAgeSeconds policies.webSockets.allowedOrigins policies.webSockets.idleSeconds
    policies.webSockets.maxConnections policies.webSockets.acceptsTokenAsSubprotocol
    policies.endsStreamsWithCredential policies.identity.kind policies.identity.header
    policies.identity.audience policies.identity.lifetimeSeconds policies.transforms.request
    policies.transforms.response policies.transforms.query policies.transforms.keepsBasePath
    policies.maintenance.message policies.maintenance.retryAfterSeconds policies.caching.sharing
    policies.caching.maxEntryBytes policies.caching.sendsStatus
    policies.mcp.rules policies.mcp.others policies.mcp.maxBodyBytes
    tls.caCertificates tls.clientCertificate tls.serverName
    routes.*.methods routes.*.path routes.*.access routes.*.scopes routes.*.scopeMatch routes.*.acr
    routes.*.maxAgeSeconds routes.*.rewrite routes.*.fixedResponse.status routes.*.fixedResponse.contentType
    routes.*.fixedResponse.headers routes.*.fixedResponse.body
    routes.*.requiredDetail.type routes.*.requiredDetail.actions routes.*.requiredDetail.locations
    routes.*.requiredDetail.datatypes routes.*.requiredDetail.conditions
  `),
  scope: list(`
    name title description icon sensitivity
    texts.*.title texts.*.description
  `),
  'details-type': list(`
    name schema apiIds title description icon sensitivity remembered registrable
    texts.*.title texts.*.description
  `),
  user: list(`
    outsideAccounts.*.source outsideAccounts.*.subject outsideAccounts.*.madeAccount
    outsideAccounts.*.suppliesEmail
    sessions.*.idHash sessions.*.authenticatedAt sessions.*.expiresAt sessions.*.amr sessions.*.acr
    sessions.*.startedAt sessions.*.seenAt sessions.*.address sessions.*.userAgent
    passkeys.*.credentialId passkeys.*.publicKey passkeys.*.transports passkeys.*.isSynced passkeys.*.backedUp
    passkeys.*.name passkeys.*.lastUsedAt
    recoveryCodes.codeHash recoveryCodes.usedAt
    links.*.purpose links.*.ticketHash links.*.expiresAt links.*.email
    authenticatorApp.sealedSecret
    username displayName email passwordHash operatorRole enabled emailVerified mustConfirmEmail
    profile.givenName profile.familyName profile.middleName profile.nickname profile.preferredUsername
    profile.profile profile.picture profile.website profile.gender profile.birthdate profile.zoneinfo
    profile.locale profile.phoneNumber profile.phoneNumberVerified profile.address.formatted
    profile.address.streetAddress profile.address.locality profile.address.region profile.address.postalCode
    profile.address.country
  `),
  authorization: list(`
    applicationId userId scopes details revokedAt revokedReason
  `),
  organization: list(`
    members.*.role
    name description
  `),
  'registration-request': list(`
    userId name purpose kind redirectUris scopes state reason clientId applicationId hasSecret secretFetchedAt
  `),
  'registration-policy': list(`
    kind name enabled allowedScopes registersAgents requiresStatement statementIssuers hosts unusedDays maxPerHour
    maxRegistrations organizationId expiresAt
  `),
  webhook: list(`
    name url types enabled organizationId sealedSecret sealedPreviousSecret previousSecretExpiresAt
  `),
  stream: list(`
    clientId applicationId description pushUrl sealedAuthorization requested delivered status reason held
  `),
  provider: list(`
    name sealedSecrets
    settings.flow settings.issuer settings.tokenEndpoint settings.authorizationEndpoint settings.clientId
    settings.authenticationMethod settings.keyId settings.scopes settings.resource settings.audience
    settings.subject
  `),
  'trusted-issuer': list(`
    subjects.*.userId
    name issuer enabled jwksUri certificates clientIds subjectMapping allowedScopes
    takesIdJags
    jwks.keys
  `),
  'outside-issuer': list(`
    clients.*.applicationId
    name issuer enabled sealedClientSecret
    settings.judgement.kind settings.judgement.jwksUri settings.judgement.jwks.keys
    settings.judgement.algorithms settings.judgement.requiresAccessTokenType settings.judgement.endpoint
    settings.judgement.clientId settings.judgement.authenticationMethod settings.judgement.cacheSeconds
    settings.judgement.negativeCacheSeconds settings.clockSkewSeconds settings.audience.kind
    settings.audience.audiences settings.clientClaim settings.acceptsUnmapped settings.scopes.claim
    settings.scopes.prefix settings.scopes.allowed settings.scopes.renamed
  `),
  'identity-provider': list(`
    slug name issuer enabled sealedSecrets
    settings.clientId settings.authenticationMethod settings.keyId settings.scopes settings.usernameClaim
    settings.nameClaim settings.allowsSignUp settings.emailDomains settings.assumesEmailVerified
  `),
  'signing-keys': list(`
    keys.*.sealedPrivateKey keys.*.retiredAt keys.*.state keys.*.outside keys.*.activatesAt keys.*.activatedAt
    keys.*.expiresAt
  `),
  limits: list(`
    limits.total limits.perApplication limits.perUser limits.perAddress
  `),
  quota: list(`
    subjects.*.count subjects.*.alert
  `),
  brand: list(`
    name accent supportUrl termsUrl privacyUrl logo logoType
    texts.*.name texts.*.supportUrl texts.*.termsUrl texts.*.privacyUrl
  `),
  settings: list(`
    values.*
  `),
  'apis-file': list(`
    revision hash appliedBy
  `),
};
