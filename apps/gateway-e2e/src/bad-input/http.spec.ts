import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { authorizationParameters, makePkce } from '../fixtures/oauth.js';
import { sendRaw } from '../fixtures/raw-http.js';
import { expectUnharmed, SECRET } from '../fixtures/secrets.js';
import { CALLBACK, openStage, type Stage } from '../fixtures/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_LOG_LEVEL: 'debug' } });
});
afterEach(() => expectUnharmed(stage));
afterAll(stopAllGatehouses);

const send = (request: Parameters<typeof sendRaw>[1]) => sendRaw(stage.gatehouse.authUrl, request);
const query = (): string =>
  new URLSearchParams(authorizationParameters(stage.printShop, makePkce().challenge)).toString();

describe('what is no HTTP is refused before anybody reads it (RFC 9112)', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['TLS on a plain port', Buffer.from('16030100f5010000f10303', 'hex'), 400],
    ['a space in a header name', 'GET /health HTTP/1.1\r\nHost: x\r\nBad Name: y\r\n\r\n', 400],
    ['a folded header', 'GET /health HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n', 400],
    ['no Host (RFC 9112 §3.2)', 'GET /health HTTP/1.1\r\n\r\n', 400],
    [
      'Content-Length and Transfer-Encoding (RFC 9112 §6.1)',
      'POST /oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'two Content-Lengths',
      'POST /oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
      400,
    ],
    ['headers of 20 kB', `GET /health HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['an address of 20 kB', `GET /oauth2/authorize?${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ['a NUL in a header', 'GET /health HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n', 400],
  ])('%s', async (_, bytes, status) => {
    expect((await send({ path: '', bytes })).status).toBe(status);
  });
});

describe('the authorization endpoint', () => {
  it.each(['PUT', 'DELETE', 'PATCH'])('refuses %s, and says what it takes', async (method) => {
    const answer = await send({ method, path: '/oauth2/authorize' });
    expect(answer.status).toBe(405);
    expect(answer.head).toMatch(/\r\nAllow: GET, POST/);
  });

  it('sends a request of ten thousand parameters back to its client', async () => {
    const body = `${query()}${'&'.repeat(10_000)}`;
    const answer = await send({ path: '/oauth2/authorize', body });
    expect(answer.status).toBe(303);
    expect(answer.head).toMatch(
      new RegExp(`\r\nLocation: ${CALLBACK.replaceAll('.', '\\.')}\\?error=invalid_request`),
    );
  });

  it('shows that a body of 20 kB is too long: nobody has read whose it is', async () => {
    const answer = await send({ path: '/oauth2/authorize', body: `${query()}&x=${'x'.repeat(20_000)}` });
    expect(answer.status).toBe(400);
    expect(answer.head).not.toMatch(/\r\nLocation:/i);
  });

  it.each([
    ['nothing', ''],
    ['bytes that are not UTF-8', 'client_id=\xff\xfe'],
    ['a lone percent sign', 'client_id=%'],
    ['a NUL', 'client_id=%00'],
    ['names of built-in properties', 'client_id=__proto__&redirect_uri=constructor'],
    ['markup', `client_id=${encodeURIComponent('"><script>alert(1)</script>')}`],
  ])('shows an error for %s, and repeats nothing of it as markup', async (_, text) => {
    const answer = await send({ method: 'GET', path: `/oauth2/authorize?${text}` });
    expect(answer.status).toBe(400);
    expect(answer.body).not.toContain('<script>alert');
  });

  it('cannot be made to write a header of its own (response splitting)', async () => {
    const state = encodeURIComponent('x\r\nSet-Cookie: gatehouse-session=evil');
    const answer = await send({
      method: 'GET',
      path: `/oauth2/authorize?${query().replace('af0ifjsldkj', state)}&scope=x`,
    });
    expect(answer.status).toBe(303);
    expect(answer.head).not.toMatch(/\r\nSet-Cookie: gatehouse-session=evil/i);
  });

  it('takes rubbish in the cookies for no cookies', async () => {
    const rubbish = `gatehouse-session=%ff%00; gatehouse-browser=${SECRET}; ;;=; ${'a=b; '.repeat(500)}`;
    const answer = await send({
      method: 'GET',
      path: `/oauth2/authorize?${query()}`,
      headers: [`Cookie: ${rubbish}`],
    });
    expect(answer.status).toBe(303);
    expect(answer.head).toContain('/sign-in?interaction=');
  });
});

describe('addresses that nobody serves', () => {
  it.each([
    '/oauth2/token/',
    '/oauth2//token',
    '/OAUTH2/TOKEN',
    '/oauth2/token%2f',
    '/.well-known/nothing',
    '/oauth2/unknown',
  ])('are not found: POST %s', async (path) => {
    expect([404, 405]).toContain((await send({ path })).status);
  });

  it.each([
    '/../../../etc/passwd',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/%00',
    '/%ff',
    '/..%5c..%5cpackage.json',
    '//evil.example/',
  ])('give away no file: GET %s', async (path) => {
    const answer = await send({ method: 'GET', path });
    expect(answer.status).toBeLessThan(500);
    expect(answer.body).not.toMatch(/root:|"workspaces"/);
    expect(answer.head).not.toMatch(/\r\nLocation: \/\/evil/i);
  });
});
