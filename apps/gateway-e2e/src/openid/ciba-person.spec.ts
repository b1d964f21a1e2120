import { decodeJwt } from 'jose';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf } from '../fixtures/browser.js';
import {
  answerNewest,
  askUser,
  beginAsking,
  changeWaiting,
  listWaiting,
  openAccount,
  openRequest,
  pollAnswer,
  registerTill,
} from '../fixtures/ciba.js';
import { createPerson, openStage, type Stage, type TestClient } from '../fixtures/stage.js';

let stage: Stage;
let till: TestClient;
beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_BACKCHANNEL_INTERVAL_SECONDS: '1' } });
  till = await registerTill(stage);
});
afterAll(stopAllGatehouses);

const errorOf = async (authRequestId: string, client = till): Promise<unknown> =>
  (await pollAnswer(stage, client, authRequestId)).body['error'];

describe('the person who is asked', () => {
  it('answers what is for them, and nobody else sees it or can', async () => {
    const [client, bob] = [await registerTill(stage), await createPerson(stage.admin, 'bob')];
    const id = await beginAsking(stage, client, { login_hint: 'bob' });
    const [hers, his] = [await openAccount(stage), await openAccount(stage, bob)];
    const [waiting] = (await listWaiting(his)).waiting;
    expect((await listWaiting(hers)).waiting.map((one) => one.id)).not.toContain(waiting?.id);
    expect((await changeWaiting(hers, 'POST', `${waiting?.id}/answer`)).status).toBe(404);
    // Another person signs in on the way: what they say is no answer.
    const page = await openRequest(his, waiting ?? { id: '' });
    await his.post(page, 'sign-out', {});
    const response = await his.post(page, 'sign-in', { username: 'ada', password: stage.ada.password });
    expect(await response.json()).toMatchObject({ location: expect.stringContaining('result=unanswered') });
    expect(await errorOf(id, client)).toBe('authorization_pending');
    await answerNewest(stage, { person: bob });
    const { body } = await pollAnswer(stage, client, id);
    expect(decodeJwt(String(body['id_token'])).sub).toBe(bob.id);
  });

  it('is asked every time, and by a first-party application too', async () => {
    const client = await registerTill(stage, { isFirstParty: true });
    const browser = await openAccount(stage);
    await beginAsking(stage, client);
    await answerNewest(stage, { browser });
    await beginAsking(stage, client);
    const [waiting] = (await listWaiting(browser)).waiting;
    expect((await openRequest(browser, waiting ?? { id: '' })).pathname).toBe('/consent');
  });

  it('has no more than three questions of one application before them, and can block it', async () => {
    const [client, cem] = [await registerTill(stage), await createPerson(stage.admin, 'cem')];
    const ask = (from = client) => askUser(stage, from, { login_hint: 'cem' });
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask()));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 503, 503, 503]);
    const browser = await openAccount(stage, cem);
    const { waiting } = await listWaiting(browser);
    expect(waiting).toHaveLength(3);
    const page = await openRequest(browser, waiting[0] ?? { id: '' });
    const block = { allow: false, scopes: [], block: true };
    expect(await (await browser.post(page, 'consent', block)).json()).toMatchObject({
      location: expect.stringContaining('result=denied'),
    });
    // What waits of it is refused at once.
    const after = await listWaiting(browser);
    expect(after).toMatchObject({ waiting: [], blocked: [{ id: client.applicationId, name: 'Till' }] });
    expect(
      await errorOf(String(answers.find(({ status }) => status === 200)?.body['auth_req_id']), client),
    ).toBe('access_denied');
    expect(await ask()).toMatchObject({ status: 403, body: { error: 'access_denied' } });
    expect(await ask(await registerTill(stage))).toMatchObject({ status: 200 });
    expect((await changeWaiting(browser, 'DELETE', `blocked/${client.applicationId}`)).status).toBe(204);
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('does so from our page alone (CSRF)', async () => {
    const browser = await openAccount(stage);
    await beginAsking(stage, await registerTill(stage));
    const { csrfToken, waiting } = await listWaiting(browser);
    const post = async (headers: Record<string, string>): Promise<number> =>
      (await browser.fetch(`/account/requests/${waiting[0]?.id}/answer`, { method: 'POST', headers })).status;
    expect(await post({})).toBe(403);
    expect(await post({ 'x-csrf-token': csrfToken, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await post({ 'x-csrf-token': csrfToken })).toBe(200);
    expect((await createBrowserOf(stage).fetch('/account/requests/list')).status).toBe(401);
  });
});
