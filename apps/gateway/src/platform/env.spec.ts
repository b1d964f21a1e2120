import { EnvError, readEnv } from './env.js';

const VALID = {
  DATABASE_URL: 'postgres://gatehouse:pw@localhost:5432/gatehouse',
  GATEHOUSE_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
};

function findProblems(changes: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readEnv({ ...VALID, ...changes });
    return [];
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return error.problems;
  }
}

describe('the environment', () => {
  it('needs a database and a master key, and has a default for everything else', () => {
    const env = readEnv(VALID);
    expect(env).toMatchObject({
      roles: new Set(['auth', 'gateway', 'admin']),
      host: '127.0.0.1',
      authPort: 4000,
      issuer: 'http://localhost:4000',
      gatewayUrl: 'http://localhost:4001',
      adminUrl: 'http://localhost:4002',
      codeSeconds: 60,
      refreshGraceSeconds: 10,
      setupClientSecret: '',
      trustedProxies: [],
      allowsPrivateAddresses: false,
      logLevel: 'info',
    });
    expect(env.masterKey).toEqual(Buffer.alloc(32, 1));
  });

  it('takes the settings of OpenTelemetry as its specification has them', () => {
    const traces = (changes: Readonly<Record<string, string>>) => readEnv({ ...VALID, ...changes }).traces;
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };
    expect(traces({}).url).toBe('');
    expect(traces(endpoint).url).toBe('http://collector:4318/v1/traces');
    expect(traces({ ...endpoint, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://other/x' }).url).toBe(
      'http://other/x',
    );
    expect(traces({ ...endpoint, OTEL_SDK_DISABLED: 'true' }).url).toBe('');
    expect(traces({ OTEL_EXPORTER_OTLP_HEADERS: 'a=1%2C2, b=3' }).headers).toEqual({ a: '1,2', b: '3' });
    expect(findProblems({ OTEL_EXPORTER_OTLP_HEADERS: 'secret-without-a-name' })).toEqual([
      'OTEL_EXPORTER_OTLP_HEADERS must be name=value, separated by commas, each value percent-encoded',
    ]);
    expect(findProblems({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toHaveLength(1);
    expect(findProblems({ OTEL_TRACES_SAMPLER: 'sometimes', OTEL_TRACES_SAMPLER_ARG: '2' })).toHaveLength(2);
  });

  it('takes several master keys to open with, 32 bytes each', () => {
    const keys = [Buffer.alloc(32, 2), Buffer.alloc(32, 3)];
    const text = keys.map((key) => key.toString('base64')).join(', ');
    expect(readEnv(VALID).previousMasterKeys).toEqual([]);
    expect(readEnv({ ...VALID, GATEHOUSE_PREVIOUS_MASTER_KEYS: text }).previousMasterKeys).toEqual(keys);
    const problems = findProblems({ GATEHOUSE_PREVIOUS_MASTER_KEYS: `${text},short` });
    expect(problems.join()).toMatch(/^GATEHOUSE_PREVIOUS_MASTER_KEYS must be 32 bytes/);
    expect(problems.join()).not.toContain('short');
  });

  it('takes a switch as true or false alone', () => {
    expect(readEnv({ ...VALID, GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' }).allowsPrivateAddresses).toBe(
      true,
    );
    expect(findProblems({ GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'yes' })).toEqual([
      'GATEHOUSE_ALLOW_PRIVATE_ADDRESSES must be true or false, not "yes"',
    ]);
  });

  it.each([
    ['https://signer.example/v1/', 'https://signer.example/v1'],
    ['http://localhost:9000', 'http://localhost:9000'],
    ['http://[::1]:9000/', 'http://[::1]:9000'],
  ])('takes an outside signer at %s', (url, expected) => {
    const signer = { GATEHOUSE_SIGNER_URL: url, GATEHOUSE_SIGNER_TOKEN: 'x'.repeat(22) };
    expect(readEnv({ ...VALID, ...signer }).signerUrl).toBe(expected);
  });

  it('takes no outside signer over a plain network, nor one that everybody may ask', () => {
    const GATEHOUSE_SIGNER_TOKEN = 'x'.repeat(22);
    for (const GATEHOUSE_SIGNER_URL of [
      'http://signer.example',
      'http://10.0.0.1',
      'ftp://localhost',
      'signer',
    ])
      expect(findProblems({ GATEHOUSE_SIGNER_URL, GATEHOUSE_SIGNER_TOKEN })).toHaveLength(1);
    expect(findProblems({ GATEHOUSE_SIGNER_URL: 'https://signer.example' })).toEqual([
      'GATEHOUSE_SIGNER_TOKEN is required with GATEHOUSE_SIGNER_URL',
    ]);
  });

  it('knows the algorithms that it signs with', () => {
    expect(readEnv({ ...VALID, GATEHOUSE_SIGNING_ALGORITHM: 'PS256' }).signingAlgorithm).toBe('PS256');
    expect(findProblems({ GATEHOUSE_SIGNING_ALGORITHM: 'HS256' })).toEqual([
      'GATEHOUSE_SIGNING_ALGORITHM must be one of ES256, RS256, PS256, EdDSA',
    ]);
  });

  it('has no default secret', () => {
    expect(findProblems({ DATABASE_URL: undefined, GATEHOUSE_MASTER_KEY: undefined })).toEqual([
      'DATABASE_URL is required',
      'GATEHOUSE_MASTER_KEY is required',
    ]);
  });

  it('moves the public origins with the ports, unless they are set', () => {
    const env = readEnv({
      ...VALID,
      GATEHOUSE_AUTH_PORT: '5000',
      GATEHOUSE_ADMIN_URL: 'https://console.example/',
    });
    expect(env.issuer).toBe('http://localhost:5000');
    expect(env.adminUrl).toBe('https://console.example');
  });

  it('reports all problems at once', () => {
    const problems = findProblems({
      GATEHOUSE_AUTH_PORT: 'abc',
      GATEHOUSE_ROLES: 'auth,cook',
      GATEHOUSE_CODE_SECONDS: '601',
      GATEHOUSE_LOG_LEVEL: 'loud',
      GATEHOUSE_MASTER_KEY: 'short',
    });
    expect(problems.map((problem) => problem.split(' ')[0]).toSorted()).toEqual([
      'GATEHOUSE_AUTH_PORT',
      'GATEHOUSE_CODE_SECONDS',
      'GATEHOUSE_LOG_LEVEL',
      'GATEHOUSE_MASTER_KEY',
      'GATEHOUSE_ROLES',
    ]);
  });

  it('refuses a name that begins with GATEHOUSE_ and is no setting: a misspelling would be silent', () => {
    expect(findProblems({ GATEHOUSE_CODE_SECOND: '60' })).toEqual([
      'GATEHOUSE_CODE_SECOND is not a setting; is it misspelt?',
    ]);
  });

  it('leaves other names alone', () => {
    expect(
      findProblems({ PATH: '/usr/bin', GATEHOUSE_DATA_DIR: '.data', GATEHOUSE_POSTGRES_PORT: '54329' }),
    ).toEqual([]);
  });

  it.each([
    ['GATEHOUSE_AUTH_PORT', '65536'],
    ['GATEHOUSE_AUTH_PORT', '-1'],
    ['GATEHOUSE_AUTH_PORT', '40.5'],
    ['GATEHOUSE_CODE_SECONDS', '4'],
    ['GATEHOUSE_ISSUER', 'id.example'],
    ['GATEHOUSE_ISSUER', 'ftp://id.example'],
    ['GATEHOUSE_ISSUER', 'https://id.example/path'],
    ['GATEHOUSE_ISSUER', 'https://id.example?x'],
    ['DATABASE_URL', 'mysql://localhost/gatehouse'],
    ['GATEHOUSE_ROLES', ','],
    ['GATEHOUSE_MASTER_KEY', Buffer.alloc(31).toString('base64')],
    ['GATEHOUSE_MASTER_KEY', Buffer.alloc(32).toString('hex')],
    ['GATEHOUSE_SETUP_CLIENT_SECRET', 'x'.repeat(21)],
  ])('refuses %s=%s', (name, value) => {
    expect(findProblems({ [name]: value })).toEqual([expect.stringContaining(name)]);
  });

  it('repeats no secret in what it reports', () => {
    const secret = 'hunter2-hunter2';
    const report = findProblems({
      DATABASE_URL: `mysql://u:${secret}@localhost/x`,
      GATEHOUSE_MASTER_KEY: secret,
      GATEHOUSE_SETUP_CLIENT_SECRET: secret,
    });
    expect(report).toHaveLength(3);
    expect(report.join()).not.toContain(secret);
  });

  it('takes an empty text for none', () => {
    expect(readEnv({ ...VALID, GATEHOUSE_LOG_LEVEL: ' ' }).logLevel).toBe('info');
  });
});

describe('TLS of the gateway', () => {
  const files = {
    GATEHOUSE_GATEWAY_TLS_KEY_FILE: '/tls.key',
    GATEHOUSE_GATEWAY_TLS_CERTIFICATE_FILE: '/tls.crt',
  };

  it('makes its origin https, unless another one is given', () => {
    expect(readEnv({ ...VALID, ...files }).gatewayUrl).toBe('https://localhost:4001');
    const url = 'https://api.example';
    expect(readEnv({ ...VALID, ...files, GATEHOUSE_GATEWAY_URL: url }).gatewayUrl).toBe(url);
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ ...files, GATEHOUSE_GATEWAY_URL: 'http://api.example' }, /must begin with https/],
    [{ GATEHOUSE_GATEWAY_TLS_KEY_FILE: '/a' }, /CERTIFICATE_FILE is required/],
    [{ GATEHOUSE_GATEWAY_TLS_CERTIFICATE_FILE: '/a' }, /KEY_FILE is required/],
    [{ GATEHOUSE_GATEWAY_ASKS_FOR_CERTIFICATES: 'true' }, /without TLS/],
  ])('is all or nothing: %j', (changes, problem) => {
    expect(findProblems(changes)).toEqual([expect.stringMatching(problem)]);
  });
});
