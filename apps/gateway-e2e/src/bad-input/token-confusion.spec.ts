import type { Answer, Parameters } from '../fixtures/oauth.js';
import { basic, obtainTokens, postForm } from '../fixtures/oauth.js';
import { createBrowserOf } from '../fixtures/browser.js';
import { GRANT_TYPE, registerExchanger } from '../fixtures/exchange.js';
import { JWT_BEARER, registerAsserter } from '../fixtures/assertions.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage } from '../gateway/gateway-stage.js';
import { signInAt } from '../openid/relying-party.js';

/*
 * RFC 8725 §3.11, §3.12: we sign several kinds of text with the same keys, for the same clients. Each is good for one thing, and for
 * nothing else.
 */

let stage: GatewayStage;
let shop: TestClient;
let service: TestClient;
let asserter: TestClient;
let texts: Readonly<Record<Kind, string>>;

const KINDS = [
  'an access token',
  'an ID token',
  'an answer of the authorization endpoint (JARM)',
  'an answer of introspection (RFC 9701)',
  'an opaque refresh token',
] as const;
type Kind = (typeof KINDS)[number];

async function introspectAsJwt(token: string): Promise<string> {
  const { clientId, clientSecret = '' } = shop;
  const response = await fetch(`${stage.gatehouse.issuer}/oauth2/introspect`, {
    method: 'POST',
    headers: {
      accept: 'application/token-introspection+jwt',
      authorization: basic(clientId, clientSecret),
    },
    body: new URLSearchParams({ token }),
  });
  return response.text();
}

async function collectTexts(): Promise<Readonly<Record<Kind, string>>> {
  const { access_token: accessToken, refresh_token: refreshToken } = await obtainTokens(stage, {
    client: shop,
  });
  const { tokens } = await signInAt(stage, { client: shop, parameters: { scope: 'openid' } });
  const refused = await createBrowserOf(stage).authorize({
    response_type: 'code',
    response_mode: 'jwt',
    client_id: shop.clientId,
    redirect_uri: shop.redirectUri,
    scope: 'photos',
    prompt: 'none',
  });
  return {
    'an access token': accessToken,
    'an ID token': tokens.id_token ?? '',
    'an answer of the authorization endpoint (JARM)': refused.searchParams.get('response') ?? '',
    'an answer of introspection (RFC 9701)': await introspectAsJwt(accessToken),
    'an opaque refresh token': refreshToken,
  };
}

beforeAll(async () => {
  stage = await openGatewayStage();
  shop = await registerClient(stage.admin, { allowedScopes: ['openid', 'photos', 'albums'] });
  service = await registerExchanger(stage, {}, [shop]);
  asserter = await registerAsserter(stage);
  texts = await collectTexts();
});
afterAll(closeGatewayStage);

const isDone = ({ status }: Pick<Answer, 'status'>): boolean => {
  if (status >= 500) throw new Error(`answered ${status}`);
  return status < 400;
};

const ask = async (parameters: Parameters, client: TestClient = shop): Promise<boolean> =>
  isDone(await postForm(stage, '/oauth2/token', parameters, client));

/** Where a text of ours may come back, and the one kind that is good there. */
const PLACES: readonly (readonly [string, Kind | undefined, (text: string) => Promise<boolean>])[] = [
  ['the gateway', 'an access token', async (text) => isDone(await call(stage, '/flickr/photos', text))],
  [
    'introspection',
    'an access token',
    async (token) => {
      const { body } = await postForm(stage, '/oauth2/introspect', { token }, shop);
      return body['active'] === true && body['token_type'] === 'Bearer';
    },
  ],
  [
    'token exchange, as subject',
    'an access token',
    (text) =>
      ask(
        {
          grant_type: GRANT_TYPE,
          subject_token: text,
          subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        },
        service,
      ),
  ],
  [
    'the refresh grant',
    'an opaque refresh token',
    (text) => ask({ grant_type: 'refresh_token', refresh_token: text }),
  ],
  [
    'the code grant',
    undefined,
    (code) =>
      ask({
        grant_type: 'authorization_code',
        code,
        redirect_uri: shop.redirectUri,
        code_verifier: 'v'.repeat(43),
      }),
  ],
  ['the JWT bearer grant', undefined, (assertion) => ask({ grant_type: JWT_BEARER, assertion }, asserter)],
  [
    'client authentication',
    undefined,
    async (text) =>
      isDone(
        await postForm(stage, '/oauth2/token', {
          grant_type: 'client_credentials',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: text,
        }),
      ),
  ],
  [
    'a pushed request object',
    undefined,
    async (request) => isDone(await postForm(stage, '/oauth2/par', { request }, shop)),
  ],
  [
    'the hint of who logs out',
    'an ID token',
    async (text) => {
      const address = `/oauth2/end-session?${new URLSearchParams({ id_token_hint: text }).toString()}`;
      return isDone(await createBrowserOf(stage).fetch(address));
    },
  ],
];

describe.each(PLACES)('%s', (_, good, present) => {
  it.each(KINDS)('takes %s if that is what it is for', async (kind) => {
    expect(await present(texts[kind])).toBe(kind === good);
  });
});
