import { decodeJwt } from 'jose';
import * as oauth from 'oauth4webapi';
import { addTotp, type App, enterCode, openAccount } from '../factors/account.js';
import { type Browser, consent, createBrowserOf, passThrough, signIn } from '../fixtures/browser.js';
import { clientAuthOf, discover, INSECURE } from '../fixtures/judges.js';
import { authorizationParameters, makePkce, type Parameters } from '../fixtures/oauth.js';
import { createPerson, type Person } from '../fixtures/stage.js';
import { closeGatewayStage, type GatewayStage, openGatewayStage, publish, route } from './gateway-stage.js';

const MFA = 'urn:gatehouse:acr:mfa';
/** How old a sign-in may be where the route is. */
const RECENT_SECONDS = 3600;

let stage: GatewayStage;
let server: oauth.AuthorizationServer;
let transfers: URL;

beforeAll(async () => {
  stage = await openGatewayStage();
  await publish(stage, stage.upstream.url, {
    name: 'Bank',
    basePath: '/bank',
    routes: [route('/transfers', { acr: MFA, maxAgeSeconds: RECENT_SECONDS })],
  });
  server = await discover(stage);
  transfers = new URL(`${stage.gatehouse.gatewayUrl}/bank/transfers`);
});
afterAll(closeGatewayStage);

/** An application of the library's: its access tokens are bound to a key, or to nothing. */
interface Application {
  /** Lets the browser go where a person is asked, and redeems what came back. */
  readonly authorize: (
    parameters: Parameters,
    pass: (request: Record<string, string>) => Promise<URL>,
  ) => Promise<oauth.TokenEndpointResponse>;
  /** @throws oauth.WWWAuthenticateChallengeError */
  readonly call: (accessToken: string) => Promise<number>;
}

async function makeApplication(scheme: 'bearer' | 'dpop'): Promise<Application> {
  const client: oauth.Client = { client_id: stage.printShop.clientId };
  const options = {
    ...INSECURE,
    ...(scheme === 'dpop' && { DPoP: oauth.DPoP(client, await oauth.generateKeyPair('ES256')) }),
  };
  return {
    async authorize(parameters, pass) {
      const { verifier, challenge } = makePkce();
      const callback = await pass(authorizationParameters(stage.printShop, challenge, parameters));
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        clientAuthOf(stage.printShop),
        oauth.validateAuthResponse(server, client, callback, callback.searchParams.get('state') ?? ''),
        stage.printShop.redirectUri,
        verifier,
        options,
      );
      return oauth.processAuthorizationCodeResponse(server, client, response);
    },
    async call(accessToken) {
      const response = await oauth.protectedResourceRequest(
        accessToken,
        'GET',
        transfers,
        undefined,
        undefined,
        options,
      );
      await response.body?.cancel();
      return response.status;
    },
  };
}

/** What the library reads from the refusal. */
async function findChallenge(call: Promise<number>): Promise<oauth.WWWAuthenticateChallenge | undefined> {
  const refusal: unknown = await call.catch((error: unknown) => error);
  if (!(refusal instanceof oauth.WWWAuthenticateChallengeError)) throw new Error('it was let in');
  expect(refusal.status).toBe(401);
  return refusal.cause[0];
}

const passOf = (browser: Browser, person: Person) => (request: Record<string, string>) =>
  passThrough(browser, request, person);

/** In a browser where somebody is signed in already: they have to do it again, and with their app. */
const stepUp = (browser: Browser, person: Person, app: App) => async (request: Record<string, string>) => {
  const page = await browser.authorize(request);
  expect(page.pathname).toBe('/sign-in');
  expect(await signIn(browser, page, person)).toBeUndefined();
  const answer = await enterCode(browser, page, 'totp', app.show());
  const { location } = (await answer.json()) as { readonly location?: string };
  return location === undefined ? consent(browser, page) : new URL(location);
};

describe.each(['bearer', 'dpop'] as const)('step-up by oauth4webapi, %s (RFC 9470)', (scheme) => {
  it('leads from the challenge to an access token that the route takes (§3, §4, §5, §6.1)', async () => {
    const person = await createPerson(stage.admin, `stepper-${scheme}`);
    const browser = createBrowserOf(stage);
    const application = await makeApplication(scheme);
    const weak = await application.authorize({}, passOf(browser, person));
    expect(weak.token_type).toBe(scheme);
    const { app } = await addTotp(await openAccount(stage, person));

    const challenge = await findChallenge(application.call(weak.access_token));
    expect(challenge?.scheme).toBe(scheme);
    const { error, acr_values, max_age } = challenge?.parameters ?? {};
    expect([error, acr_values, max_age]).toEqual([
      'insufficient_user_authentication',
      MFA,
      String(RECENT_SECONDS),
    ]);

    const strong = await application.authorize({ acr_values, max_age }, stepUp(browser, person, app));
    const claims = decodeJwt(strong.access_token);
    const before = decodeJwt(weak.access_token);
    // RFC 8176 §2
    expect(claims).toMatchObject({ sub: before.sub, acr: MFA, amr: ['pwd', 'otp', 'mfa'] });
    expect(Number(claims['auth_time'])).toBeGreaterThanOrEqual(Number(before['auth_time']));
    expect(await application.call(strong.access_token)).toBe(200);
    // What was given before is what it was.
    expect((await findChallenge(application.call(weak.access_token)))?.parameters.error).toBe(
      'insufficient_user_authentication',
    );
  });

  it('gives who has no second factor an access token that stays refused: acr_values are a wish', async () => {
    const application = await makeApplication(scheme);
    const browser = createBrowserOf(stage);
    const wish = { acr_values: MFA, max_age: String(RECENT_SECONDS) };
    const { access_token: token } = await application.authorize(wish, passOf(browser, stage.ada));
    expect(decodeJwt(token)['acr']).not.toBe(MFA);
    expect((await findChallenge(application.call(token)))?.parameters.error).toBe(
      'insufficient_user_authentication',
    );
  });

  it('tells a client that insists: unmet_authentication_requirements, and no code', async () => {
    const application = await makeApplication(scheme);
    const claims = JSON.stringify({ id_token: { acr: { essential: true, values: [MFA] } } });
    const refusal: unknown = await application
      .authorize({ scope: 'openid photos', claims }, passOf(createBrowserOf(stage), stage.ada))
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(oauth.AuthorizationResponseError);
    expect((refusal as oauth.AuthorizationResponseError).error).toBe('unmet_authentication_requirements');
  });
});
