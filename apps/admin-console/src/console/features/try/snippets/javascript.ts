import { ACCESS_TOKEN_TYPE, EXCHANGE_GRANT, JWT_GRANT, SAML_GRANT } from '../flows/grants';
import {
  callOf,
  findObtaining,
  findProofNote,
  hasActor,
  isProven,
  listTargets,
  type Snippet,
  type SnippetFacts,
  usesSecret,
} from './snippet';

const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;

const PROOFS: Readonly<Record<string, string>> = {
  client_secret_basic: 'client.ClientSecretBasic(process.env.CLIENT_SECRET)',
  client_secret_post: 'client.ClientSecretPost(process.env.CLIENT_SECRET)',
  client_secret_jwt: 'client.ClientSecretJwt(process.env.CLIENT_SECRET)',
  private_key_jwt: 'client.PrivateKeyJwt(privateKey) /* a CryptoKey of yours */',
  none: 'client.None()',
};

function writeConfiguration(facts: SnippetFacts): readonly string[] {
  const { issuer, client } = facts;
  const proof =
    PROOFS[client.tokenEndpointAuthMethod] ?? 'client.TlsClientAuth() /* with client.customFetch */';
  // openid-client refuses plain http unless it is told.
  const options = issuer.startsWith('http:')
    ? "{ algorithm: 'oauth2', execute: [client.allowInsecureRequests] }"
    : "{ algorithm: 'oauth2' }";
  return [
    ...(findObtaining(facts) === 'authorization-code'
      ? ["import { createInterface } from 'node:readline/promises';"]
      : []),
    "import * as client from 'openid-client';",
    '',
    'const config = await client.discovery(',
    `  new URL(${text(issuer)}),`,
    `  ${text(client.clientId)},`,
    '  {},',
    `  ${proof},`,
    `  ${options},`,
    ');',
    ...(isProven(facts)
      ? [
          '// Its access tokens are bound to this key (RFC 9449); keep it for as long as they live.',
          'const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());',
        ]
      : []),
    '',
  ];
}

const scopeLine = ({ scopes }: SnippetFacts): string =>
  scopes.length === 0 ? '' : `  scope: ${text(scopes.join(' '))},`;

/** A grant that openid-client has no function of its own for. */
const request = (facts: SnippetFacts, grant: string, parameters: readonly string[]): readonly string[] => [
  `const tokens = await client.genericGrantRequest(config, ${text(grant)}, {`,
  ...parameters,
  isProven(facts) ? '}, { DPoP });' : '});',
];

function obtainByCode(facts: SnippetFacts, withScope: readonly string[]): readonly string[] {
  return [
    '// A web site keeps both in the session of the browser.',
    'const codeVerifier = client.randomPKCECodeVerifier();',
    'const state = client.randomState();',
    ...(facts.client.requiresPushedRequest
      ? [
          '// Pushed: the address has the name of the request alone (RFC 9126).',
          'const location = await client.buildAuthorizationUrlWithPAR(config, {',
        ]
      : ['const location = client.buildAuthorizationUrl(config, {']),
    `  redirect_uri: ${text(facts.redirectUri)},`,
    ...withScope,
    '  state,',
    '  code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),',
    "  code_challenge_method: 'S256',",
    '});',
    "console.log('Open', location.href);",
    'const terminal = createInterface({ input: process.stdin, output: process.stdout });',
    "const currentUrl = new URL(await terminal.question('Where did it come back to? '));",
    'terminal.close();',
    'const tokens = await client.authorizationCodeGrant(config, currentUrl, {',
    '  pkceCodeVerifier: codeVerifier,',
    '  expectedState: state,',
    isProven(facts) ? '}, undefined, { DPoP });' : '});',
  ];
}

function obtain(facts: SnippetFacts): readonly string[] {
  const scope = scopeLine(facts);
  const withScope = scope === '' ? [] : [scope];
  switch (findObtaining(facts)) {
    case 'client-credentials':
      return isProven(facts)
        ? ['const tokens = await client.clientCredentialsGrant(config, {', ...withScope, '}, { DPoP });']
        : scope === ''
          ? ['const tokens = await client.clientCredentialsGrant(config);']
          : ['const tokens = await client.clientCredentialsGrant(config, {', scope, '});'];
    case 'device':
      return [
        `const device = await client.initiateDeviceAuthorization(config, {${scope.trim() === '' ? '' : ` ${scope.trim().replace(/,$/, '')} `}});`,
        'console.log(`Open ${device.verification_uri} and type ${device.user_code}`);',
        `const tokens = await client.pollDeviceAuthorizationGrant(config, device${isProven(facts) ? ', undefined, { DPoP }' : ''});`,
      ];
    case 'authorization-code':
      return obtainByCode(facts, withScope);
    case 'token-exchange':
      return [
        '// The access token that your service was called with, for one of its own.',
        ...request(facts, EXCHANGE_GRANT, [
          '  subject_token: process.env.SUBJECT_TOKEN,',
          `  subject_token_type: ${text(ACCESS_TOKEN_TYPE)},`,
          ...(hasActor(facts)
            ? ['  actor_token: process.env.ACTOR_TOKEN,', `  actor_token_type: ${text(ACCESS_TOKEN_TYPE)},`]
            : []),
          ...listTargets(facts).map(([name, value]) => `  ${name}: ${text(value)},`),
          ...withScope,
        ]),
      ];
    case 'jwt-bearer':
      return [
        '// A JWT that the trusted issuer has signed; a new one each time.',
        ...request(facts, JWT_GRANT, ['  assertion: process.env.ASSERTION,', ...withScope]),
      ];
    case 'saml-bearer':
      return [
        '// The signed XML; it travels in base64url (RFC 7522 §2.1).',
        ...request(facts, SAML_GRANT, [
          "  assertion: Buffer.from(process.env.ASSERTION).toString('base64url'),",
          ...withScope,
        ]),
      ];
    case 'password':
      return [
        '// Legacy, and forbidden by RFC 9700 §2.4: move to the authorization code.',
        ...request(facts, 'password', [
          '  username: process.env.USER_NAME,',
          '  password: process.env.USER_PASSWORD,',
          ...withScope,
        ]),
      ];
  }
}

function end(facts: SnippetFacts): readonly string[] {
  const { method, url, body } = callOf(facts);
  switch (facts.flow) {
    case 'introspection':
      return ['console.log(await client.tokenIntrospection(config, tokens.access_token));'];
    case 'revocation':
      return ['await client.tokenRevocation(config, tokens.access_token);', "console.log('Revoked.');"];
    case 'refresh':
      return [
        '// Keep the new refresh token, and forget the one before.',
        `const next = await client.refreshTokenGrant(config, tokens.refresh_token${isProven(facts) ? ', undefined, { DPoP }' : ''});`,
        "console.log('The next access token is good for', next.expires_in, 'seconds.');",
      ];
    case 'log-out':
      return [
        '// Send the browser of your user there: it signs them out here too.',
        'const farewell = client.buildEndSessionUrl(config, {',
        '  id_token_hint: tokens.id_token,',
        ...(facts.postLogoutUri === '' ? [] : [`  post_logout_redirect_uri: ${text(facts.postLogoutUri)},`]),
        '});',
        "console.log('Log out at', farewell.href);",
      ];
    default:
      return [
        'const answer = await client.fetchProtectedResource(',
        '  config,',
        '  tokens.access_token,',
        `  new URL(${text(url)}),`,
        `  ${text(method)},`,
        ...(body === ''
          ? isProven(facts)
            ? ['  undefined,', '  undefined,']
            : []
          : [`  ${text(body)},`, "  new Headers({ 'content-type': 'application/json' }),"]),
        ...(isProven(facts) ? ['  { DPoP },'] : []),
        ');',
        'console.log(answer.status, await answer.text());',
      ];
  }
}

/** For Node.js, with openid-client 6. */
export function writeJavaScript(facts: SnippetFacts): readonly Snippet[] {
  const note = findProofNote(facts);
  return [
    {
      id: 'openid-client',
      text: [
        ...(note === undefined || usesSecret(facts.client) ? [] : [`// ${note}`]),
        ...writeConfiguration(facts),
        ...obtain(facts),
        '',
        ...end(facts),
      ].join('\n'),
    },
  ];
}
