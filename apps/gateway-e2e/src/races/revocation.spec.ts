import { startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowserOf, interactionOf, signIn } from '../fixtures/browser.js';
import {
  authorizationParameters,
  isActive,
  makePkce,
  obtainCode,
  obtainTokens,
  requestToken,
} from '../fixtures/oauth.js';
import { createPerson, openStage, type Stage } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

const ROUNDS = 15;

let stage: Stage;
let other: Stage;
let browser: Browser;

beforeAll(async () => {
  stage = await openStage();
  other = { ...stage, gatehouse: await startGatehouse({ database: stage.gatehouse.databaseUrl }) };
  browser = createBrowserOf(stage);
});
afterAll(stopAllGatehouses);

async function getAuthorization(): Promise<string> {
  const { items } = await stage.admin.get<{ readonly items: readonly { readonly id: string }[] }>(
    `/api/authorizations?applicationId=${stage.printShop.applicationId}`,
  );
  return items[0]?.id ?? '';
}

describe('an operator revokes an authorization', () => {
  it('while another node redeems its code: no token lives afterwards', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { redemption } = await obtainCode(stage, { browser });
      const id = await getAuthorization();
      const [{ status, body }] = await Promise.all([
        requestToken(other, stage.printShop, redemption),
        stage.admin.delete(`/api/authorizations/${id}`),
      ]);
      if (status !== 200) continue;
      const refresh = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) };
      expect(await requestToken(other, stage.printShop, refresh)).toMatchObject({ status: 400 });
      await waitUntil(
        'the other node to hear of it',
        async () => !(await isActive(other, String(body['access_token']))),
      );
    }
  });

  it('while another node refreshes: no token lives afterwards', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { refresh_token } = await obtainTokens(stage, { browser });
      const id = await getAuthorization();
      const [{ status, body }] = await Promise.all([
        requestToken(other, stage.printShop, { grant_type: 'refresh_token', refresh_token }),
        stage.admin.delete(`/api/authorizations/${id}`),
      ]);
      if (status !== 200) continue;
      const refresh = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) };
      expect(await requestToken(other, stage.printShop, refresh)).toMatchObject({ status: 400 });
      await waitUntil(
        'the other node to hear of it',
        async () => !(await isActive(other, String(body['access_token']))),
      );
    }
  });
});

describe('one interaction', () => {
  it('is answered once, however often the button is pressed', async () => {
    for (let round = 0; round < 5; round += 1) {
      const own = createBrowserOf(stage);
      const page = await own.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
      await signIn(own, page, await createPerson(stage.admin, `impatient-${round}`));
      const { csrfToken } = await own.openPage(page);
      const press = (): Promise<Response> =>
        own.fetch(`/interaction/${interactionOf(page)}/consent`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
          body: JSON.stringify({ allow: true, scopes: ['photos'] }),
        });
      const statuses = (await Promise.all(Array.from({ length: 8 }, press))).map(({ status }) => status);
      expect(statuses.toSorted()).toEqual([200, ...Array<number>(7).fill(410)]);
    }
  });
});
