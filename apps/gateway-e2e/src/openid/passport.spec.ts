import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClientEdit } from '@gatehouse/dto';
import express from 'express';
import passport from 'passport';
import OAuth2Strategy from 'passport-oauth2';
import OpenIDConnectStrategy from 'passport-openidconnect';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf, passThrough } from '../fixtures/browser.js';
import { openStage, registerClient, type Stage } from '../fixtures/stage.js';

/*
 * Web sites of other makers: Express with the Passport strategies that most of them use.
 */

let stage: Stage;
const servers: Server[] = [];

beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stopAllGatehouses();
  for (const server of servers) server.close();
});

type Verify = (accessToken: string, profile: object) => object;

/** A web site that signs people in; `/` leads to us, `/callback` answers what it knows of the person. */
async function startSite(
  makeStrategy: (origin: string, client: { id: string; secret: string }, verify: Verify) => passport.Strategy,
  settings: ClientEdit,
): Promise<string> {
  const app = express();
  const server = createServer(app);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const { clientId, clientSecret = '' } = await registerClient(stage.admin, {
    redirectUris: [`${origin}/callback`],
    allowedScopes: ['openid', 'profile', 'photos'],
    settings,
  });
  // One visitor is all that comes: their session is an object.
  const session = {};
  app.use((request, _, next) => {
    Object.assign(request, { session });
    next();
  });
  const site = new passport.Passport();
  site.use(
    'gatehouse',
    makeStrategy(origin, { id: clientId, secret: clientSecret }, (accessToken, profile) => ({
      accessToken,
      profile,
    })),
  );
  app.use(site.initialize());
  app.get('/', site.authenticate('gatehouse', { session: false }) as express.Handler);
  app.get(
    '/callback',
    site.authenticate('gatehouse', { session: false }) as express.Handler,
    (request, response) => {
      response.json(request.user);
    },
  );
  return origin;
}

/** Clicks "sign in" at the site, signs in and allows here, and comes back. */
async function visit(origin: string): Promise<Record<string, unknown>> {
  const start = await fetch(origin, { redirect: 'manual' });
  const address = new URL(start.headers.get('location') ?? '');
  expect(address.origin).toBe(stage.gatehouse.issuer);
  const callback = await passThrough(
    createBrowserOf(stage),
    Object.fromEntries(address.searchParams),
    stage.ada,
  );
  const answer = await fetch(callback);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Record<string, unknown>;
}

describe('web sites with Passport', () => {
  it('passport-oauth2 ends with an access token (RFC 6749 §4.1)', async () => {
    const { issuer } = stage.gatehouse;
    const origin = await startSite(
      (self, { id, secret }, verify) =>
        new OAuth2Strategy(
          {
            authorizationURL: `${issuer}/oauth2/authorize`,
            tokenURL: `${issuer}/oauth2/token`,
            clientID: id,
            clientSecret: secret,
            callbackURL: `${self}/callback`,
            scope: 'photos',
            state: true,
            pkce: true,
          },
          (accessToken: string, _: string, profile: object, done: (error: null, user: object) => void) =>
            done(null, verify(accessToken, profile)),
        ),
      { tokenEndpointAuthMethod: 'client_secret_post' },
    );
    const { accessToken } = await visit(origin);
    expect(accessToken).toEqual(expect.any(String));
  });

  it('passport-openidconnect, which cannot do PKCE, ends with a profile where an operator lets it (RFC 9700 §2.1.1)', async () => {
    const { issuer } = stage.gatehouse;
    const origin = await startSite(
      (self, { id, secret }, verify) =>
        new OpenIDConnectStrategy(
          {
            issuer,
            authorizationURL: `${issuer}/oauth2/authorize`,
            tokenURL: `${issuer}/oauth2/token`,
            userInfoURL: `${issuer}/oauth2/userinfo`,
            clientID: id,
            clientSecret: secret,
            callbackURL: `${self}/callback`,
            scope: ['profile'],
            nonce: true,
            skipUserProfile: false,
          },
          (_: string, profile: object, done: (error: null, user: object) => void) =>
            done(null, verify('', profile)),
        ),
      { requiresPkce: false, tokenEndpointAuthMethod: 'client_secret_post' },
    );
    expect(await visit(origin)).toMatchObject({ profile: { id: stage.ada.id, displayName: 'ada' } });
  });
});
