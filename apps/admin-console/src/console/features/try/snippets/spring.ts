import { DEVICE_GRANT, EXCHANGE_GRANT, JWT_GRANT } from '../flows/grants';
import type { Way } from '../flows/obtaining';
import { findObtaining, findProofNote, isProven, type Snippet, type SnippetFacts } from './snippet';
import { writeIntrospector, writeSpringIntrospection } from './spring-introspection';
import { writeSpringJava } from './spring-java';
import { writeSpringRequest } from './spring-request';

/** A JSON string is a double-quoted YAML scalar. */
const text = (value: string): string => JSON.stringify(value);

/** Those that Spring Security's client has a provider for. */
const GRANTS: Readonly<Partial<Record<Way, string>>> = {
  'client-credentials': 'client_credentials',
  'authorization-code': 'authorization_code',
  'token-exchange': EXCHANGE_GRANT,
  'jwt-bearer': JWT_GRANT,
};

const METHODS: Readonly<Record<string, string>> = {
  client_secret_basic: 'client_secret_basic',
  client_secret_post: 'client_secret_post',
  none: 'none',
};

function writeYaml(facts: SnippetFacts, grant: string): string {
  const { issuer, client, scopes, redirectUri } = facts;
  const method = client.tokenEndpointAuthMethod;
  const note = findProofNote(facts);
  const isExchange = grant === EXCHANGE_GRANT;
  return [
    `# For Spring Boot 3.5 or 4, with spring-boot-starter-web, spring-boot-starter-webflux${isExchange ? ',' : ' and'}`,
    `# spring-boot-starter-oauth2-client${isExchange ? ' and spring-boot-starter-oauth2-resource-server' : ''}.`,
    ...(note === undefined
      ? []
      : [
          `# ${note}`,
          '# Spring needs a converter or a client of your own for it: see its reference on client authentication.',
        ]),
    ...(isProven(facts)
      ? [
          '# Its access tokens are bound to a key (DPoP, RFC 9449). Spring Security’s client makes no proofs of its own:',
          '# add them by addHeadersConverter of its token response client, and to each call, for example with the',
          '# DefaultDPoPProofFactory of Nimbus, which comes with it.',
        ]
      : []),
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
    `            authorization-grant-type: ${text(grant)}`,
    ...(grant === 'authorization_code' ? [`            redirect-uri: ${text(redirectUri)}`] : []),
    ...(scopes.length === 0 ? [] : [`            scope: [${scopes.map(text).join(', ')}]`]),
    '        provider:',
    '          gatehouse:',
    `            issuer-uri: ${text(issuer)}`,
    ...(isExchange ? writeIntrospector(facts) : []),
  ].join('\n');
}

const DEVICE_NOTE =
  '# Spring Security’s client knows no device flow: use another library for the device itself.';

export function writeSpring(facts: SnippetFacts): readonly Snippet[] {
  if (facts.flow === 'introspection') return writeSpringIntrospection(facts);
  const way = findObtaining(facts);
  if (way === 'device') return [{ id: 'yaml', text: `${DEVICE_NOTE}\n# ${DEVICE_GRANT}` }];
  const grant = GRANTS[way];
  if (grant === undefined) {
    const note = way === 'password' ? 'spring-password' : 'spring-http';
    return [{ id: 'http', note, text: writeSpringRequest(facts, way) }];
  }
  return [
    { id: 'yaml', text: writeYaml(facts, grant) },
    { id: 'java', text: writeSpringJava(facts, way) },
  ];
}
