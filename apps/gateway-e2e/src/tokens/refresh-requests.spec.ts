import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { isActive, obtainTokens, postForm, requestToken } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage } from '../fixtures/stage.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(stopAllGatehouses);

const refresh = (
  token: string,
  parameters: Readonly<Record<string, string>> = {},
  client = stage.printShop,
) => requestToken(stage, client, { grant_type: 'refresh_token', refresh_token: token, ...parameters });

describe('the scope of a refresh (RFC 6749 §6)', () => {
  it.each([
    ['more than was granted', 'photos albums'],
    ['nothing but spaces', '  '],
    ['what is no scope', 'photos "prints"'],
    ['only what nobody has granted', 'prints'],
  ])('MUST NOT be %s; the refresh token is not used up by it', async (_, scope) => {
    const { refresh_token: token } = await obtainTokens(stage);
    const { status, body } = await refresh(token, { scope });
    expect([status, body['error']]).toEqual([400, 'invalid_scope']);
    expect((await refresh(token)).status).toBe(200);
  });

  it('is all that was granted, where it is left out, and stays granted where it was narrowed', async () => {
    const { refresh_token: first } = await obtainTokens(stage, { scope: 'photos albums' });
    const narrowed = await refresh(first, { scope: 'albums' });
    expect(narrowed.body['scope']).toBe('albums');
    const again = await refresh(String(narrowed.body['refresh_token']));
    expect(String(again.body['scope']).split(' ').sort()).toEqual(['albums', 'photos']);
  });

  it('is never more than the client may have by now', async () => {
    const client = await registerClient(stage.admin);
    const { refresh_token: token } = await obtainTokens(stage, { client, scope: 'photos albums' });
    const path = `/api/applications/${client.applicationId}/clients/${client.clientId}`;
    await stage.admin.patch(path, { version: 1, allowedScopes: ['photos'] });
    expect((await refresh(token, {}, client)).body['scope']).toBe('photos');
  });
});

describe('a refresh token is refused', () => {
  it('of another client (RFC 6749 §10.4), and goes on for its own', async () => {
    const other = await registerClient(stage.admin);
    const { refresh_token: token } = await obtainTokens(stage);
    expect((await refresh(token, {}, other)).body['error']).toBe('invalid_grant');
    expect((await refresh(token)).status).toBe(200);
  });

  it('once it was revoked (RFC 7009 §2.1), with what came from it', async () => {
    const { refresh_token: token, access_token: access } = await obtainTokens(stage);
    await postForm(stage, '/oauth2/revoke', { token }, stage.printShop);
    expect((await refresh(token)).body['error']).toBe('invalid_grant');
    expect(await isActive(stage, access)).toBe(false);
  });

  it('for a resource that means none of its scopes (RFC 8707 §2.2)', async () => {
    const { refresh_token: token } = await obtainTokens(stage);
    const { body } = await refresh(token, { resource: 'https://elsewhere.example' });
    expect(body['error']).toBe('invalid_target');
    expect((await refresh(token)).status).toBe(200);
  });
});
