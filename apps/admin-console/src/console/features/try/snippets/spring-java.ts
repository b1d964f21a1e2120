import type { Way } from '../flows/obtaining';
import { callOf, type SnippetFacts } from './snippet';

/** A JSON string is, for these values, a Java string. */
const text = (value: string): string => JSON.stringify(value);

/** Providers that go into the manager, and what they need before. */
function writeProviders(way: Way): { readonly before: readonly string[]; readonly chain: string } {
  switch (way) {
    case 'client-credentials':
      return { before: [], chain: '.clientCredentials()' };
    case 'token-exchange':
      return {
        before: ['  // It exchanges the access token by which your resource server knows its caller.'],
        chain: '.provider(new TokenExchangeOAuth2AuthorizedClientProvider())',
      };
    case 'jwt-bearer':
      return {
        before: [
          '  // It presents the Jwt by which your resource server knows its caller; set another with',
          '  // setJwtAssertionResolver.',
        ],
        chain: '.provider(new JwtBearerOAuth2AuthorizedClientProvider())',
      };
    default:
      return { before: [], chain: '.authorizationCode().refreshToken()' };
  }
}

/** RFC 7009 and RFC 7662 have no door in Spring Security's client. */
export function writeSpringCall(facts: SnippetFacts, way: Way): string {
  const { method, url, body } = callOf(facts);
  const isMachine = way === 'client-credentials';
  const manager = isMachine
    ? 'AuthorizedClientServiceOAuth2AuthorizedClientManager'
    : 'DefaultOAuth2AuthorizedClientManager';
  const repository = isMachine
    ? 'OAuth2AuthorizedClientService authorizedClients'
    : 'OAuth2AuthorizedClientRepository authorizedClients';
  const { before, chain } = writeProviders(way);
  return [
    '@Bean',
    'WebClient api(ClientRegistrationRepository registrations,',
    `    ${repository}) {`,
    `  var manager = new ${manager}(registrations, authorizedClients);`,
    ...before,
    '  manager.setAuthorizedClientProvider(',
    `      OAuth2AuthorizedClientProviderBuilder.builder()${chain}.build());`,
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

/** OpenID Connect RP-Initiated Logout, as Spring Security's client does it. */
export const writeSpringLogOut = ({ postLogoutUri }: SnippetFacts): string =>
  [
    '@Bean',
    'SecurityFilterChain web(HttpSecurity http, ClientRegistrationRepository registrations) throws Exception {',
    '  var farewell = new OidcClientInitiatedLogoutSuccessHandler(registrations);',
    ...(postLogoutUri === '' ? [] : [`  farewell.setPostLogoutRedirectUri(${text(postLogoutUri)});`]),
    '  return http',
    '      .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())',
    '      .oauth2Login(Customizer.withDefaults())',
    '      .logout(logout -> logout.logoutSuccessHandler(farewell))',
    '      .build();',
    '}',
  ].join('\n');
