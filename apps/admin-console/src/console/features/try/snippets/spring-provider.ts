import type { Way } from '../flows/obtaining';
import { hasActor, listTargets, type SnippetFacts } from './snippet';

const text = (value: string): string => JSON.stringify(value);

/** A provider of Spring Security's client: how it is made, and how it goes into the manager. */
interface Provider {
  readonly made: readonly string[];
  readonly chain: string;
}

const JWT_BEARER: Provider = {
  made: [
    '  var assertions = new JwtBearerOAuth2AuthorizedClientProvider();',
    '  // Its text alone is sent: header and claims are here because a Jwt has to have some.',
    '  assertions.setJwtAssertionResolver(context -> Jwt.withTokenValue(System.getenv("ASSERTION"))',
    '      .header("alg", "ES256").claim("sub", "of the assertion").build());',
  ],
  chain: '.provider(assertions)',
};

function writeExchange(facts: SnippetFacts): Provider {
  const targets = listTargets(facts);
  return {
    made: [
      '  var exchange = new TokenExchangeOAuth2AuthorizedClientProvider();',
      '  // The access token of whoever calls this service.',
      '  exchange.setSubjectTokenResolver(context ->',
      '      ((AbstractOAuth2TokenAuthenticationToken<?>) context.getPrincipal()).getToken());',
      ...(hasActor(facts)
        ? [
            '  exchange.setActorTokenResolver(context -> new OAuth2AccessToken(',
            '      OAuth2AccessToken.TokenType.BEARER, System.getenv("ACTOR_TOKEN"), null, null));',
          ]
        : []),
      ...(targets.length === 0
        ? []
        : [
            '  var endpoint = new RestClientTokenExchangeTokenResponseClient();',
            '  endpoint.addParametersConverter(request -> MultiValueMap.fromSingleValue(Map.of(',
            `      ${targets.map(([name, value]) => `${text(name)}, ${text(value)}`).join(', ')})));`,
            '  exchange.setAccessTokenResponseClient(endpoint);',
          ]),
    ],
    chain: '.provider(exchange)',
  };
}

/** For the ways that Spring Security's client knows. */
export function writeSpringProvider(facts: SnippetFacts, way: Way): Provider {
  if (way === 'client-credentials') return { made: [], chain: '.clientCredentials()' };
  if (way === 'token-exchange') return writeExchange(facts);
  if (way === 'jwt-bearer') return JWT_BEARER;
  return { made: [], chain: '.authorizationCode().refreshToken()' };
}
