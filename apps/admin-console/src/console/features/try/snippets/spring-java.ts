import type { Way } from '../flows/obtaining';
import { writeCallers } from './spring-introspection';
import { writeSpringProvider } from './spring-provider';
import { writeSpringWeb } from './spring-web';
import { callOf, type SnippetFacts } from './snippet';

/** A JSON string is, for these values, a Java string. */
const text = (value: string): string => JSON.stringify(value);

/** Nobody's request has to be under way: the manager needs none. */
const WITHOUT_REQUEST: ReadonlySet<Way> = new Set(['client-credentials', 'jwt-bearer']);

function writeClient(facts: SnippetFacts, way: Way): readonly string[] {
  const [manager, repository] = WITHOUT_REQUEST.has(way)
    ? ['AuthorizedClientServiceOAuth2AuthorizedClientManager', 'OAuth2AuthorizedClientService']
    : ['DefaultOAuth2AuthorizedClientManager', 'OAuth2AuthorizedClientRepository'];
  const { made, chain } = writeSpringProvider(facts, way);
  return [
    '@Bean',
    'WebClient api(ClientRegistrationRepository registrations,',
    `    ${repository} authorizedClients) {`,
    ...made,
    `  var manager = new ${manager}(registrations, authorizedClients);`,
    '  manager.setAuthorizedClientProvider(',
    `      OAuth2AuthorizedClientProviderBuilder.builder()${chain}.build());`,
    '  var oauth2 = new ServletOAuth2AuthorizedClientExchangeFilterFunction(manager);',
    '  oauth2.setDefaultClientRegistrationId("gatehouse");',
    '  return WebClient.builder().apply(oauth2.oauth2Configuration()).build();',
    '}',
  ];
}

function writeCall(facts: SnippetFacts): readonly string[] {
  const { method, url, body } = callOf(facts);
  return [
    '// Wherever you need the API:',
    `String answer = api.method(HttpMethod.${method})`,
    `    .uri(${text(url)})`,
    ...(body === '' ? [] : ['    .contentType(MediaType.APPLICATION_JSON)', `    .bodyValue(${text(body)})`]),
    '    .retrieve()',
    '    .bodyToMono(String.class)',
    '    .block();',
  ];
}

/** Beans for a class with `@Configuration`, and the call. RFC 7009 and RFC 7662 have no door in Spring Security's client. */
export function writeSpringJava(facts: SnippetFacts, way: Way): string {
  if (facts.flow === 'log-out') return writeSpringWeb(facts).join('\n');
  return [
    ...(way === 'authorization-code' ? writeSpringWeb(facts) : []),
    ...(way === 'token-exchange' ? [...writeCallers([]), ''] : []),
    ...writeClient(facts, way),
    '',
    ...writeCall(facts),
  ].join('\n');
}
