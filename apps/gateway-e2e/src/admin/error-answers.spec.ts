import type { ErrorAnswer, ErrorAnswerList } from '@gatehouse/dto';
import { adminApi, readTable, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import {
  type Answer,
  authorizationParameters,
  makePkce,
  obtainCode,
  postForm,
  requestToken,
} from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_CALL_LOG_HOURS: '1' } });
});
afterAll(stopAllGatehouses);

/** Every secret that was sent. */
const secrets: string[] = [];

const idOf = ({ headers }: Pick<Answer, 'headers'>): string => headers.get('x-request-id') ?? '';

/** What an operator reads of an answer, as soon as they can. */
async function findError(
  answer: Pick<Answer, 'headers'>,
  { admin }: Pick<Stage, 'admin'> = stage,
): Promise<ErrorAnswer> {
  const path = `/api/errors/${idOf(answer)}`;
  await waitUntil('the error to be kept', async () => (await admin.request('GET', path)).status === 200);
  return admin.get<ErrorAnswer>(path);
}

const authorize = (changes: Record<string, string>): Promise<Response> => {
  const parameters = authorizationParameters(stage.printShop, makePkce().challenge, changes);
  const query = new URLSearchParams(parameters).toString();
  return fetch(`${stage.gatehouse.authUrl}/oauth2/authorize?${query}`, { redirect: 'manual' });
};

describe('an error answer of the authorization server is found by its ID', () => {
  it('when its page cannot send the person back: the redirect URI is not registered', async () => {
    const answer = await authorize({ redirect_uri: 'https://evil.example/', state: 'a-secret-state' });
    secrets.push('a-secret-state');
    expect(answer.status).toBe(400);
    expect(await findError(answer)).toMatchObject({
      endpoint: '/oauth2/authorize',
      status: 400,
      error: 'invalid_request',
      application: { id: stage.printShop.applicationId, name: 'Print Shop' },
      clientId: stage.printShop.clientId,
      isClientKnown: true,
      user: null,
    });
  });

  it('when the client is told by its redirect URI', async () => {
    const answer = await authorize({ scope: 'nonsense' });
    expect(answer.status).toBe(303);
    expect(await findError(answer)).toMatchObject({ status: 303, error: 'invalid_scope' });
  });

  it('when a client has the wrong secret, or is none', async () => {
    secrets.push('this-is-a-wrong-secret');
    const wrong = { ...stage.printShop, clientSecret: 'this-is-a-wrong-secret' };
    const answer = await requestToken(stage, wrong, { grant_type: 'client_credentials' });
    expect(await findError(answer)).toMatchObject({
      endpoint: '/oauth2/token',
      status: 401,
      error: 'invalid_client',
      description: answer.body['error_description'],
      application: { name: 'Print Shop' },
    });
    const stranger = { ...wrong, clientId: 'a stranger' };
    const unknown = await requestToken(stage, stranger, { grant_type: 'client_credentials' });
    expect(await findError(unknown)).toMatchObject({
      clientId: 'a stranger',
      isClientKnown: false,
      application: null,
    });
  });

  it('when a code is redeemed twice', async () => {
    const { code, redemption } = await obtainCode(stage);
    secrets.push(code, redemption['code_verifier'] ?? '');
    expect((await requestToken(stage, stage.printShop, redemption)).status).toBe(200);
    const again = await requestToken(stage, stage.printShop, redemption);
    const { description, reason, ...found } = await findError(again);
    expect(found).toMatchObject({ error: 'invalid_grant', clientId: stage.printShop.clientId });
    // It says more than the client was told.
    expect(reason).not.toBe(description);
  });

  it('when a device has a code that nobody knows', async () => {
    const grant = 'urn:ietf:params:oauth:grant-type:device_code';
    const client = await registerClient(stage.admin, { settings: { grantTypes: [grant] } });
    secrets.push('a-device-code-of-nobody');
    const parameters = { grant_type: grant, device_code: 'a-device-code-of-nobody' };
    const answer = await requestToken(stage, client, parameters);
    expect(await findError(answer)).toMatchObject({ status: 400, clientId: client.clientId });
    const start = await postForm(stage, '/oauth2/device_authorization', { client_id: 'nobody' });
    expect(await findError(start)).toMatchObject({
      endpoint: '/oauth2/device_authorization',
      clientId: 'nobody',
      isClientKnown: false,
    });
  });

  it('when a page asks for an interaction that is not of its browser', async () => {
    const answer = await fetch(`${stage.gatehouse.authUrl}/interaction/the-secret-of-a-page`);
    secrets.push('the-secret-of-a-page');
    expect(await findError(answer)).toMatchObject({
      endpoint: '/interaction/:id',
      status: 410,
      error: 'page-expired',
    });
  });

  it('without an entry for what succeeds', async () => {
    const { items } = await stage.admin.get<ErrorAnswerList>('/api/errors');
    expect(items.length).toBeGreaterThanOrEqual(7);
    expect(items.filter(({ status }) => status < 300)).toEqual([]);
  });

  it('and no secret that was sent is stored', async () => {
    // In places where it does not belong, too.
    const misplaced = 'Zq8vT2mW5xK1pL9nR4sB7cD3';
    secrets.push(misplaced);
    const asName = `client_id=nobody&${misplaced}=1&${misplaced}=2`;
    const answers = await Promise.all(
      [asName, `client_id=${misplaced}`].map((body) =>
        fetch(`${stage.gatehouse.authUrl}/oauth2/token`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body,
        }),
      ),
    );
    for (const answer of answers) await findError(answer);
    const stored = await readTable(stage.gatehouse.databaseUrl, 'error_answers');
    expect(secrets.filter((secret) => secret === '' || stored.includes(secret))).toEqual([]);
  });
});

describe('error answers', () => {
  it('are listed by application, the newest first, page by page', async () => {
    const path = `/api/errors?applicationId=${stage.printShop.applicationId}`;
    const { items } = await stage.admin.get<ErrorAnswerList>(path);
    expect(items.length).toBeGreaterThanOrEqual(4);
    expect(new Set(items.map(({ application }) => application?.name))).toEqual(new Set(['Print Shop']));
    const found: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const after = next === '' ? '' : `&after=${next}`;
      const page: ErrorAnswerList = await stage.admin.get<ErrorAnswerList>(`${path}&limit=2${after}`);
      found.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    expect(found).toEqual(items.map(({ id }) => id));
    const later = new Date(Date.now() + 60_000).toISOString();
    expect((await stage.admin.get<ErrorAnswerList>(`${path}&from=${later}`)).items).toEqual([]);
  });

  it('are found after a restart, and not with another ID', async () => {
    const answer = await authorize({ redirect_uri: 'https://evil.example/' });
    // What was not stored yet is stored when the process ends.
    await stage.gatehouse.restart();
    expect(await findError(answer, { admin: adminApi(stage.gatehouse) })).toMatchObject({
      endpoint: '/oauth2/authorize',
    });
    expect((await stage.admin.request('GET', '/api/errors/nothing-like-it')).status).toBe(404);
  });
});
