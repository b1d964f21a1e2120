import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { clientAuthOf, discover, INSECURE } from '../fixtures/judges.js';
import { basic, obtainTokens } from '../fixtures/oauth.js';
import { openStage, type Stage } from '../fixtures/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(stopAllGatehouses);

const TYPE = 'application/token-introspection+jwt';

const ask = (token: string, accept: string): Promise<Response> =>
  fetch(`${stage.gatehouse.issuer}/oauth2/introspect`, {
    method: 'POST',
    headers: {
      accept,
      authorization: basic(stage.printShop.clientId, stage.printShop.clientSecret ?? ''),
    },
    body: new URLSearchParams({ token }),
  });

describe('a JWT answer of introspection (RFC 9701)', () => {
  it('is believed by oauth4webapi', async () => {
    const { access_token: accessToken } = await obtainTokens(stage);
    const as = await discover(stage);
    const { clientId } = stage.printShop;
    const client = { client_id: clientId, introspection_signed_response_alg: 'ES256' };
    const response = await oauth.introspectionRequest(
      as,
      client,
      clientAuthOf(stage.printShop),
      accessToken,
      { ...INSECURE, requestJwtResponse: true },
    );
    const answer = await oauth.processIntrospectionResponse(as, client, response);
    expect(answer).toMatchObject({ active: true, client_id: clientId, scope: 'photos' });
  });

  it('is for who asked, typed, and has no sub or exp of its own (§5, §8.1)', async () => {
    const { access_token: accessToken } = await obtainTokens(stage);
    const response = await ask(accessToken, TYPE);
    expect(response.headers.get('content-type')).toBe(TYPE);
    const keys = createRemoteJWKSet(new URL(`${stage.gatehouse.issuer}/oauth2/jwks`));
    const { payload } = await jwtVerify(await response.text(), keys, {
      issuer: stage.gatehouse.issuer,
      audience: stage.printShop.clientId,
      typ: 'token-introspection+jwt',
    });
    expect(Object.keys(payload).toSorted()).toEqual(['aud', 'iat', 'iss', 'token_introspection']);
  });

  it('says active: false alone of a token that is none', async () => {
    const response = await ask('nonsense', TYPE);
    const [, payload = ''] = (await response.text()).split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      token_introspection: { active: false },
    });
  });

  it.each(['application/json', '*/*', ''])(
    'is not given to whoever does not ask for it: %p',
    async (accept) => {
      const response = await ask('nonsense', accept);
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(await response.json()).toEqual({ active: false });
    },
  );

  it('is never taken for an access token (§8.1)', async () => {
    const { access_token: accessToken } = await obtainTokens(stage);
    const text = await (await ask(accessToken, TYPE)).text();
    expect(await (await ask(text, 'application/json')).json()).toEqual({ active: false });
  });
});
