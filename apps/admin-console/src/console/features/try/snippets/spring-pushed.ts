import { type SnippetFacts, usesSecret } from './snippet';

const text = (value: string): string => JSON.stringify(value);

/** RFC 9126: Spring Security's client pushes nothing by itself; the address of the request can be replaced. */
export function writeSpringPushed({ issuer, client }: SnippetFacts): string {
  const isBasic = client.tokenEndpointAuthMethod === 'client_secret_basic';
  const secret = 'System.getenv("CLIENT_SECRET")';
  return [
    '// For oauth2Client(client -> client.authorizationCodeGrant(grant -> grant.authorizationRequestResolver(…))):',
    '// the request is pushed, and the browser brings its name alone (RFC 9126).',
    '@Bean',
    'OAuth2AuthorizationRequestResolver pushing(ClientRegistrationRepository registrations) {',
    '  var resolver = new DefaultOAuth2AuthorizationRequestResolver(registrations, "/oauth2/authorization");',
    '  resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce()',
    '      .andThen(request -> request.authorizationRequestUri(address -> push(address.build()))));',
    '  return resolver;',
    '}',
    '',
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
  ].join('\n');
}
