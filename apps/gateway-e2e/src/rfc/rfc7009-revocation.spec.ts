import * as oauth from 'oauth4webapi';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { clientAuthOf, discover, INSECURE } from '../fixtures/judges.js';
import { isActive, obtainTokens, postForm, requestToken } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(stopAllGatehouses);

const refresh = (client: TestClient, refresh_token: string) =>
  requestToken(stage, client, { grant_type: 'refresh_token', refresh_token });

/** Revokes as oauth4webapi does; it throws where the answer is not as RFC 7009 §2.2 has it. */
async function revoke(token: string, client: TestClient): Promise<void> {
  const [server, metadata] = [await discover(stage), { client_id: client.clientId }];
  const response = await oauth.revocationRequest(server, metadata, clientAuthOf(client), token, INSECURE);
  await oauth.processRevocationResponse(response);
}

describe.each(['jwt', 'opaque'] as const)('revocation (access tokens: %s)', (accessTokenFormat) => {
  let client: TestClient;
  beforeAll(async () => {
    client = await registerClient(stage.admin, { settings: { accessTokenFormat } });
  });

  it('of a refresh token ends it and the access tokens of its grant (RFC 7009 §2.1)', async () => {
    const { access_token, refresh_token } = await obtainTokens(stage, { client });
    expect(await isActive(stage, access_token)).toBe(true);
    await revoke(refresh_token, client);
    expect(await isActive(stage, access_token)).toBe(false);
    expect(await refresh(client, refresh_token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('of an access token ends it alone', async () => {
    const { access_token, refresh_token } = await obtainTokens(stage, { client });
    await revoke(access_token, client);
    expect(await isActive(stage, access_token)).toBe(false);
    const { status, body } = await refresh(client, refresh_token);
    expect(status).toBe(200);
    expect(await isActive(stage, String(body['access_token']))).toBe(true);
  });

  it('of a rotated refresh token ends the family that came from it', async () => {
    const { refresh_token } = await obtainTokens(stage, { client });
    const { body } = await refresh(client, refresh_token);
    await revoke(refresh_token, client);
    expect(await refresh(client, String(body['refresh_token']))).toMatchObject({ status: 400 });
    expect(await isActive(stage, String(body['access_token']))).toBe(false);
  });

  it('is refused to another client, which is told so (RFC 7009 §2.1)', async () => {
    const { access_token, refresh_token } = await obtainTokens(stage, { client });
    for (const token of [access_token, refresh_token]) {
      const { status, body } = await postForm(stage, '/oauth2/revoke', { token }, stage.printShop);
      expect({ status, error: body['error'] }).toEqual({ status: 400, error: 'unauthorized_client' });
    }
    expect(await isActive(stage, access_token)).toBe(true);
    expect(await refresh(client, refresh_token)).toMatchObject({ status: 200 });
  });
});

describe('the revocation endpoint', () => {
  it('answers 200 also for what is unknown or revoked already (RFC 7009 §2.2)', async () => {
    const { refresh_token } = await obtainTokens(stage);
    await revoke('unknown', stage.printShop);
    await revoke('a.b.c', stage.printShop);
    await revoke(refresh_token, stage.printShop);
    await revoke(refresh_token, stage.printShop);
  });

  it.each(['access_token', 'refresh_token', 'nonsense'])(
    'takes any hint: %s (RFC 7009 §2.1)',
    async (token_type_hint) => {
      const { refresh_token } = await obtainTokens(stage);
      const parameters = { token: refresh_token, token_type_hint };
      expect(await postForm(stage, '/oauth2/revoke', parameters, stage.printShop)).toMatchObject({
        status: 200,
      });
      expect(await refresh(stage.printShop, refresh_token)).toMatchObject({ status: 400 });
    },
  );

  it('takes a public client at its word, for what was issued to it', async () => {
    const client = await registerClient(stage.admin, { kind: 'native' });
    const { access_token, refresh_token } = await obtainTokens(stage, { client });
    await revoke(refresh_token, client);
    expect(await isActive(stage, access_token)).toBe(false);
  });

  it('asks a confidential client for its secret (RFC 7009 §2.1)', async () => {
    const { access_token, refresh_token } = await obtainTokens(stage);
    for (const client of [undefined, { ...stage.printShop, clientSecret: 'wrong' }]) {
      const answer = await postForm(stage, '/oauth2/revoke', { token: refresh_token }, client);
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    }
    expect(await isActive(stage, access_token)).toBe(true);
  });

  it('needs a token', async () => {
    const answer = await postForm(stage, '/oauth2/revoke', {}, stage.printShop);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});
