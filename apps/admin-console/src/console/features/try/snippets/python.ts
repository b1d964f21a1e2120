import { ACCESS_TOKEN_TYPE, DEVICE_GRANT, EXCHANGE_GRANT, JWT_GRANT, SAML_GRANT } from '../flows/grants';
import { callOf, findObtaining, findProofNote, type Snippet, type SnippetFacts } from './snippet';

/** What JSON quotes, Python reads the same. */
const text = (value: string): string => JSON.stringify(value);

function writeSession(facts: SnippetFacts): readonly string[] {
  const { client, scopes, redirectUri } = facts;
  const method = client.tokenEndpointAuthMethod;
  const isCode = findObtaining(facts) === 'authorization-code';
  return [
    'import os',
    'from authlib.integrations.requests_client import OAuth2Session',
    '',
    `ISSUER = ${text(facts.issuer)}`,
    'session = OAuth2Session(',
    `    client_id=${text(client.clientId)},`,
    ...(method.startsWith('client_secret_') ? ['    client_secret=os.environ["CLIENT_SECRET"],'] : []),
    `    token_endpoint_auth_method=${text(method)},`,
    ...(scopes.length === 0 ? [] : [`    scope=${text(scopes.join(' '))},`]),
    ...(isCode ? [`    redirect_uri=${text(redirectUri)},`, '    code_challenge_method="S256",'] : []),
    '    token_endpoint=f"{ISSUER}/oauth2/token",',
    ')',
    '',
  ];
}

const fetch = (grant: string, parameters: readonly string[]): readonly string[] => [
  'token = session.fetch_token(',
  `    grant_type=${text(grant)},`,
  ...parameters.map((parameter) => `    ${parameter},`),
  ')',
];

function obtain(facts: SnippetFacts): readonly string[] {
  switch (findObtaining(facts)) {
    case 'client-credentials':
      return ['token = session.fetch_token(grant_type="client_credentials")'];
    case 'device':
      return [
        'device = session.request(',
        '    "POST", f"{ISSUER}/oauth2/device_authorization", withhold_token=True,',
        `    data={"client_id": session.client_id${facts.scopes.length === 0 ? '' : ', "scope": session.scope'}},`,
        ').json()',
        'print("Open", device["verification_uri"], "and type", device["user_code"])',
        'input("Press Enter when it is allowed. ")',
        'token = session.fetch_token(',
        `    grant_type=${text(DEVICE_GRANT)},`,
        '    device_code=device["device_code"],',
        ')',
      ];
    case 'authorization-code':
      return [
        '# Before: keep both in the session of the browser.',
        'from authlib.common.security import generate_token',
        'verifier = generate_token(48)',
        'location, state = session.create_authorization_url(',
        '    f"{ISSUER}/oauth2/authorize", code_verifier=verifier)',
        'print("Open", location)',
        'token = session.fetch_token(',
        '    authorization_response=input("Where did it come back to? "),',
        '    state=state, code_verifier=verifier)',
      ];
    case 'token-exchange':
      return [
        '# The access token that your service was called with, for one of its own.',
        ...fetch(EXCHANGE_GRANT, [
          'subject_token=os.environ["SUBJECT_TOKEN"]',
          `subject_token_type=${text(ACCESS_TOKEN_TYPE)}`,
        ]),
      ];
    case 'jwt-bearer':
      return [
        '# A JWT that the trusted issuer has signed; a new one each time.',
        ...fetch(JWT_GRANT, ['assertion=os.environ["ASSERTION"]']),
      ];
    case 'saml-bearer':
      return [
        '# The signed XML; it travels in base64url (RFC 7522 §2.1).',
        'from base64 import urlsafe_b64encode',
        'encoded = urlsafe_b64encode(os.environ["ASSERTION"].encode()).decode().rstrip("=")',
        ...fetch(SAML_GRANT, ['assertion=encoded']),
      ];
    case 'password':
      return [
        '# Legacy, and forbidden by RFC 9700 §2.4: move to the authorization code.',
        ...fetch('password', ['username=os.environ["USER_NAME"]', 'password=os.environ["USER_PASSWORD"]']),
      ];
  }
}

function end(facts: SnippetFacts): readonly string[] {
  const { method, url, body } = callOf(facts);
  switch (facts.flow) {
    case 'introspection':
      return ['print(session.introspect_token(f"{ISSUER}/oauth2/introspect", token["access_token"]).json())'];
    case 'revocation':
      return ['session.revoke_token(f"{ISSUER}/oauth2/revoke", token["access_token"])'];
    case 'refresh':
      return ['token = session.refresh_token(refresh_token=token["refresh_token"])'];
    case 'log-out':
      return [
        '# Send the browser of your user there: it signs them out here too.',
        'from urllib.parse import urlencode',
        'print("Log out at", f"{ISSUER}/oauth2/end-session?" + urlencode({',
        '    "id_token_hint": token["id_token"],',
        ...(facts.postLogoutUri === ''
          ? []
          : [`    "post_logout_redirect_uri": ${text(facts.postLogoutUri)},`]),
        '}))',
      ];
    default:
      return [
        `answer = session.request(${text(method)}, ${text(url)}${
          body === '' ? '' : `, data=${text(body)}, headers={"Content-Type": "application/json"}`
        })`,
        'print(answer.status_code, answer.text)',
      ];
  }
}

/** For Python, with Authlib and requests. */
export function writePython(facts: SnippetFacts): readonly Snippet[] {
  const note = findProofNote(facts);
  return [
    {
      id: 'authlib',
      text: [
        ...(note === undefined ? [] : [`# ${note} See Authlib on register_client_auth_method.`]),
        ...writeSession(facts),
        ...obtain(facts),
        ...end(facts),
      ].join('\n'),
    },
  ];
}
