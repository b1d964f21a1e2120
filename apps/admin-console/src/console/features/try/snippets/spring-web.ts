import { type SnippetFacts, usesSecret } from './snippet';

const text = (value: string): string => JSON.stringify(value);

/** RFC 9126: Spring Security's client pushes nothing by itself; the address of the request can be replaced. */
function writePush({ issuer, client }: SnippetFacts): readonly string[] {
  const isBasic = client.tokenEndpointAuthMethod === 'client_secret_basic';
  const secret = 'System.getenv("CLIENT_SECRET")';
  return [
    '// The request is pushed, and the browser brings its name alone (RFC 9126).',
    'URI push(URI request) {',
    '  Map<String, Object> pushed = RestClient.create().post()',
    `      .uri(${text(`${issuer}/oauth2/par`)})`,
    ...(isBasic
      ? [`      .headers(headers -> headers.setBasicAuth(${text(client.clientId)}, ${secret}))`]
      : []),
    '      .contentType(MediaType.APPLICATION_FORM_URLENCODED)',
    !isBasic && usesSecret(client)
      ? `      .body(request.getRawQuery() + "&client_secret=" + ${secret})`
      : '      .body(request.getRawQuery())',
    '      .retrieve()',
    '      .body(new ParameterizedTypeReference<>() {});',
    `  return UriComponentsBuilder.fromUriString(${text(`${issuer}/oauth2/authorize`)})`,
    `      .queryParam("client_id", ${text(client.clientId)})`,
    '      .queryParam("request_uri", pushed.get("request_uri"))',
    '      .build().encode().toUri();',
    '}',
    '',
  ];
}

/** Spring Security before 7 sends PKCE by itself for public clients alone, and here every client has to. */
function writeRequests(facts: SnippetFacts): readonly string[] {
  const customizer =
    '  resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce()';
  return [
    '@Bean',
    'OAuth2AuthorizationRequestResolver requests(ClientRegistrationRepository registrations) {',
    '  var resolver = new DefaultOAuth2AuthorizationRequestResolver(registrations, "/oauth2/authorization");',
    '  // RFC 7636: each authorization request has a challenge.',
    ...(facts.client.requiresPushedRequest
      ? [
          customizer,
          '      .andThen(request -> request.authorizationRequestUri(address -> push(address.build()))));',
        ]
      : [`${customizer});`]),
    '  return resolver;',
    '}',
    '',
    ...(facts.client.requiresPushedRequest ? writePush(facts) : []),
  ];
}

/** What is behind the origin, where the browser comes back. */
const pathOf = (uri: string): string => (URL.canParse(uri) ? new URL(uri).pathname : uri);

/** Spring Security expects RS256, whatever the metadata says; it knows no EdDSA. */
const writeIdTokens = ({ client }: SnippetFacts): readonly string[] => [
  '@Bean',
  'JwtDecoderFactory<ClientRegistration> idTokens() {',
  '  var factory = new OidcIdTokenDecoderFactory();',
  '  // As "alg" has it in the header of an ID token; without this, RS256 alone is taken.',
  ...(client.idTokenSigningAlgorithm === 'EdDSA'
    ? ['  // Spring Security cannot verify EdDSA: give this client another algorithm for its ID tokens.']
    : []),
  `  factory.setJwsAlgorithmResolver(client -> SignatureAlgorithm.from(${text(client.idTokenSigningAlgorithm ?? 'ES256')}));`,
  '  return factory;',
  '}',
  '',
];

/** OpenID Connect RP-Initiated Logout, as Spring Security's client does it. */
const writeLogInAndOut = (facts: SnippetFacts): readonly string[] => [
  ...writeIdTokens(facts),
  '@Bean',
  'SecurityFilterChain web(HttpSecurity http, ClientRegistrationRepository registrations,',
  '    OAuth2AuthorizationRequestResolver requests) throws Exception {',
  '  var farewell = new OidcClientInitiatedLogoutSuccessHandler(registrations);',
  ...(facts.postLogoutUri === ''
    ? []
    : [`  farewell.setPostLogoutRedirectUri(${text(facts.postLogoutUri)});`]),
  '  return http',
  '      .authorizeHttpRequests(paths -> paths.anyRequest().authenticated())',
  '      .oauth2Login(login -> login',
  '          .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(requests))',
  `          .redirectionEndpoint(endpoint -> endpoint.baseUri(${text(pathOf(facts.redirectUri))})))`,
  '      .logout(logout -> logout.logoutSuccessHandler(farewell))',
  '      .build();',
  '}',
];

const CHAIN = [
  '@Bean',
  'SecurityFilterChain web(HttpSecurity http, OAuth2AuthorizationRequestResolver requests) throws Exception {',
  '  // Add how your users sign in to you, and which paths need it (formLogin, authorizeHttpRequests).',
  '  return http',
  '      .oauth2Client(client -> client',
  '          .authorizationCodeGrant(grant -> grant.authorizationRequestResolver(requests)))',
  '      .build();',
  '}',
  '',
];

/** How a browser is sent to the authorization server and taken back. */
export const writeSpringWeb = (facts: SnippetFacts): readonly string[] => [
  ...writeRequests(facts),
  ...(facts.flow === 'log-out' ? writeLogInAndOut(facts) : CHAIN),
];
