import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { GRANT_TYPE } from '../fixtures/device.js';
import { basic } from '../fixtures/oauth.js';
import { openSocket, type RawRequest, readAnswer, sendRaw, toBytes } from '../fixtures/raw-http.js';
import { expectUnharmed, SECRET } from '../fixtures/secrets.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

let stage: Stage;
let machine: TestClient;
beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_LOG_LEVEL: 'debug' } });
  const grantTypes = ['client_credentials', GRANT_TYPE];
  machine = await registerClient(stage.admin, {
    kind: 'machine',
    settings: { grantTypes, defaultScopes: ['photos'] },
  });
});
afterEach(() => expectUnharmed(stage));
afterAll(stopAllGatehouses);

const FORM = 'Content-Type: application/x-www-form-urlencoded';
const authorization = (): string => `Authorization: ${basic(machine.clientId, machine.clientSecret ?? '')}`;
/** Good for each of the endpoints; the token endpoint takes it as it is. */
const BODY = 'grant_type=client_credentials&token=x';

async function send(request: RawRequest) {
  const { status, head, body } = await sendRaw(stage.gatehouse.authUrl, request);
  return {
    status,
    head,
    error: body.startsWith('{') ? (JSON.parse(body) as { error?: string }).error : body,
  };
}

const PATHS = ['/oauth2/token', '/oauth2/introspect', '/oauth2/revoke', '/oauth2/device_authorization'];

describe.each(PATHS)('%s', (path) => {
  it('takes a well-formed request', async () => {
    expect(await send({ path, headers: [FORM, authorization()], body: BODY })).toMatchObject({ status: 200 });
  });

  it.each([
    ['JSON', 'Content-Type: application/json'],
    ['multipart', 'Content-Type: multipart/form-data; boundary=x'],
    ['text', 'Content-Type: text/plain'],
    ['a type that begins alike', 'Content-Type: application/x-www-form-urlencoded-not'],
    ['no content type', 'X-Nothing: here'],
  ])('refuses %s', async (_, type) => {
    const answer = await send({ path, headers: [type, authorization()], body: BODY });
    expect(answer).toMatchObject({ status: 400, error: 'invalid_request' });
  });

  it.each([
    'application/x-www-form-urlencoded; charset=utf-8',
    'APPLICATION/X-WWW-FORM-URLENCODED',
    'application/x-www-form-urlencoded ;x',
  ])('takes %s', async (type) => {
    const answer = await send({ path, headers: [`Content-Type: ${type}`, authorization()], body: BODY });
    expect(answer.status).toBe(200);
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'TRACE'])(
    'refuses %s, and says what it takes (RFC 9110 §15.5.6)',
    async (method) => {
      const answer = await send({ method, path, headers: [FORM, authorization()], body: BODY });
      expect(answer.status).toBe(405);
      expect(answer.head).toMatch(/\r\nAllow: POST, OPTIONS/);
    },
  );

  it.each([
    ['bad percent-encoding', `${BODY}&x=%zz`],
    ['percent-encoding that is not UTF-8', `${BODY}&x=%ff%fe`],
    ['a NUL', `${BODY}&x=a%00b`],
    ['a parameter twice', `${BODY}&token=y`],
    ['ten thousand empty parameters', `${BODY}${'&'.repeat(10_000)}`],
    ['two thousand parameters', `${BODY}&${Array.from({ length: 2000 }, (_, i) => `p${i}=1`).join('&')}`],
    ['a body of 17 kB', `${BODY}&x=${'x'.repeat(17_000)}`],
    ['a body of 1 MB', `${BODY}&x=${'x'.repeat(1_000_000)}`],
  ])('refuses %s', async (_, body) => {
    const answer = await send({ path, headers: [FORM, authorization()], body });
    expect(answer).toMatchObject({ status: 400, error: 'invalid_request' });
  });

  it.each([
    ['bytes that are not UTF-8', Buffer.concat([Buffer.from('token='), Buffer.from([0xff, 0xc0, 0x80])])],
    ['nothing', ''],
    [
      'names of built-in properties',
      '__proto__=1&constructor=2&toString=3&token=__proto__&grant_type=constructor',
    ],
    ['a lone ampersand', '&'],
    ['JSON in a form', '{"grant_type":"client_credentials","token":"x"}'],
  ])('answers %s with no server error', async (_, body) => {
    const { status } = await send({ path, headers: [FORM, authorization()], body });
    expect([200, 400]).toContain(status);
  });

  it.each([
    ['two Authorization headers', () => [authorization(), authorization()], 400],
    ['another scheme', () => [`Authorization: Bearer ${SECRET}`], 401],
    ['no base64', () => ['Authorization: Basic ####'], 401],
    ['base64 without a colon', () => [`Authorization: Basic ${Buffer.from(SECRET).toString('base64')}`], 401],
    [
      'credentials that are not UTF-8',
      () => [`Authorization: Basic ${Buffer.from([0xff, 0x3a, 0xff]).toString('base64')}`],
      401,
    ],
    ['a NUL in the client ID', () => [`Authorization: ${basic('a\0b', SECRET)}`], 401],
    ['a wrong secret', () => [`Authorization: ${basic(machine.clientId, SECRET)}`], 401],
    ['nothing', () => [], 401],
  ])('refuses %s as proof of the client', async (_, headers, status) => {
    const answer = await send({ path, headers: [FORM, ...headers()], body: BODY });
    expect(answer).toMatchObject({ status, error: status === 401 ? 'invalid_client' : 'invalid_request' });
  });

  it('logs no secret of a refused body', async () => {
    const body = `grant_type=${SECRET}&client_secret=${SECRET}&code=${SECRET}&token=${SECRET}&password=${SECRET}&${SECRET}=1`;
    await send({ path, headers: [FORM], body });
    await send({ path, headers: [FORM, authorization()], body });
    await send({ path: `${path}?token=${SECRET}`, headers: [FORM, authorization()], body });
    await send({ path, headers: [FORM, authorization()], body: `${SECRET}=1&${SECRET}=2` });
  });

  it('waits for a body that comes in pieces', async () => {
    const socket = openSocket(stage.gatehouse.authUrl);
    const answer = readAnswer(socket);
    const bytes = toBytes({ path, headers: [FORM, authorization()], body: BODY });
    for (const byte of bytes) {
      socket.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await answer).status).toBe(200);
  });

  it('is not disturbed by clients that go away in the middle of a body', async () => {
    const whole = toBytes({ path, headers: [FORM, authorization(), 'Content-Length: 1000'], body: BODY });
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const socket = openSocket(stage.gatehouse.authUrl);
        await new Promise<void>((resolve) => socket.write(whole, () => resolve()));
        socket.destroy();
      }),
    );
    expect(await send({ path, headers: [FORM, authorization()], body: BODY })).toMatchObject({ status: 200 });
  });

  it('takes a chunked body, and ends one that goes on for ever', async () => {
    const headers = [FORM, authorization(), 'Transfer-Encoding: chunked'];
    const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
    expect(await send({ path, headers, body: `${chunk(BODY)}0\r\n\r\n` })).toMatchObject({ status: 200 });
    const endless = await send({ path, headers, body: chunk('x'.repeat(1000)).repeat(500) });
    expect(endless).toMatchObject({ status: 400, error: 'invalid_request' });
  });
});
