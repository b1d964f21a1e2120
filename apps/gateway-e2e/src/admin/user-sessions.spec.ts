import type {
  AuthorizationDetail,
  Page,
  RevokedAuthorizations,
  UserFactors,
  UserSession,
} from '@gatehouse/dto';
import { createBrowserOf } from '../fixtures/browser.js';
import { obtainTokens } from '../fixtures/oauth.js';
import { createPerson, registerClient } from '../fixtures/stage.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage } from '../gateway/gateway-stage.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);

describe('a user', () => {
  it('has sessions, of which one can be ended, and authorizations, which can be revoked together', async () => {
    const path = `/api/users/${stage.ada.id}`;
    const shop = await registerClient(stage.admin, { name: 'Opal' });
    const other = await createPerson(stage.admin, 'bob');
    await obtainTokens(stage);
    const browser = createBrowserOf(stage);
    const { access_token: token } = await obtainTokens(stage, { client: shop, browser });
    await browser.fetch('/account/security/overview', { headers: { 'user-agent': FIREFOX } });
    const sessions = await stage.admin.get<readonly UserSession[]>(`${path}/sessions`);
    expect(sessions[0]).toMatchObject({
      address: '127.0.0.1',
      browser: 'Firefox 145',
      system: 'Linux',
      amr: ['pwd'],
    });
    const factors = await stage.admin.get<UserFactors>(`${path}/factors`);
    expect(factors).toMatchObject({ hasPassword: true, passkeys: [], providers: [] });
    const one = `${path}/sessions/${sessions[0]?.id}`;
    expect(
      (await stage.admin.request('DELETE', `/api/users/${other.id}/sessions/${sessions[0]?.id}`)).status,
    ).toBe(404);
    expect((await stage.admin.request('DELETE', one)).status).toBe(204);
    expect((await stage.admin.request('DELETE', one)).status).toBe(404);
    expect((await browser.fetch('/account/security/overview')).status).toBe(401);
    expect(await stage.admin.get<readonly UserSession[]>(`${path}/sessions`)).toEqual(sessions.slice(1));

    expect((await call(stage, '/flickr/photos', token)).status).toBe(200);
    const { body } = await stage.admin.request<RevokedAuthorizations>('DELETE', `${path}/authorizations`);
    expect(body.ids.length).toBeGreaterThan(1);
    expect((await call(stage, '/flickr/photos', token)).status).toBe(401);
    const left = await stage.admin.get<Page<AuthorizationDetail>>(
      `/api/authorizations?userId=${stage.ada.id}`,
    );
    expect(left.total).toBe(0);
  });
});
