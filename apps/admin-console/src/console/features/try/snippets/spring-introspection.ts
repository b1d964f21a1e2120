import { type Snippet, type SnippetFacts, usesSecret } from './snippet';

const text = (value: string): string => JSON.stringify(value);

/**
 * RFC 7662 is asked by whoever receives access tokens: Spring Security's resource server does it, with
 * spring-boot-starter-oauth2-resource-server. It sends its secret in the Authorization header alone.
 */
export function writeSpringIntrospection({ issuer, client, scopes }: SnippetFacts): readonly Snippet[] {
  const authorities = scopes.map((scope) => text(`SCOPE_${scope}`)).join(', ');
  const isBasic = client.tokenEndpointAuthMethod === 'client_secret_basic';
  return [
    {
      id: 'yaml',
      text: [
        ...(isBasic
          ? []
          : [
              `# This client proves itself by ${client.tokenEndpointAuthMethod}; Spring sends a secret in the header alone:`,
              '# make a SpringOpaqueTokenIntrospector with a RestTemplate of your own, or register a client for it.',
            ]),
        'spring:',
        '  security:',
        '    oauth2:',
        '      resourceserver:',
        '        opaquetoken:',
        `          introspection-uri: ${text(`${issuer}/oauth2/introspect`)}`,
        `          client-id: ${text(client.clientId)}`,
        ...(usesSecret(client) ? ['          client-secret: ${CLIENT_SECRET}'] : []),
      ].join('\n'),
    },
    {
      id: 'java',
      text: [
        '@Bean',
        'SecurityFilterChain api(HttpSecurity http) throws Exception {',
        '  return http',
        scopes.length === 0
          ? '      .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())'
          : `      .authorizeHttpRequests(requests -> requests.anyRequest().hasAnyAuthority(${authorities}))`,
        '      .oauth2ResourceServer(server -> server.opaqueToken(Customizer.withDefaults()))',
        '      .build();',
        '}',
      ].join('\n'),
    },
  ];
}
