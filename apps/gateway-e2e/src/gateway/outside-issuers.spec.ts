import type { OutsideIssuerDetail } from '@gatehouse/dto';
import { type OutsideIssuer, startOutsideIssuer } from '../fixtures/outside-issuer.js';
import { type OutsideProvider, startOutsideProvider } from '../fixtures/outside-provider.js';
import { setEnabled } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage } from './gateway-stage.js';
import { FORGERIES } from './outside-forgeries.js';
import { changeIssuer, explainCall, publishFor, registerIssuer, tryCall } from './outside-stage.js';

const PATH = '/outside/photos';

let stage: GatewayStage;
let outside: OutsideIssuer;
let registered: OutsideIssuerDetail;
let audience: string;
beforeAll(async () => {
  stage = await openGatewayStage({
    env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true', GATEHOUSE_CALL_LOG_HOURS: '1' },
  });
  audience = `${stage.gatehouse.gatewayUrl}/outside`;
  outside = await startOutsideIssuer(audience);
  registered = await registerIssuer(stage, {
    issuer: outside.issuer,
    clients: [{ clientId: 'their-client', applicationId: stage.machine.applicationId }],
  });
  await publishFor(stage, '/outside', [registered]);
});
afterAll(async () => {
  outside.stop();
  await closeGatewayStage();
});

describe('an access token of an outside issuer', () => {
  it('opens a route for its scopes, and the upstream hears who it is in words of their own', async () => {
    const sent = await outside.sign();
    const response = await call(stage, PATH, sent, { headers: { 'X-Gatehouse-User': 'ada' } });
    expect(response.status).toBe(200);
    const { headers } = stage.upstream.seen.at(-1) ?? {};
    expect(headers).toMatchObject({
      'x-gatehouse-issuer': outside.issuer,
      'x-gatehouse-subject': 'outside-ada',
      'x-gatehouse-outside-client': 'their-client',
      'x-gatehouse-application': stage.machine.applicationId,
      'x-gatehouse-scope': 'photos',
    });
    for (const name of ['x-gatehouse-user', 'x-gatehouse-client', 'authorization'])
      expect(headers).not.toHaveProperty(name);
  });

  it('stands beside those of this server, which are judged as ever', async () => {
    const { gatehouse } = stage;
    expect((await tryCall(stage, PATH, stage.accessToken)).detail).toBe(
      'The access token is for another API.',
    );
    expect((await tryCall(stage, '/flickr/photos', stage.accessToken)).status).toBe(200);
    // The API that does not name the issuer takes nothing of it.
    const elsewhere = await outside.sign({ aud: `${gatehouse.gatewayUrl}/flickr` });
    expect(await tryCall(stage, '/flickr/photos', elsewhere)).toMatchObject({
      status: 401,
      error: 'invalid_token',
    });
  });

  it.each(FORGERIES)('is refused: %s', async (_, make) => {
    const outcome = await tryCall(stage, PATH, await make(outside, stage.gatehouse.issuer));
    expect(outcome).toMatchObject({ status: 401, error: 'invalid_token' });
    expect(outcome.challenge).toMatch(/^Bearer realm="Gatehouse", error="invalid_token"/);
  });

  it('has no scope that the operator has not named', async () => {
    const { error, status } = await tryCall(
      stage,
      PATH,
      await outside.sign({ scope: 'gatehouse.write prints' }),
    );
    expect([status, error]).toEqual([403, 'insufficient_scope']);
    const both = await tryCall(stage, '/outside/both', await outside.sign({ scope: 'photos albums' }));
    expect([both.status, both.error]).toEqual([403, 'insufficient_scope']);
    expect((await tryCall(stage, '/outside/any-token', await outside.sign({ scope: '' }))).status).toBe(200);
  });

  it('is explained: whose it was, of which client, and what was wrong', async () => {
    const good = await explainCall(stage, await tryCall(stage, PATH, await outside.sign()));
    expect(good).toMatchObject({
      credential: 'outside-token',
      outside: { issuer: outside.issuer, subject: 'outside-ada', clientId: 'their-client' },
      application: { id: stage.machine.applicationId },
      scopes: ['photos'],
    });
    const stranger = await tryCall(stage, PATH, await outside.sign({ client_id: 'stranger' }));
    expect(await explainCall(stage, stranger)).toMatchObject({
      check: 'access-token',
      credential: 'outside-token',
      outside: { issuer: outside.issuer, clientId: 'stranger' },
      refusal: { reason: 'no application stands for the client stranger' },
      advice: [{ text: expect.stringContaining(`at the outside issuer ${outside.issuer}: Clients.`) }],
    });
  });

  it('counts for the limits of its application, and of whom its issuer speaks of', async () => {
    const aud = `${stage.gatehouse.gatewayUrl}/limited`;
    const one = [{ requests: 1, per: 'month' as const }];
    await publishFor(stage, '/limited', [registered], {}, { policies: { limits: { perUser: one } } });
    const status = async (sub: string): Promise<number> =>
      (await tryCall(stage, '/limited/photos', await outside.sign({ aud, sub }))).status;
    expect([await status('one'), await status('other'), await status('one')]).toEqual([200, 200, 429]);
    // A client that acts for itself is nobody's user.
    expect([await status('their-client'), await status('their-client')]).toEqual([200, 200]);
    const limits = { perApplication: one };
    await publishFor(stage, '/limited-too', [registered], {}, { policies: { limits } });
    const accessToken = await outside.sign({ aud: `${aud}-too` });
    const once = (await tryCall(stage, '/limited-too/photos', accessToken)).status;
    expect([once, (await tryCall(stage, '/limited-too/photos', accessToken)).status]).toEqual([200, 429]);
  });

  it('is of no use once its application, or its issuer, is switched off, or the API names it no more', async () => {
    const accessToken = await outside.sign();
    const status = async (): Promise<number> => (await tryCall(stage, PATH, accessToken)).status;
    expect(await status()).toBe(200);
    await setEnabled(stage, stage.machine, false);
    expect(await status()).toBe(401);
    await setEnabled(stage, stage.machine, true);
    expect(await status()).toBe(200);
    await changeIssuer(stage, registered, { enabled: false });
    expect(await status()).toBe(401);
    await changeIssuer(stage, registered, { enabled: true });
    expect(await status()).toBe(200);
  });
});

describe('what an operator says of an issuer', () => {
  it('maps scopes: by name, behind a prefix, by another name, from a claim of its own', async () => {
    const held = async (claims: object): Promise<unknown> => {
      await call(stage, '/outside/any-token', await outside.sign(claims));
      return stage.upstream.seen.at(-1)?.headers['x-gatehouse-scope'];
    };
    await changeIssuer(stage, registered, {
      scopePrefix: 'api://photos/',
      renamedScopes: [{ outside: 'Prints.All', scope: 'prints' }],
      scopeClaim: 'roles',
    });
    expect(await held({ roles: ['api://photos/photos', 'albums', 'Prints.All'], scope: 'photos' })).toBe(
      'photos prints',
    );
    await changeIssuer(stage, registered, { scopePrefix: null, renamedScopes: [], scopeClaim: null });
    expect(await held({ scope: undefined, scp: 'photos albums' })).toBe('photos');
    expect(await held({ scope: undefined, scp: ['photos'] })).toBe('photos');
  });

  it('names clients by a claim of its own, and lets the others in without an application', async () => {
    await changeIssuer(stage, registered, { clientClaim: 'appid' });
    expect((await tryCall(stage, PATH, await outside.sign())).status).toBe(401);
    expect((await tryCall(stage, PATH, await outside.sign({ appid: 'their-client' }))).status).toBe(200);
    await changeIssuer(stage, registered, { clientClaim: null, acceptsUnmapped: true });
    const stranger = await outside.sign({ client_id: undefined, azp: 'stranger' });
    expect((await tryCall(stage, PATH, stranger)).status).toBe(200);
    const { headers } = stage.upstream.seen.at(-1) ?? {};
    expect(headers).toMatchObject({ 'x-gatehouse-outside-client': 'stranger' });
    expect(headers).not.toHaveProperty('x-gatehouse-application');
    // Without an application nobody is on a list of applications.
    const callers = { access: 'listed' as const, applicationIds: [stage.machine.applicationId] };
    await publishFor(stage, '/listed', [registered], callers);
    const aud = `${stage.gatehouse.gatewayUrl}/listed`;
    const listed = await tryCall(stage, '/listed/photos', await outside.sign({ aud }));
    const unlisted = await tryCall(
      stage,
      '/listed/photos',
      await outside.sign({ aud, client_id: 'stranger' }),
    );
    expect([listed.status, unlisted.status]).toEqual([200, 403]);
    await changeIssuer(stage, registered, { acceptsUnmapped: false });
    expect((await tryCall(stage, PATH, stranger)).status).toBe(401);
  });

  it('names the audience, and whether a plain JWT will do', async () => {
    await changeIssuer(stage, registered, { audience: 'listed', audiences: ['urn:photos', 'urn:other'] });
    expect((await tryCall(stage, PATH, await outside.sign())).status).toBe(401);
    expect((await tryCall(stage, PATH, await outside.sign({ aud: ['x', 'urn:photos'] }))).status).toBe(200);
    await changeIssuer(stage, registered, { audience: 'api', audiences: [], requiresAccessTokenType: false });
    expect((await tryCall(stage, PATH, await outside.sign({}, { typ: 'JWT' }))).status).toBe(200);
    expect((await tryCall(stage, PATH, await outside.sign({}, { typ: 'logout+jwt' }))).status).toBe(401);
    await changeIssuer(stage, registered, { requiresAccessTokenType: true });
  });
});

describe('the keys of an issuer', () => {
  it('are read anew for a key nobody knows, once in a while, and used on while it is away', async () => {
    const other = await startOutsideIssuer(audience);
    const clients = [{ clientId: 'their-client', applicationId: stage.machine.applicationId }];
    const { id } = await registerIssuer(stage, { issuer: other.issuer, clients });
    await publishFor(stage, '/rotating', [{ ...registered, id }]);
    const aud = `${stage.gatehouse.gatewayUrl}/rotating`;
    const status = async (...[claims, ...rest]: Parameters<OutsideIssuer['sign']>): Promise<number> =>
      (await tryCall(stage, '/rotating/photos', await other.sign({ aud, ...claims }, ...rest))).status;
    other.isDown = true;
    const early = await call(stage, '/rotating/photos', await other.sign({ aud }));
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await early.json()).toMatchObject({ error: 'temporarily_unavailable' });
    other.isDown = false;
    await waitForKeys(other, status);
    const reads = other.keyReads;
    for (let count = 0; count < 5; count += 1) expect(await status({}, { kid: `nobody-${count}` })).toBe(401);
    expect(other.keyReads).toBe(reads);
    other.isDown = true;
    expect(await status()).toBe(200);
    other.stop();
  });
});

/** Without any key the issuer is asked anew after a pause. */
async function waitForKeys(other: OutsideIssuer, status: () => Promise<number>): Promise<void> {
  await waitUntil('the keys to be read', async () => (await status()) === 200);
  expect(other.keyReads).toBe(1);
}

describe('access tokens of node-oidc-provider', () => {
  let provider: OutsideProvider;
  let resource: string;
  beforeAll(async () => {
    resource = `${stage.gatehouse.gatewayUrl}/provided`;
    provider = await startOutsideProvider({
      clients: () => [
        {
          client_id: 'importer',
          client_secret: 'importer-secret',
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
        },
      ],
      signsFor: [resource],
    });
    const issuer = await registerIssuer(stage, {
      issuer: provider.issuer,
      clients: [{ clientId: 'importer', applicationId: stage.machine.applicationId }],
    });
    await publishFor(stage, '/provided', [registered, issuer]);
  });
  afterAll(() => provider.close());

  it('are found by its metadata, and open the API', async () => {
    const response = await fetch(`${provider.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('importer:importer-secret')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'photos', resource }),
    });
    const { access_token: accessToken } = (await response.json()) as { access_token: string };
    expect(await tryCall(stage, '/provided/photos', accessToken)).toMatchObject({ status: 200 });
    const { headers } = stage.upstream.seen.at(-1) ?? {};
    expect(headers).toMatchObject({
      'x-gatehouse-issuer': provider.issuer,
      'x-gatehouse-subject': 'importer',
    });
  });

  it("are told of in the API's metadata, beside ours (RFC 9728 §2)", async () => {
    const { challenge } = await tryCall(stage, '/provided/photos');
    const address = /resource_metadata="([^"]*)"/.exec(challenge)?.[1] ?? '';
    const metadata = (await (await fetch(address)).json()) as object;
    expect(metadata).toMatchObject({
      resource,
      authorization_servers: [stage.gatehouse.issuer, outside.issuer, provider.issuer],
    });
  });
});
