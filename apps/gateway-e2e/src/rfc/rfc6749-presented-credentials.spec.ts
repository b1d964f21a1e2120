import { generateKeyPair, SignJWT } from 'jose';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { basic } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

let stage: Stage;
let machine: TestClient;

beforeAll(async () => {
  stage = await openStage();
  machine = await registerClient(stage.admin, { kind: 'machine' });
});
afterAll(stopAllGatehouses);

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A request to the token endpoint as it stands, for client credentials. */
async function ask(
  parameters: Readonly<Record<string, string>>,
  authorization?: string,
): Promise<{ readonly status: number; readonly error: unknown; readonly words: string }> {
  const response = await fetch(`${stage.gatehouse.authUrl}/oauth2/token`, {
    method: 'POST',
    headers: authorization === undefined ? {} : { authorization },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'photos', ...parameters }),
  });
  const { error, error_description: words } = (await response.json()) as Record<string, string>;
  return { status: response.status, error, words: words ?? '' };
}

const encode = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

async function makeAssertion(subject: string): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(subject)
    .setSubject(subject)
    .setAudience(stage.gatehouse.issuer)
    .setJti('once')
    .setExpirationTime('1m')
    .sign(privateKey);
}

describe('an Authorization header (RFC 6749 §2.3.1)', () => {
  it.each([
    ['another scheme', () => 'Bearer abc'],
    ['no base64', () => 'Basic {}'],
    ['no colon', () => encode(machine.clientId)],
  ])('with %s is told what it must be', async (_, header) => {
    const { status, error, words } = await ask({}, header());
    expect([status, error]).toEqual([401, 'invalid_client']);
    expect(words).toContain('Basic base64(client_id:client_secret)');
  });

  it('whose parts are not form-encoded is told so', async () => {
    const { status, words } = await ask({}, encode(`${machine.clientId}:100%`));
    expect(status).toBe(401);
    expect(words).toContain('not form-encoded');
  });

  it('is read as form-encoded: a plus is a space', async () => {
    const encoded = encode(
      `${machine.clientId}:${machine.clientSecret}`.replace(
        /[A-Za-z]$/,
        (last) => `%${last.charCodeAt(0).toString(16)}`,
      ),
    );
    expect((await ask({}, encoded)).status).toBe(200);
    expect((await ask({}, encode(`${machine.clientId}:a+b`))).error).toBe('invalid_client');
  });

  it('and a client_id must be of the same client', async () => {
    const header = basic(machine.clientId, machine.clientSecret ?? '');
    expect((await ask({ client_id: machine.clientId }, header)).status).toBe(200);
    const { status, error, words } = await ask({ client_id: stage.printShop.clientId }, header);
    expect([status, error]).toEqual([400, 'invalid_request']);
    expect(words).toContain('client_id is not the client of the Authorization header');
  });
});

describe('a client assertion (RFC 7521 §4.2)', () => {
  it.each([
    ['no type', {}],
    ['another type', { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' }],
  ])('with %s is told which one: REQUIRED', async (_, type) => {
    const { error, words } = await ask({ client_assertion: await makeAssertion(machine.clientId), ...type });
    expect(error).toBe('invalid_client');
    expect(words).toContain(`client_assertion_type must be ${ASSERTION_TYPE}`);
  });

  it('that is no JWT is told so', async () => {
    const { words } = await ask({ client_assertion: 'a.b', client_assertion_type: ASSERTION_TYPE });
    expect(words).toContain('not a JWT in compact form');
  });

  it('"MUST identify the same client" as client_id', async () => {
    const { error, words } = await ask({
      client_assertion: await makeAssertion(machine.clientId),
      client_assertion_type: ASSERTION_TYPE,
      client_id: stage.printShop.clientId,
    });
    expect(error).toBe('invalid_client');
    expect(words).toContain('client_id is not the client of the client_assertion');
  });

  it('beside a secret is one way too many (RFC 6749 §2.3 MUST NOT)', async () => {
    const assertion = {
      client_assertion: await makeAssertion(machine.clientId),
      client_assertion_type: ASSERTION_TYPE,
    };
    const secret = { client_id: machine.clientId, client_secret: machine.clientSecret ?? '' };
    expect((await ask({ ...assertion, ...secret })).error).toBe('invalid_request');
    const header = basic(machine.clientId, machine.clientSecret ?? '');
    expect((await ask(assertion, header)).error).toBe('invalid_request');
  });
});

it('nothing at all is told what to send', async () => {
  const { status, words } = await ask({});
  expect(status).toBe(401);
  expect(words).toContain('send HTTP Basic credentials, or client_id in the body');
});

describe('a public client', () => {
  it('"MUST NOT" use client credentials (RFC 6749 §4.4)', async () => {
    const publicClient = await registerClient(stage.admin, {
      kind: 'spa',
      redirectUris: ['https://app.example/callback'],
    });
    // The registry refuses the grant for such a client...
    const path = `/api/applications/${publicClient.applicationId}/clients/${publicClient.clientId}`;
    const change = await stage.admin.request('PATCH', path, {
      version: 1,
      grantTypes: ['client_credentials'],
    });
    expect(change.status).toBe(400);
    // ... and so does the token endpoint.
    expect((await ask({ client_id: publicClient.clientId })).error).toBe('unauthorized_client');
  });
});
