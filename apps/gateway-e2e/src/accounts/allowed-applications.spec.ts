import type { AllowedApplication } from '@gatehouse/dto';
import { startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { type AccountPage, openAccount } from '../factors/account.js';
import {
  type Answer,
  authorizationParameters,
  isActive,
  makePkce,
  obtainTokens,
  requestToken,
  type Tokens,
} from '../fixtures/oauth.js';
import { createPerson, type Person, type Stage } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage } from '../gateway/gateway-stage.js';

let stage: GatewayStage;
let other: Stage;

beforeAll(async () => {
  stage = await openGatewayStage();
  other = { ...stage, gatehouse: await startGatehouse({ database: stage.gatehouse.databaseUrl }) };
});
afterAll(closeGatewayStage);

const PATH = '/authorizations';

const allowed = (name: string): object => ({
  name,
  title: expect.any(String),
  description: expect.any(String),
  icon: expect.any(String),
  sensitivity: 'normal',
  isRemovable: name !== 'openid',
});

async function list({ browser }: AccountPage): Promise<readonly AllowedApplication[]> {
  const response = await browser.fetch(`/account/security${PATH}`);
  expect(response.headers.get('cache-control')).toBe('no-store');
  return (await response.json()) as AllowedApplication[];
}

describe('what a person has allowed', () => {
  it('is seen by them, in plain words, and by nobody else', async () => {
    await obtainTokens(stage, { scope: 'photos albums' });
    const page = await openAccount(stage, stage.ada);
    expect(await list(page)).toEqual([
      {
        id: expect.any(String),
        name: 'Print Shop',
        description: 'Prints your photos.',
        logoUrl: null,
        publisher: null,
        isVerified: false,
        homepageUrl: null,
        privacyUrl: null,
        termsUrl: null,
        scopes: [
          { ...allowed('photos'), uses: { calls: 0, lastAt: null } },
          { ...allowed('albums'), uses: { calls: 0, lastAt: null } },
        ],
        passedOn: [],
        allowedAt: expect.any(String),
        changedAt: expect.any(String),
      },
    ]);
    const eve = await openAccount(stage, await createPerson(stage.admin, 'eve'));
    expect(await list(eve)).toEqual([]);
  });

  it('is taken back at once, with every token that came from it', async () => {
    const tokens = await obtainTokens(stage, {});
    const page = await openAccount(stage, stage.ada);
    const [allowed] = await list(page);
    expect((await page.change('DELETE', `${PATH}/${allowed?.id}`)).status).toBe(204);
    expect(await isActive(stage, tokens.access_token)).toBe(false);
    const { body } = await requestToken(stage, stage.printShop, {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    });
    expect(body['error']).toBe('invalid_grant');
    expect(await list(page)).toEqual([]);
    expect((await page.change('DELETE', `${PATH}/${allowed?.id}`)).status).toBe(404);
  });

  it('is taken back by nobody else, nor without the page', async () => {
    const { access_token: token } = await obtainTokens(stage, {});
    const page = await openAccount(stage, stage.ada);
    const [allowed] = await list(page);
    const mallory = await openAccount(stage, await createPerson(stage.admin, 'mallory'));
    expect((await mallory.change('DELETE', `${PATH}/${allowed?.id}`)).status).toBe(404);
    const bare = await page.browser.fetch(`/account/security${PATH}/${allowed?.id}`, { method: 'DELETE' });
    expect(bare.status).toBe(403);
    expect(await isActive(stage, token)).toBe(true);
  });

  it('is shown to nobody who is not signed in', async () => {
    const response = await fetch(`${stage.gatehouse.authUrl}/account/security${PATH}`);
    expect(response.status).toBe(401);
  });
});

const refresh = (at: Stage, refreshToken: unknown): Promise<Answer> =>
  requestToken(at, stage.printShop, {
    grant_type: 'refresh_token',
    refresh_token: String(refreshToken),
  });

describe('one permission of several', () => {
  let person: Person;
  let page: AccountPage;
  let tokens: Tokens;
  let people = 0;

  beforeEach(async () => {
    person = await createPerson(stage.admin, `careful-${(people += 1)}`);
    page = await openAccount(stage, person);
    tokens = await obtain();
  });

  const obtain = (scope = 'photos albums'): Promise<Tokens> =>
    obtainTokens(stage, { browser: page.browser, person, scope });

  async function remove(scope: string, by = page): Promise<number> {
    const [authorization] = await list(page);
    return (await by.change('DELETE', `${PATH}/${authorization?.id}/scopes/${scope}`)).status;
  }

  const status = async (at: Stage, path: string, token: unknown): Promise<number> =>
    (await call(at, path, String(token))).status;

  const waitForUse = (calls: number): Promise<void> =>
    waitUntil('the use to be counted', async () => {
      const [authorization] = await list(page);
      return authorization?.scopes.some(({ uses }) => uses?.calls === calls) === true;
    });

  it('is seen with how often it was used, and goes alone: the rest keeps its count and its tokens', async () => {
    for (const at of [stage, other])
      expect(await status(at, '/flickr/photos', tokens.access_token)).toBe(200);
    await waitForUse(2);
    expect((await list(page))[0]?.scopes).toEqual([
      { ...allowed('photos'), uses: { calls: 2, lastAt: expect.any(String) } },
      { ...allowed('albums'), uses: { calls: 0, lastAt: null } },
    ]);
    const since = (await list(page))[0]?.allowedAt;
    expect(await remove('albums')).toBe(204);

    expect(await status(stage, '/flickr/both', tokens.access_token)).toBe(401);
    await waitUntil(
      'the other node to hear of it',
      async () => (await status(other, '/flickr/both', tokens.access_token)) === 401,
    );
    const [left] = await list(page);
    expect(left).toMatchObject({ allowedAt: since, scopes: [{ name: 'photos', uses: { calls: 2 } }] });
    const { body } = await refresh(other, tokens.refresh_token);
    expect(body['scope']).toBe('photos');
    expect(await status(stage, '/flickr/photos', body['access_token'])).toBe(200);
    expect(await status(stage, '/flickr/both', body['access_token'])).toBe(403);
  });

  it('is asked for again as new, and counts again when it is allowed again', async () => {
    expect(await remove('albums')).toBe(204);
    const asked = await page.browser.authorize(
      authorizationParameters(stage.printShop, makePkce().challenge, { scope: 'photos albums' }),
    );
    expect((await page.browser.openPage(asked)).scopes).toMatchObject([
      { name: 'albums', isNew: true },
      { name: 'photos', isNew: false },
    ]);
    const again = await obtain();
    expect(await status(stage, '/flickr/both', again.access_token)).toBe(200);
    expect((await refresh(stage, again.refresh_token)).body['scope']).toBe('photos albums');
    expect((await refresh(stage, tokens.refresh_token)).body['scope']).toBe('photos');
  });

  it('is taken back by nobody else, not twice, and not when signing in hangs on it; the last one ends all', async () => {
    const mallory = await openAccount(stage, await createPerson(stage.admin, `mallory-${people}`));
    expect(await remove('albums', mallory)).toBe(404);
    expect(await remove('openid')).toBe(409);
    expect(await remove('prints')).toBe(404);
    expect(await isActive(stage, tokens.access_token)).toBe(true);
    expect(await remove('albums')).toBe(204);
    expect(await remove('albums')).toBe(404);
    expect(await remove('photos')).toBe(204);
    expect(await list(page)).toEqual([]);
    expect((await refresh(stage, tokens.refresh_token)).body['error']).toBe('invalid_grant');
  });

  it('goes while another node refreshes: the client stays, and has not got it afterwards', async () => {
    for (let round = 0; round < 10; round += 1) {
      let { refresh_token: next } = await obtain();
      let isRemoved = false;
      const removal = remove('albums').then(() => (isRemoved = true));
      const received: string[] = [];
      while (!isRemoved) {
        const { body } = await refresh(other, next);
        expect(body).not.toHaveProperty('error');
        next = String(body['refresh_token']);
        if (body['scope'] !== 'photos') received.push(String(body['access_token']));
      }
      await removal;
      expect((await refresh(other, next)).body['scope']).toBe('photos');
      await waitUntil('the other node to hear of it', async () => {
        const lives = await Promise.all(received.map((token) => isActive(other, token)));
        return !lives.includes(true);
      });
    }
  });
});
