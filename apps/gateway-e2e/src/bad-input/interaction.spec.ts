import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowserOf, interactionOf } from '../fixtures/browser.js';
import { authorizationParameters, makePkce } from '../fixtures/oauth.js';
import { expectUnharmed, SECRET } from '../fixtures/secrets.js';
import { openStage, type Stage } from '../fixtures/stage.js';

let stage: Stage;
let browser: Browser;
let page: URL;
let csrfToken: string;

beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_LOG_LEVEL: 'debug' } });
  browser = createBrowserOf(stage);
  page = await browser.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
  ({ csrfToken } = await browser.openPage(page));
});
afterEach(() => expectUnharmed(stage));
afterAll(stopAllGatehouses);

const post = (action: string, body: string | Buffer, type = 'application/json'): Promise<Response> =>
  browser.fetch(`/interaction/${interactionOf(page)}/${action}`, {
    method: 'POST',
    headers: { 'content-type': type, 'x-csrf-token': csrfToken },
    body,
  });

async function expectProblem(response: Response, status: number): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(response.headers.get('cache-control')).toBe('no-store');
  // What the pages' scripts find words by, where there are some.
  const { code: _code, errors: _errors, ...problem } = (await response.json()) as Record<string, unknown>;
  expect(problem).toEqual({
    title: expect.any(String),
    status,
    detail: expect.any(String),
    requestId: expect.any(String),
  });
}

describe("the pages' API refuses, as a problem in words for the person (RFC 9457)", () => {
  it.each([
    ['nothing', ''],
    ['no JSON', '{"username":'],
    ['JSON that is no object', '"x"'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a missing password', '{"username":"ada"}'],
    ['an empty username', `{"username":"","password":"${SECRET}"}`],
    ['an object for a username', `{"username":{"$ne":null},"password":"${SECRET}"}`],
    ['an array for a password', `{"username":"ada","password":["${SECRET}"]}`],
    ['a password of 2 kB', JSON.stringify({ username: 'ada', password: 'x'.repeat(2000) })],
    ['a username of 2 kB', JSON.stringify({ username: 'x'.repeat(2000), password: SECRET })],
    ['a field too many', `{"username":"ada","password":"${SECRET}","admin":true}`],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('a sign-in with %s', async (_, body) => {
    await expectProblem(await post('sign-in', body), 400);
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'application/xml'])(
    'a sign-in as %s',
    async (type) => {
      await expectProblem(
        await post('sign-in', JSON.stringify({ username: 'ada', password: SECRET }), type),
        400,
      );
    },
  );

  it('a body of a megabyte', async () => {
    await expectProblem(await post('sign-in', JSON.stringify({ username: 'x'.repeat(1_000_000) })), 413);
  });

  it.each([
    ['a NUL in the username', { username: 'a\0da', password: SECRET }],
    ['a NUL in the password', { username: 'ada', password: `\0${SECRET}` }],
    ['half a character', { username: '\ud800', password: SECRET }],
    ['SQL', { username: "' OR 1=1 --", password: SECRET }],
  ])('a sign-in with %s is one with wrong credentials', async (_, body) => {
    const response = await post('sign-in', JSON.stringify(body));
    expect([400, 401]).toContain(response.status);
    await expectProblem(response, response.status);
  });

  it.each([
    ['no scopes', { allow: true }],
    ['scopes that are no list', { allow: true, scopes: 'photos' }],
    ['a list of objects', { allow: true, scopes: [{}] }],
    ['a thousand scopes', { allow: true, scopes: Array(1000).fill('photos') }],
    ['no answer', { scopes: [] }],
    ['an answer that is no boolean', { allow: 'true', scopes: [] }],
  ])('a consent with %s', async (_, body) => {
    await expectProblem(await post('consent', JSON.stringify(body)), 400);
  });

  it('a consent before anybody has signed in', async () => {
    await expectProblem(await post('consent', JSON.stringify({ allow: true, scopes: ['photos'] })), 401);
  });

  it.each(['unknown', '%00', 'x'.repeat(5000), '..%2f..%2f', '__proto__'])(
    'an interaction called %.20p',
    async (id) => {
      await expectProblem(await browser.fetch(`/interaction/${id}`), 410);
    },
  );

  it.each([
    '/interaction/%ff',
    '/interaction/%',
    '/interaction/',
    '/interaction/x/unknown',
    '/interaction/x/sign-in/y',
  ])('the address %s', async (path) => {
    const response = await browser.fetch(path);
    expect([400, 404]).toContain(response.status);
    await expectProblem(response, response.status);
  });

  it('a method that the address does not take', async () => {
    const response = await browser.fetch(`/interaction/${interactionOf(page)}`, { method: 'DELETE' });
    expect([404, 405]).toContain(response.status);
  });
});
