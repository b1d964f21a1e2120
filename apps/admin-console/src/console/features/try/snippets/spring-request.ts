import { SAML_GRANT } from '../flows/grants';
import type { Way } from '../flows/obtaining';
import { findProofNote, type SnippetFacts, usesSecret } from './snippet';

const text = (value: string): string => JSON.stringify(value);
const add = (name: string, value: string): string => `form.add(${text(name)}, ${value});`;

function listParameters(way: Way): readonly string[] {
  if (way === 'password') {
    return [
      '// Legacy, and forbidden by RFC 9700 §2.4: move to the authorization code.',
      add('grant_type', text('password')),
      add('username', 'System.getenv("USER_NAME")'),
      add('password', 'System.getenv("USER_PASSWORD")'),
    ];
  }
  return [
    '// The signed XML; it travels in base64url (RFC 7522 §2.1).',
    'var encoder = Base64.getUrlEncoder().withoutPadding();',
    'var assertion = System.getenv("ASSERTION").getBytes(StandardCharsets.UTF_8);',
    add('grant_type', text(SAML_GRANT)),
    add('assertion', 'encoder.encodeToString(assertion)'),
  ];
}

/** A grant that Spring Security's client has no provider for, with its RestClient. */
export function writeSpringRequest(facts: SnippetFacts, way: Way): string {
  const { issuer, client, scopes } = facts;
  const isBasic = client.tokenEndpointAuthMethod === 'client_secret_basic';
  const note = findProofNote(facts);
  const secret = 'System.getenv("CLIENT_SECRET")';
  return [
    ...(note === undefined ? [] : [`// ${note}`]),
    'var form = new LinkedMultiValueMap<String, String>();',
    ...listParameters(way),
    ...(scopes.length === 0 ? [] : [add('scope', text(scopes.join(' ')))]),
    ...(isBasic ? [] : [add('client_id', text(client.clientId))]),
    ...(!isBasic && usesSecret(client) ? [add('client_secret', secret)] : []),
    '',
    'Map<String, Object> tokens = RestClient.create().post()',
    `    .uri(${text(`${issuer}/oauth2/token`)})`,
    ...(isBasic
      ? [`    .headers(headers -> headers.setBasicAuth(${text(client.clientId)}, ${secret}))`]
      : []),
    '    .contentType(MediaType.APPLICATION_FORM_URLENCODED)',
    '    .body(form)',
    '    .retrieve()',
    '    .body(new ParameterizedTypeReference<>() {});',
  ].join('\n');
}
