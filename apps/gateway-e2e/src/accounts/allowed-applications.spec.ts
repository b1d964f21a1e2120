import type { AllowedApplication } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type AccountPage, openAccount } from '../factors/account.js';
import { isActive, obtainTokens, requestToken } from '../fixtures/oauth.js';
import { createPerson, openStage, type Stage } from '../fixtures/stage.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stopAllGatehouses());

const PATH = '/authorizations';

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
        scopes: [
          { name: 'photos', title: expect.any(String) },
          { name: 'albums', title: expect.any(String) },
        ],
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
