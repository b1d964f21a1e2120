import fc from 'fast-check';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf } from '../fixtures/browser.js';
import { basic, makePkce, obtainTokens, type Tokens } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

/*
 * Whatever is sent to an endpoint of the protocol, as any parameter: it answers with a refusal or an answer of its own,
 * never with a failure, and says no secret in a log.
 */

const ROUNDS = 150;
const MARKER = 'do-not-log-me';

let stage: Stage;
let client: TestClient;
let tokens: Tokens;
let cookie: string;

beforeAll(async () => {
  stage = await openStage();
  client = await registerClient(stage.admin, {
    allowedScopes: ['openid', 'profile', 'photos'],
    settings: {
      profile: 'legacy',
      grantTypes: [
        'authorization_code',
        'refresh_token',
        'client_credentials',
        'password',
        'implicit',
        'urn:ietf:params:oauth:grant-type:device_code',
        'urn:ietf:params:oauth:grant-type:token-exchange',
        'urn:ietf:params:oauth:grant-type:jwt-bearer',
        'urn:ietf:params:oauth:grant-type:saml2-bearer',
      ],
      responseTypes: ['code', 'code id_token', 'token'],
    },
  });
  const browser = createBrowserOf(stage);
  tokens = await obtainTokens(stage, { client, browser, scope: 'openid photos' });
  cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
});
afterAll(stopAllGatehouses);

const VALUES = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '%',
    '%00',
    '../../etc/passwd',
    '{"$ne":null}',
    "' OR 1=1 --",
    '<script>alert(1)</script>',
    'a'.repeat(3000),
    'eyJhbGciOiJub25lIn0.e30.',
    'a.b.c',
    'a.b.c.d.e',
    '[]',
    '{}',
    'null',
    '-1',
    '1e400',
    '__proto__',
    'constructor',
    'http://127.0.0.1:1/',
    'javascript:alert(1)',
    '\u202e\ufeff\ud800',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.json({ maxDepth: 2 }),
);

/** Some of the parameters, changed or taken away; the others as in a valid request. */
const changesOf = (names: readonly string[]): fc.Arbitrary<Record<string, string | undefined>> =>
  fc.dictionary(fc.constantFrom(...names), fc.option(VALUES, { nil: undefined }), { minKeys: 1, maxKeys: 4 });

const encode = (parameters: Record<string, string | undefined>): string =>
  Object.entries(parameters)
    .flatMap(([name, value]) =>
      value === undefined
        ? []
        : [`${encodeURIComponent(name)}=${encodeURIComponent(Buffer.from(value).toString())}`],
    )
    .join('&');

const AUTHORIZE = [
  ...['response_type', 'response_mode', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce', 'prompt'],
  ...['max_age', 'login_hint', 'acr_values', 'claims', 'ui_locales', 'id_token_hint', 'resource', 'request'],
  ...['request_uri', 'code_challenge', 'code_challenge_method', 'display', 'surprise'],
];
const TOKEN = [
  ...[
    'grant_type',
    'code',
    'redirect_uri',
    'code_verifier',
    'refresh_token',
    'scope',
    'resource',
    'username',
  ],
  ...[
    'password',
    'assertion',
    'device_code',
    'subject_token',
    'subject_token_type',
    'actor_token',
    'audience',
  ],
  ...['actor_token_type', 'requested_token_type', 'client_id', 'client_secret', 'client_assertion'],
  ...['client_assertion_type', 'surprise'],
];
const GRANTS = [
  ...['authorization_code', 'refresh_token', 'client_credentials', 'password'],
  ...['device_code', 'token-exchange', 'jwt-bearer', 'saml2-bearer'].map(
    (name) => `urn:ietf:params:oauth:grant-type:${name}`,
  ),
];

async function post(path: string, body: string, authorization: string | undefined): Promise<number> {
  const response = await fetch(stage.gatehouse.authUrl + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(authorization !== undefined && { authorization }),
    },
    body,
  });
  await response.text();
  return response.status;
}

const own = (): string => basic(client.clientId, client.clientSecret ?? '');

afterEach(() => {
  const logs = stage.gatehouse.logs();
  expect(logs).not.toMatch(/unhandled rejection|request failed/);
  for (const secret of [client.clientSecret ?? '', tokens.access_token, tokens.refresh_token, MARKER])
    expect(logs).not.toContain(secret);
});

describe('whatever comes', () => {
  it('the authorization endpoint shows an error or sends one to the client', async () => {
    const valid = {
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: client.redirectUri,
      scope: 'openid photos',
      state: 's',
      code_challenge: makePkce().challenge,
      code_challenge_method: 'S256',
    };
    await fc.assert(
      fc.asyncProperty(changesOf(AUTHORIZE), fc.boolean(), async (changes, isSignedIn) => {
        const response = await fetch(
          `${stage.gatehouse.authUrl}/oauth2/authorize?${encode({ ...valid, ...changes })}`,
          { redirect: 'manual', headers: isSignedIn ? { cookie } : {} },
        );
        await response.text();
        expect([200, 303, 400, 431]).toContain(response.status);
      }),
      { numRuns: ROUNDS },
    );
  }, 60_000);

  it('the token endpoint refuses', async () => {
    const valid = { code: MARKER, refresh_token: MARKER, password: MARKER, code_verifier: MARKER };
    await fc.assert(
      fc.asyncProperty(changesOf(TOKEN), fc.constantFrom(...GRANTS), async (changes, grant) => {
        const body = encode({ ...valid, grant_type: grant, ...changes });
        expect([200, 400, 401, 503]).toContain(await post('/oauth2/token', body, own()));
      }),
      { numRuns: ROUNDS },
    );
  }, 60_000);

  it.each(['/oauth2/introspect', '/oauth2/revoke', '/oauth2/device_authorization'])(
    '%s answers or refuses',
    async (path) => {
      const names = ['token', 'token_type_hint', 'scope', 'client_id', 'client_assertion', 'surprise'];
      await fc.assert(
        fc.asyncProperty(changesOf(names), fc.option(VALUES, { nil: undefined }), async (changes, header) => {
          const authorization = header?.replace(/[^\x21-\x7e]/g, '') ?? own();
          const body = encode({ token: MARKER, ...changes });
          expect([200, 400, 401]).toContain(await post(path, body, authorization));
        }),
        { numRuns: ROUNDS },
      );
    },
    60_000,
  );

  it.each(['/oauth2/userinfo', '/oauth2/tokeninfo'])(
    '%s challenges',
    async (path) => {
      await fc.assert(
        fc.asyncProperty(VALUES, fc.constantFrom('Bearer', 'bearer', 'Basic', ''), async (value, scheme) => {
          const authorization = `${scheme} ${value.replace(/[^\x20-\x7e]/g, '')}`.trim();
          const response = await fetch(stage.gatehouse.authUrl + path, { headers: { authorization } });
          await response.text();
          expect([400, 401]).toContain(response.status);
          expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
        }),
        { numRuns: ROUNDS },
      );
    },
    60_000,
  );

  it('the end of a session shows an error, asks, or goes where it may', async () => {
    const names = [
      'id_token_hint',
      'client_id',
      'post_logout_redirect_uri',
      'state',
      'confirm',
      'logout_hint',
    ];
    await fc.assert(
      fc.asyncProperty(changesOf(names), async (changes) => {
        const response = await fetch(`${stage.gatehouse.authUrl}/oauth2/end-session?${encode(changes)}`, {
          redirect: 'manual',
        });
        await response.text();
        expect([200, 303, 400]).toContain(response.status);
      }),
      { numRuns: ROUNDS },
    );
  }, 60_000);
});
