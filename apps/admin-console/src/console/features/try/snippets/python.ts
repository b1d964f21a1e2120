import { ACCESS_TOKEN_TYPE, DEVICE_GRANT, EXCHANGE_GRANT, JWT_GRANT, SAML_GRANT } from '../flows/grants';
import { PROOF_FUNCTION } from './python-dpop';
import {
  callOf,
  findObtaining,
  findProofNote,
  hasActor,
  isProven,
  listTargets,
  type Snippet,
  type SnippetFacts,
} from './snippet';

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
    ...(isProven(facts) ? PROOF_FUNCTION : []),
    '',
  ];
}

/** RFC 9449 §5 */
const listProofs = (facts: SnippetFacts): readonly string[] => (isProven(facts) ? ['headers=proven()'] : []);

const fetch = (facts: SnippetFacts, grant: string, parameters: readonly string[]): readonly string[] => [
  'token = session.fetch_token(',
  `    grant_type=${text(grant)},`,
  ...[...parameters, ...listProofs(facts)].map((parameter) => `    ${parameter},`),
  ')',
];

function obtainByCode(facts: SnippetFacts): readonly string[] {
  const push = [
    '# Push the request: the browser brings its name alone (RFC 9126).',
    'from urllib.parse import parse_qsl, urlencode, urlsplit',
    'pushed = session.request(',
    '    "POST", f"{ISSUER}/oauth2/par", withhold_token=True,',
    '    auth=session.client_auth(session.token_endpoint_auth_method),',
    '    data=dict(parse_qsl(urlsplit(location).query)),',
    ').json()',
    'location = f"{ISSUER}/oauth2/authorize?" + urlencode({',
    '    "client_id": session.client_id, "request_uri": pushed["request_uri"]})',
  ];
  return [
    '# Before: keep both in the session of the browser.',
    'from authlib.common.security import generate_token',
    'verifier = generate_token(48)',
    'location, state = session.create_authorization_url(',
    '    f"{ISSUER}/oauth2/authorize", code_verifier=verifier)',
    ...(facts.client.requiresPushedRequest ? push : []),
    'print("Open", location)',
    'token = session.fetch_token(',
    '    authorization_response=input("Where did it come back to? "),',
    `    state=state, code_verifier=verifier${isProven(facts) ? ', headers=proven()' : ''})`,
  ];
}

function obtain(facts: SnippetFacts): readonly string[] {
  switch (findObtaining(facts)) {
    case 'client-credentials':
      return isProven(facts)
        ? fetch(facts, 'client_credentials', [])
        : ['token = session.fetch_token(grant_type="client_credentials")'];
    case 'device':
      return [
        'device = session.request(',
        '    "POST", f"{ISSUER}/oauth2/device_authorization", withhold_token=True,',
        `    data={"client_id": session.client_id${facts.scopes.length === 0 ? '' : ', "scope": session.scope'}},`,
        ').json()',
        'print("Open", device["verification_uri"], "and type", device["user_code"])',
        'input("Press Enter when it is allowed. ")',
        ...fetch(facts, DEVICE_GRANT, ['device_code=device["device_code"]']),
      ];
    case 'authorization-code':
      return obtainByCode(facts);
    case 'token-exchange':
      return [
        '# The access token that your service was called with, for one of its own.',
        ...fetch(facts, EXCHANGE_GRANT, [
          'subject_token=os.environ["SUBJECT_TOKEN"]',
          `subject_token_type=${text(ACCESS_TOKEN_TYPE)}`,
          ...(hasActor(facts)
            ? ['actor_token=os.environ["ACTOR_TOKEN"]', `actor_token_type=${text(ACCESS_TOKEN_TYPE)}`]
            : []),
          ...listTargets(facts).map(([name, value]) => `${name}=${text(value)}`),
        ]),
      ];
    case 'jwt-bearer':
      return [
        '# A JWT that the trusted issuer has signed; a new one each time.',
        ...fetch(facts, JWT_GRANT, ['assertion=os.environ["ASSERTION"]']),
      ];
    case 'saml-bearer':
      return [
        '# The signed XML; it travels in base64url (RFC 7522 §2.1).',
        'from base64 import urlsafe_b64encode',
        'encoded = urlsafe_b64encode(os.environ["ASSERTION"].encode()).decode().rstrip("=")',
        ...fetch(facts, SAML_GRANT, ['assertion=encoded']),
      ];
    case 'password':
      return [
        '# Legacy, and forbidden by RFC 9700 §2.4: move to the authorization code.',
        ...fetch(facts, 'password', [
          'username=os.environ["USER_NAME"]',
          'password=os.environ["USER_PASSWORD"]',
        ]),
      ];
  }
}

/** RFC 9449 §7.1: Authlib knows the scheme Bearer alone. */
function callProven(facts: SnippetFacts): readonly string[] {
  const { method, url, body } = callOf(facts);
  const json = body === '' ? '' : ', "Content-Type": "application/json"';
  return [
    'access_token = token["access_token"]',
    'answer = session.request(',
    `    ${text(method)}, ${text(url)}, withhold_token=True,${body === '' ? '' : ` data=${text(body)},`}`,
    '    headers={"Authorization": f"DPoP {access_token}",',
    `             "DPoP": proof(${text(method)}, ${text(url)}, access_token)${json}},`,
    ')',
    'print(answer.status_code, answer.text)',
  ];
}

function end(facts: SnippetFacts): readonly string[] {
  const { method, url, body } = callOf(facts);
  switch (facts.flow) {
    case 'introspection':
      return ['print(session.introspect_token(f"{ISSUER}/oauth2/introspect", token["access_token"]).json())'];
    case 'revocation':
      return ['session.revoke_token(f"{ISSUER}/oauth2/revoke", token["access_token"])'];
    case 'refresh':
      return [
        '# Keep the new refresh token, and forget the one before.',
        `token = session.refresh_token(refresh_token=token["refresh_token"]${isProven(facts) ? ', headers=proven()' : ''})`,
        'print("The next access token is good for", token["expires_in"], "seconds.")',
      ];
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
      return isProven(facts)
        ? callProven(facts)
        : [
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
