import {
  callOf,
  DEVICE_GRANT,
  findObtaining,
  findProofNote,
  type Snippet,
  type SnippetFacts,
} from './snippet';

/** A JSON string is a double-quoted YAML scalar and, for these values, a Java string. */
const text = (value: string): string => JSON.stringify(value);

const GRANTS = {
  'client-credentials': 'client_credentials',
  'authorization-code': 'authorization_code',
  device: DEVICE_GRANT,
} as const;

const METHODS: Readonly<Record<string, string>> = {
  client_secret_basic: 'client_secret_basic',
  client_secret_post: 'client_secret_post',
  none: 'none',
};

function writeYaml(facts: SnippetFacts): string {
  const { issuer, client, scopes, redirectUri } = facts;
  const obtaining = findObtaining(facts);
  const method = client.tokenEndpointAuthMethod;
  const note = findProofNote(facts);
  return [
    ...(note === undefined
      ? []
      : [
          `# ${note}`,
          '# Spring needs a converter or a client of your own for it: see its reference on client authentication.',
        ]),
    'spring:',
    '  security:',
    '    oauth2:',
    '      client:',
    '        registration:',
    '          gatehouse:',
    '            provider: gatehouse',
    `            client-id: ${text(client.clientId)}`,
    ...(method === 'client_secret_basic' || method === 'client_secret_post'
      ? ['            client-secret: ${CLIENT_SECRET}']
      : []),
    `            client-authentication-method: ${METHODS[method] ?? method}`,
    `            authorization-grant-type: ${text(GRANTS[obtaining])}`,
    ...(obtaining === 'authorization-code' ? [`            redirect-uri: ${text(redirectUri)}`] : []),
    ...(scopes.length === 0 ? [] : [`            scope: [${scopes.map(text).join(', ')}]`]),
    '        provider:',
    '          gatehouse:',
    `            issuer-uri: ${text(issuer)}`,
  ].join('\n');
}

/** RFC 7009 and RFC 7662 have no door in Spring Security's client: by hand, then. */
function writeJava(facts: SnippetFacts): string {
  const { method, url, body } = callOf(facts);
  const isMachine = findObtaining(facts) === 'client-credentials';
  const manager = isMachine
    ? 'AuthorizedClientServiceOAuth2AuthorizedClientManager'
    : 'DefaultOAuth2AuthorizedClientManager';
  const repository = isMachine
    ? 'OAuth2AuthorizedClientService authorizedClients'
    : 'OAuth2AuthorizedClientRepository authorizedClients';
  const provider = isMachine ? '.clientCredentials()' : '.authorizationCode().refreshToken()';
  return [
    '@Bean',
    'WebClient api(ClientRegistrationRepository registrations,',
    `    ${repository}) {`,
    `  var manager = new ${manager}(registrations, authorizedClients);`,
    '  manager.setAuthorizedClientProvider(',
    `      OAuth2AuthorizedClientProviderBuilder.builder()${provider}.build());`,
    '  var oauth2 = new ServletOAuth2AuthorizedClientExchangeFilterFunction(manager);',
    '  oauth2.setDefaultClientRegistrationId("gatehouse");',
    '  return WebClient.builder().apply(oauth2.oauth2Configuration()).build();',
    '}',
    '',
    `String answer = api.method(HttpMethod.${method})`,
    `    .uri(${text(url)})`,
    ...(body === '' ? [] : ['    .contentType(MediaType.APPLICATION_JSON)', `    .bodyValue(${text(body)})`]),
    '    .retrieve()',
    '    .bodyToMono(String.class)',
    '    .block();',
  ].join('\n');
}

const DEVICE_NOTE =
  '# Spring Security’s client knows no device flow: use another library for the device itself.';

/** For Spring Boot 3, with spring-boot-starter-oauth2-client and spring-boot-starter-webflux. */
export function writeSpring(facts: SnippetFacts): readonly Snippet[] {
  if (findObtaining(facts) === 'device')
    return [{ title: 'application.yml', language: 'yaml', text: DEVICE_NOTE }];
  return [
    { title: 'application.yml', language: 'yaml', text: writeYaml(facts) },
    { title: 'WebClient', language: 'java', text: writeJava(facts) },
  ];
}
