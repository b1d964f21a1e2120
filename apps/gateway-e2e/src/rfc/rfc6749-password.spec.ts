import * as openid from 'openid-client';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { configure } from '../fixtures/judges.js';
import { isActive, type Parameters, requestToken } from '../fixtures/oauth.js';
import { createPerson, openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

let stage: Stage;
let legacy: TestClient;

beforeAll(async () => {
  stage = await openStage();
  legacy = await registerClient(stage.admin, {
    settings: { profile: 'legacy', grantTypes: ['password', 'refresh_token'] },
  });
});
afterAll(stopAllGatehouses);

const send = (changes: Parameters = {}, client = legacy) =>
  requestToken(stage, client, {
    grant_type: 'password',
    username: stage.ada.username,
    password: stage.ada.password,
    scope: 'photos',
    ...changes,
  });

describe('the password grant: legacy, and off by default (RFC 6749 §4.3, RFC 9700 §2.4)', () => {
  it('is refused to a client without it', async () => {
    expect((await send({}, stage.printShop)).body['error']).toBe('unauthorized_client');
  });

  it('gives tokens to a client that has it, as openid-client asks, and says so in the log', async () => {
    const configuration = await configure(stage, legacy);
    const tokens = await openid.genericGrantRequest(configuration, 'password', {
      username: stage.ada.username,
      password: stage.ada.password,
      scope: 'photos',
    });
    expect(tokens).toMatchObject({ scope: 'photos', refresh_token: expect.any(String) });
    expect(await isActive(stage, tokens.access_token, legacy)).toBe(true);
    const refreshed = await openid.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
    expect(refreshed.scope).toBe('photos');
    expect(stage.gatehouse.logs()).toMatch(/legacy grant used.*password/);
    expect(stage.gatehouse.logs()).not.toContain(stage.ada.password);
  });

  it('is no consent: what it allows says that nobody was asked, once for each set of scopes', async () => {
    await send();
    await send();
    const { items } = await stage.admin.get<{ items: { id: string }[] }>(
      `/api/authorizations?applicationId=${legacy.applicationId}`,
    );
    const id = items[0]?.id ?? '';
    const { consents } = await stage.admin.get<{ consents: object[] }>(`/api/authorizations/${id}`);
    expect(consents).toMatchObject([
      { way: 'password', clientId: legacy.clientId, scopes: ['photos'], address: null },
    ]);
  });

  it('tells a wrong password and an unknown user alike (§5.2 invalid_grant)', async () => {
    const [wrong, unknown] = [await send({ password: 'wrong' }), await send({ username: 'nobody' })];
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(unknown.body).toEqual(wrong.body);
  });

  it.each(['username', 'password'])('needs %s (§4.3.2 REQUIRED)', async (name) => {
    expect((await send({ [name]: undefined })).body['error']).toBe('invalid_request');
  });

  it('gives nothing over Gatehouse itself, even to an operator', async () => {
    const client = await registerClient(stage.admin, {
      allowedScopes: ['photos', 'gatehouse.read'],
      settings: { profile: 'legacy', grantTypes: ['password'] },
    });
    const { username, password } = stage.gatehouse.operator;
    expect((await send({ username, password, scope: 'gatehouse.read' }, client)).body['error']).toBe(
      'invalid_scope',
    );
    expect((await send({ username, password, scope: 'photos gatehouse.read' }, client)).body['scope']).toBe(
      'photos',
    );
  });

  it('ends with its user: a disabled one gets nothing, and what was given dies', async () => {
    const person = await createPerson(stage.admin, 'grace');
    const given = { username: person.username, password: person.password };
    const { body } = await send(given);
    const { version } = await stage.admin.get<{ version: number }>(`/api/users/${person.id}`);
    await stage.admin.patch(`/api/users/${person.id}`, { enabled: false, version });
    expect(await isActive(stage, String(body['access_token']), legacy)).toBe(false);
    expect((await send(given)).body['error']).toBe('invalid_grant');
  });

  it('slows guessing (§4.3.2 MUST), and then not even the right password counts', async () => {
    const person = await createPerson(stage.admin, 'hedy');
    let answer = await send({ username: person.username, password: 'wrong' });
    for (let count = 0; count < 6; count += 1) {
      answer = await send({ username: person.username, password: `wrong ${count}` });
    }
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await send({ username: person.username, password: person.password })).status).toBe(503);
  });
});
