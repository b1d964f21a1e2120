import { ACCESS_TOKEN_TYPE, DEVICE_GRANT, EXCHANGE_GRANT, JWT_GRANT, SAML_GRANT } from '../flows/grants';
import { PROOF_FUNCTIONS } from './curl-dpop';
import {
  callOf,
  findObtaining,
  hasActor,
  isProven,
  listTargets,
  type Snippet,
  type SnippetFacts,
} from './snippet';

/** RFC 3986 aside: for a POSIX shell. */
export const quote = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Arguments by which the client says who it is. */
function listProof({
  client: { clientId, tokenEndpointAuthMethod: method },
}: SnippetFacts): readonly string[] {
  const id = `-d client_id=${quote(clientId)}`;
  switch (method) {
    case 'client_secret_basic':
      return [`-u ${quote(clientId)}:"$CLIENT_SECRET"`];
    case 'client_secret_post':
      return [id, '--data-urlencode "client_secret=$CLIENT_SECRET"'];
    case 'client_secret_jwt':
    case 'private_key_jwt':
      return [
        id,
        `-d client_assertion_type=${JWT_BEARER}`,
        '--data-urlencode "client_assertion=$CLIENT_ASSERTION"',
      ];
    case 'none':
      return [id];
    default:
      return ['--cert client.pem --key client.key', id];
  }
}

const join = (first: string, rest: readonly string[]): string => [first, ...rest].join(' \\\n  ');

const post = (facts: SnippetFacts, path: string, parameters: readonly string[]): string =>
  join(`curl -sS ${quote(facts.issuer + path)}`, [...listProof(facts), ...parameters]);

const scopeOf = ({ scopes }: SnippetFacts): readonly string[] =>
  scopes.length === 0 ? [] : [`--data-urlencode ${quote(`scope=${scopes.join(' ')}`)}`];

/** RFC 9449 §5 */
const listProofHeader = (facts: SnippetFacts): readonly string[] =>
  isProven(facts) ? [`-H "DPoP: $(proof POST ${quote(`${facts.issuer}/oauth2/token`)})"`] : [];

/** Fetches tokens into a variable; jq reads them. */
const fetchTokens = (facts: SnippetFacts, parameters: readonly string[]): string =>
  `TOKENS=$(${post(facts, '/oauth2/token', [...listProofHeader(facts), ...parameters])})\necho "$TOKENS"\nACCESS_TOKEN=$(echo "$TOKENS" | jq -r .access_token)`;

/** Where a browser is sent: with the request, or with the name of the one that was pushed (RFC 9126). */
function writeAuthorize(facts: SnippetFacts): readonly string[] {
  const { issuer, client, scopes, redirectUri } = facts;
  const parameters = {
    response_type: 'code',
    redirect_uri: redirectUri,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    code_challenge_method: 'S256',
  };
  const clientId = new URLSearchParams({ client_id: client.clientId }).toString();
  const open = '# 2. Open this in a browser. Afterwards, compare state, and copy code from the address.';
  if (!client.requiresPushedRequest) {
    const query = `${clientId}&${new URLSearchParams(parameters).toString()}`;
    return [open, `echo "${issuer}/oauth2/authorize?${query}&state=$STATE&code_challenge=$CHALLENGE"`];
  }
  const pushed = post(facts, '/oauth2/par', [
    ...Object.entries(parameters).map(([name, value]) => `--data-urlencode ${quote(`${name}=${value}`)}`),
    '-d "state=$STATE"',
    '-d "code_challenge=$CHALLENGE"',
  ]);
  return [
    '#    Push the request: the browser brings its name alone (RFC 9126).',
    `REQUEST_URI=$(${pushed} | jq -r .request_uri)`,
    open,
    `echo "${issuer}/oauth2/authorize?${clientId}&request_uri=$REQUEST_URI"`,
  ];
}

function obtainByCode(facts: SnippetFacts): readonly string[] {
  return [
    '# 1. A verifier, and its challenge (RFC 7636).',
    "VERIFIER=$(openssl rand -base64 48 | tr '+/' '-_' | tr -d '=\\n')",
    String.raw`CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | openssl base64 | tr '+/' '-_' | tr -d '=\n')`,
    'STATE=$(openssl rand -hex 16)',
    ...writeAuthorize(facts),
    'read -r -p "code: " CODE',
    '# 3. Redeem it.',
    fetchTokens(facts, [
      '-d grant_type=authorization_code',
      '--data-urlencode "code=$CODE"',
      `--data-urlencode ${quote(`redirect_uri=${facts.redirectUri}`)}`,
      '--data-urlencode "code_verifier=$VERIFIER"',
    ]),
  ];
}

function obtain(facts: SnippetFacts): readonly string[] {
  switch (findObtaining(facts)) {
    case 'client-credentials':
      return [fetchTokens(facts, ['-d grant_type=client_credentials', ...scopeOf(facts)])];
    case 'authorization-code':
      return obtainByCode(facts);
    case 'device':
      return [
        '# 1. Ask for a user code, and show it.',
        `DEVICE=$(${post(facts, '/oauth2/device_authorization', scopeOf(facts))})`,
        'echo "$DEVICE" | jq -r \'"Open \\(.verification_uri) and type \\(.user_code)"\'',
        'read -r -p "Press Enter when it is allowed. "',
        '# 2. Fetch the tokens; a program would ask again every few seconds.',
        fetchTokens(facts, [
          `-d grant_type=${DEVICE_GRANT}`,
          '--data-urlencode "device_code=$(echo "$DEVICE" | jq -r .device_code)"',
        ]),
      ];
    case 'token-exchange':
      return [
        '# The access token that your service was called with, for one of its own.',
        fetchTokens(facts, [
          `-d grant_type=${EXCHANGE_GRANT}`,
          '--data-urlencode "subject_token=$SUBJECT_TOKEN"',
          `-d subject_token_type=${ACCESS_TOKEN_TYPE}`,
          ...(hasActor(facts)
            ? ['--data-urlencode "actor_token=$ACTOR_TOKEN"', `-d actor_token_type=${ACCESS_TOKEN_TYPE}`]
            : []),
          ...listTargets(facts).map(([name, value]) => `--data-urlencode ${quote(`${name}=${value}`)}`),
          ...scopeOf(facts),
        ]),
      ];
    case 'jwt-bearer':
      return [
        '# A JWT that the trusted issuer has signed; a new one each time.',
        fetchTokens(facts, [
          `-d grant_type=${JWT_GRANT}`,
          '--data-urlencode "assertion=$ASSERTION"',
          ...scopeOf(facts),
        ]),
      ];
    case 'saml-bearer':
      return [
        '# The signed XML; it travels in base64url (RFC 7522 §2.1).',
        String.raw`ENCODED=$(printf %s "$ASSERTION" | openssl base64 | tr '+/' '-_' | tr -d '=\n')`,
        fetchTokens(facts, [`-d grant_type=${SAML_GRANT}`, '-d "assertion=$ENCODED"', ...scopeOf(facts)]),
      ];
    case 'password':
      return [
        '# Legacy, and forbidden by RFC 9700 §2.4: move to the authorization code.',
        fetchTokens(facts, [
          '-d grant_type=password',
          '--data-urlencode "username=$USER_NAME"',
          '--data-urlencode "password=$USER_PASSWORD"',
          ...scopeOf(facts),
        ]),
      ];
  }
}

const writeLogOut = ({ issuer, client, postLogoutUri }: SnippetFacts): string =>
  `${issuer}/oauth2/end-session?${new URLSearchParams({
    client_id: client.clientId,
    ...(postLogoutUri !== '' && { post_logout_redirect_uri: postLogoutUri }),
  }).toString()}`;

function end(facts: SnippetFacts): readonly string[] {
  const { method, url, body } = callOf(facts);
  const call = join(`curl -sS ${method === 'GET' ? '' : `-X ${method} `}${quote(url)}`, [
    `-H "Authorization: ${isProven(facts) ? 'DPoP' : 'Bearer'} $ACCESS_TOKEN"`,
    ...(isProven(facts) ? [`-H "DPoP: $(proof ${method} ${quote(url)} "$ACCESS_TOKEN")"`] : []),
    ...(body === '' ? [] : ["-H 'Content-Type: application/json'", `-d ${quote(body)}`]),
  ]);
  const token = '--data-urlencode "token=$ACCESS_TOKEN"';
  switch (facts.flow) {
    case 'introspection':
      return ['# What is it worth?', post(facts, '/oauth2/introspect', [token])];
    case 'revocation':
      return ['# Give it back.', post(facts, '/oauth2/revoke', [token])];
    case 'refresh':
      return [
        '# The next access token; keep the new refresh token.',
        post(facts, '/oauth2/token', [
          ...listProofHeader(facts),
          '-d grant_type=refresh_token',
          '--data-urlencode "refresh_token=$(echo "$TOKENS" | jq -r .refresh_token)"',
        ]),
      ];
    case 'log-out':
      return [
        '# Open this in the browser of your user: it signs them out here too.',
        `echo "${writeLogOut(facts)}&id_token_hint=$(echo "$TOKENS" | jq -r .id_token)"`,
      ];
    default:
      return ['# Call the API.', call];
  }
}

/** For a shell with curl and jq. */
export const writeCurl = (facts: SnippetFacts): readonly Snippet[] => [
  {
    id: 'shell',
    text: [...(isProven(facts) ? PROOF_FUNCTIONS : []), ...obtain(facts), '', ...end(facts)].join('\n'),
  },
];
