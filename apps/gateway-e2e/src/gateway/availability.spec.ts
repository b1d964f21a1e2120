import { createTestDatabase } from '../../../../tools/test-setup/index.mjs';
import { type Cable, layCable } from '../fixtures/cable.js';
import { createProofMaker, makeProof, type ProofMaker } from '../fixtures/dpop.js';
import { basic } from '../fixtures/oauth.js';
import { registerClient } from '../fixtures/stage.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from './gateway-stage.js';

let cable: Cable;
let stage: GatewayStage;
beforeAll(async () => {
  cable = await layCable(await createTestDatabase());
  stage = await openGatewayStage({ database: cable.url });
});
afterAll(async () => {
  await closeGatewayStage();
  cable.pull();
});

const statusOf = async (accessToken: string): Promise<number> =>
  (await call(stage, '/flickr/photos', accessToken)).status;

describe('while the database is gone', () => {
  let opaque: string;
  let unseen: string;
  let maker: ProofMaker;
  let bound: string;
  beforeAll(async () => {
    const settings = { accessTokenFormat: 'opaque' } as const;
    const client = await registerClient(stage.admin, { kind: 'machine', settings });
    opaque = await obtainAccessToken(stage, client);
    unseen = await obtainAccessToken(stage, stage.machine);
    expect(await statusOf(opaque)).toBe(200);
    maker = await createProofMaker();
    bound = await obtainBound();
    expect((await callBound()).status).toBe(200);
    cable.pull();
  });

  async function obtainBound(): Promise<string> {
    const { clientId, clientSecret = '' } = stage.machine;
    const address = `${stage.gatehouse.issuer}/oauth2/token`;
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        authorization: basic(clientId, clientSecret),
        dpop: await makeProof(maker, 'POST', address),
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'photos' }),
    });
    return ((await response.json()) as { readonly access_token: string }).access_token;
  }

  async function callBound(): Promise<Response> {
    const address = `${stage.gatehouse.gatewayUrl}/flickr/photos`;
    const dpop = await makeProof(maker, 'GET', address, { accessToken: bound });
    return fetch(address, { headers: { authorization: `DPoP ${bound}`, dpop } });
  }

  it('signed access tokens are served, also those never seen before', async () => {
    expect(await statusOf(stage.accessToken)).toBe(200);
    expect(await statusOf(unseen)).toBe(200);
    expect((await call(stage, '/flickr/public/a')).status).toBe(200);
    expect((await call(stage, '/health')).status).toBe(200);
  });

  it('others are answered 503 with Retry-After: nobody knows whether they were revoked', async () => {
    const response = await call(stage, '/flickr/photos', opaque);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(response.headers.get('www-authenticate')).toBeNull();
    expect(await response.json()).toMatchObject({ status: 503, error: 'temporarily_unavailable' });
  });

  it('those that are bound to a key too: nobody knows whether the proof was used (RFC 9449 §11.1)', async () => {
    const response = await callBound();
    expect([response.status, Number(response.headers.get('retry-after')) > 0]).toEqual([503, true]);
    expect(await response.json()).toMatchObject({ error: 'temporarily_unavailable' });
  });

  it('nonsense is still refused as such, where it can be told', async () => {
    expect(await statusOf('a.b.c')).toBe(401);
  });

  it('and all is well once it is back, without a restart', async () => {
    const { pid } = stage.gatehouse;
    await cable.plug();
    while ((await statusOf(opaque)) !== 200);
    expect(stage.gatehouse.pid).toBe(pid);
  });
});

describe('SIGTERM', () => {
  it('lets what is in flight finish, takes nothing more, and ends the process', async () => {
    const arrived = new Promise<() => void>((resolve) => {
      stage.upstream.behaviour = (_, response) => {
        response.write('first ');
        resolve(() => response.end('last'));
      };
    });
    const inFlight = await call(stage, '/flickr/photos', stage.accessToken);
    const finish = await arrived;
    const stopped = stage.gatehouse.stop();
    // The port is closed as soon as the signal has been heard.
    while (
      await call(stage, '/health').then(
        () => true,
        () => false,
      )
    );
    finish();
    expect(await inFlight.text()).toBe('first last');
    await stopped;
    expect(await stage.gatehouse.exited).toEqual({ code: 0, signal: null });
  });
});
