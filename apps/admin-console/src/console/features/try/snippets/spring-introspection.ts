import { type Snippet, type SnippetFacts, usesSecret } from './snippet';

const text = (value: string): string => JSON.stringify(value);

/** Where a service has the access tokens of its callers looked at. */
export function writeIntrospector({ issuer, client }: SnippetFacts): readonly string[] {
  const method = client.tokenEndpointAuthMethod;
  return [
    ...(method === 'client_secret_basic'
      ? []
      : [
          `      # This client proves itself by ${method}; Spring sends a secret in the header alone: make a`,
          '      # SpringOpaqueTokenIntrospector with a RestTemplate of your own, or register a client for it.',
        ]),
    '      resourceserver:',
    '        opaquetoken:',
    `          introspection-uri: ${text(`${issuer}/oauth2/introspect`)}`,
    `          client-id: ${text(client.clientId)}`,
    ...(usesSecret(client) ? ['          client-secret: ${CLIENT_SECRET}'] : []),
  ];
}

/** Lets in callers whose access token has one of these scopes; without any, whoever has one. */
export function writeCallers(scopes: readonly string[]): readonly string[] {
  const authorities = scopes.map((scope) => text(`SCOPE_${scope}`)).join(', ');
  return [
    '@Bean',
    'SecurityFilterChain callers(HttpSecurity http) throws Exception {',
    '  return http',
    scopes.length === 0
      ? '      .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())'
      : `      .authorizeHttpRequests(requests -> requests.anyRequest().hasAnyAuthority(${authorities}))`,
    '      .oauth2ResourceServer(server -> server.opaqueToken(Customizer.withDefaults()))',
    '      .build();',
    '}',
  ];
}

/** RFC 7662 is asked by whoever receives access tokens: Spring Security's resource server does it. */
export const writeSpringIntrospection = (facts: SnippetFacts): readonly Snippet[] => [
  {
    id: 'yaml',
    text: [
      '# For Spring Boot 3.5 or 4, with spring-boot-starter-web and spring-boot-starter-oauth2-resource-server.',
      'spring:',
      '  security:',
      '    oauth2:',
      ...writeIntrospector(facts),
    ].join('\n'),
  },
  { id: 'java', text: writeCallers(facts.scopes).join('\n') },
];
