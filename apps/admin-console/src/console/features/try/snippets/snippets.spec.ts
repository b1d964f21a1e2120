import { spawnSync } from 'node:child_process';
import { SourceTextModule } from 'node:vm';
import type { ClientDetail } from '@gatehouse/dto';
import { parse } from 'yaml';
import { FLOW_IDS, type FlowId } from '../flows/flows';
import { clientOf } from '../testing';
import { quote, writeCurl } from './curl';
import { writeJavaScript } from './javascript';
import { writePython } from './python';
import { listVariables, type SnippetFacts } from './snippet';
import { writeSpring } from './spring';

const WRITERS = { curl: writeCurl, javascript: writeJavaScript, spring: writeSpring, python: writePython };

const factsOf = (flow: FlowId, changes: Partial<ClientDetail> = {}): SnippetFacts => ({
  issuer: 'https://login.example',
  client: clientOf(changes),
  flow,
  scopes: ['photos', 'albums'],
  redirectUri: 'https://shop.example/callback?a=1',
  postLogoutUri: '',
  apiCall: { method: 'GET', url: 'https://api.example/photos', body: '' },
});

const write = (writer: keyof typeof WRITERS, facts: SnippetFacts): string =>
  WRITERS[writer](facts)
    .map(({ text }) => text)
    .join('\n');

describe.each(Object.keys(WRITERS) as (keyof typeof WRITERS)[])('%s', (writer) => {
  it.each(FLOW_IDS.filter((id) => id !== 'device'))(
    'names issuer, client and scopes, and no secret, for %s',
    (flow) => {
      const text = write(writer, factsOf(flow));
      for (const part of ['https://login.example', 'shop-1', 'photos', 'albums', 'CLIENT_SECRET'])
        expect(text).toContain(part);
      expect(text).not.toContain('undefined');
    },
  );

  it('names the redirect URI where a browser comes back, and the API that is called', () => {
    const text = write(writer, factsOf('authorization-code'));
    const redirectUri = 'https://shop.example/callback?a=1';
    expect(text.includes(redirectUri) || text.includes(encodeURIComponent(redirectUri))).toBe(true);
    expect(text).toContain('https://api.example/photos');
  });

  it('asks no public client for a secret', () => {
    const client = {
      type: 'public',
      tokenEndpointAuthMethod: 'none',
      grantTypes: ['authorization_code'],
    } as const;
    expect(write(writer, factsOf('authorization-code', client))).not.toContain('CLIENT_SECRET');
  });
});

/** Every way in which a client can be registered, with every flow. */
const VARIANTS: readonly SnippetFacts[] = FLOW_IDS.flatMap((flow) =>
  (
    [
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
      'none',
      'tls_client_auth',
    ] as const
  ).flatMap((tokenEndpointAuthMethod) => [
    factsOf(flow, { tokenEndpointAuthMethod }),
    factsOf(flow, { tokenEndpointAuthMethod, requiresPushedRequest: true, dpopBoundAccessTokens: true }),
    {
      ...factsOf(flow, { tokenEndpointAuthMethod, clientId: `it's "odd" \\` }),
      scopes: [],
      apiCall: {
        method: 'POST',
        url: 'https://api.example/it\'s?a="b"',
        body: '{"a":"it\\u0027s"}',
      } as const,
    },
  ]),
);

describe('what is written is in its language', () => {
  it('JavaScript', () => {
    for (const facts of VARIANTS)
      // Its constructor parses; nothing is linked or run.
      expect(() => new SourceTextModule(write('javascript', facts))).not.toThrow();
  });

  it('a shell’s', () => {
    const script = VARIANTS.map((facts) => write('curl', facts)).join('\n');
    const { status, stderr } = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('Python, as Python itself says where there is one, and else with its brackets and quotes closed', () => {
    for (const facts of VARIANTS) {
      const code = write('python', facts);
      const bare = code.replaceAll(/#.*|f?"(?:[^"\\]|\\.)*"/g, '');
      expect(bare).not.toMatch(/["']/);
      for (const pair of ['()', '{}', '[]'])
        expect([...bare].filter((one) => one === pair[0])).toHaveLength(
          [...bare].filter((one) => one === pair[1]).length,
        );
    }
    const input = JSON.stringify(VARIANTS.map((facts) => write('python', facts)));
    const program = 'import ast, json, sys\nfor code in json.load(sys.stdin): ast.parse(code)';
    const { error, status, stderr } = spawnSync('python3', ['-c', program], { input, encoding: 'utf8' });
    // No Python here: what could be seen without one was seen above.
    const isMissing = (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
    expect({ status: isMissing ? 0 : status, stderr: isMissing ? '' : stderr }).toEqual({
      status: 0,
      stderr: '',
    });
  });

  it('YAML that says what the client is', () => {
    const yamlOf = (facts: SnippetFacts): unknown => parse(writeSpring(facts)[0]?.text ?? '');
    const registrationOf = (facts: SnippetFacts): unknown =>
      (
        yamlOf(facts) as {
          spring: { security: { oauth2: { client: { registration: { gatehouse: unknown } } } } };
        }
      ).spring.security.oauth2.client.registration.gatehouse;
    expect(yamlOf(factsOf('authorization-code'))).toEqual({
      spring: {
        security: {
          oauth2: {
            client: {
              registration: {
                gatehouse: {
                  provider: 'gatehouse',
                  'client-id': 'shop-1',
                  'client-secret': '${CLIENT_SECRET}',
                  'client-authentication-method': 'client_secret_basic',
                  'authorization-grant-type': 'authorization_code',
                  'redirect-uri': 'https://shop.example/callback?a=1',
                  scope: ['photos', 'albums'],
                },
              },
              provider: { gatehouse: { 'issuer-uri': 'https://login.example' } },
            },
          },
        },
      },
    });
    expect(
      registrationOf(factsOf('client-credentials', { tokenEndpointAuthMethod: 'client_secret_post' })),
    ).toMatchObject({
      'client-authentication-method': 'client_secret_post',
      'authorization-grant-type': 'client_credentials',
    });
    const byHand = ['device', 'saml-bearer', 'password', 'introspection'];
    for (const facts of VARIANTS.filter(({ flow }) => !byHand.includes(flow)))
      expect(registrationOf(facts)).toMatchObject({ 'client-id': facts.client.clientId });
  });
});

it.each([
  ['token-exchange', ['SUBJECT_TOKEN']],
  ['jwt-bearer', ['ASSERTION']],
  ['saml-bearer', ['ASSERTION']],
  ['password', ['USER_NAME', 'USER_PASSWORD']],
] as const)('%s reads what is secret from the environment, and says so', (flow, names) => {
  expect(listVariables(factsOf(flow))).toEqual(['CLIENT_SECRET', ...names]);
  for (const writer of ['curl', 'javascript', 'python'] as const)
    for (const name of names) expect(write(writer, factsOf(flow))).toContain(name);
});

it('Spring Boot’s resource server is what introspects', () => {
  const [yaml, java] = writeSpring(factsOf('introspection'));
  expect(parse(yaml?.text ?? '')).toEqual({
    spring: {
      security: {
        oauth2: {
          resourceserver: {
            opaquetoken: {
              'introspection-uri': 'https://login.example/oauth2/introspect',
              'client-id': 'shop-1',
              'client-secret': '${CLIENT_SECRET}',
            },
          },
        },
      },
    },
  });
  expect(java?.text).toContain('hasAnyAuthority("SCOPE_photos", "SCOPE_albums")');
});

it('Spring Boot sends a challenge with every request, wherever the browser comes back', () => {
  for (const flow of ['authorization-code', 'refresh', 'log-out'] as const) {
    const text = write('spring', factsOf(flow));
    expect(text).toContain('OAuth2AuthorizationRequestCustomizers.withPkce()');
    expect(text).toContain('.authorizationRequestResolver(requests)');
  }
  expect(write('spring', factsOf('log-out'))).toContain('.baseUri("/callback")');
  expect(write('spring', factsOf('client-credentials'))).not.toContain('withPkce');
});

it.each([
  [undefined, 'ES256'],
  ['PS256', 'PS256'],
] as const)('Spring Boot verifies ID tokens by the algorithm of the client: %s', (algorithm, expected) => {
  const changes = algorithm === undefined ? {} : { idTokenSigningAlgorithm: algorithm };
  expect(write('spring', factsOf('log-out', changes))).toContain(`SignatureAlgorithm.from("${expected}")`);
});

it('Spring Boot presents the assertion that it was given, and exchanges the access token of its caller', () => {
  expect(write('spring', factsOf('jwt-bearer'))).toContain('withTokenValue(System.getenv("ASSERTION"))');
  const [yaml, java] = writeSpring(factsOf('token-exchange'));
  expect(parse(yaml?.text ?? '')).toMatchObject({
    spring: { security: { oauth2: { resourceserver: { opaquetoken: { 'client-id': 'shop-1' } } } } },
  });
  for (const part of ['.opaqueToken(', 'setSubjectTokenResolver(context ->'])
    expect(java?.text).toContain(part);
});

it('a client that has to push its requests, or to prove its key, does so in each language', () => {
  const bound = factsOf('authorization-code', { requiresPushedRequest: true, dpopBoundAccessTokens: true });
  for (const writer of Object.keys(WRITERS) as (keyof typeof WRITERS)[]) {
    expect(write(writer, bound)).toMatch(/\/oauth2\/par|WithPAR/);
    expect(write(writer, bound)).toContain('DPoP');
    expect(write(writer, factsOf('authorization-code'))).not.toMatch(/DPoP|\/oauth2\/par|WithPAR/);
  }
});

it('an exchange names who acts and for whom, and keeps the actor token out of the code', () => {
  const facts = {
    ...factsOf('token-exchange'),
    exchange: { hasActor: true, resource: 'https://api.example/photos', audience: '' },
  };
  expect(listVariables(facts)).toEqual(['CLIENT_SECRET', 'SUBJECT_TOKEN', 'ACTOR_TOKEN']);
  for (const writer of ['curl', 'javascript', 'python'] as const) {
    for (const part of ['ACTOR_TOKEN', 'actor_token_type', 'resource', 'https://api.example/photos'])
      expect(write(writer, facts)).toContain(part);
    expect(write(writer, facts)).not.toContain('audience');
  }
  const java = write('spring', facts);
  for (const part of ['System.getenv("ACTOR_TOKEN")', '"resource", "https://api.example/photos"'])
    expect(java).toContain(part);
  expect(java).not.toContain('"audience"');
});

it('a log-out names the address that it comes back to', () => {
  const facts = { ...factsOf('log-out'), postLogoutUri: 'https://shop.example/bye' };
  for (const writer of Object.keys(WRITERS) as (keyof typeof WRITERS)[])
    expect(write(writer, facts)).toMatch(/https:\/\/shop\.example\/bye|https%3A%2F%2Fshop\.example%2Fbye/);
});

it('no text gets out of its quotes', () => {
  expect(quote("it's; rm -rf ~")).toBe(String.raw`'it'\''s; rm -rf ~'`);
  const facts = {
    ...factsOf('client-credentials'),
    apiCall: { method: 'GET', url: "https://a.example/'$(x)", body: '' },
  } as const;
  expect(write('curl', facts)).toContain(String.raw`'https://a.example/'\''$(x)'`);
  expect(write('javascript', facts)).toContain(String.raw`'https://a.example/\'$(x)'`);
});
