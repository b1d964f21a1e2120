import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { basic, requestToken } from '../fixtures/oauth.js';
import { openSocket, readAnswer, toBytes } from '../fixtures/raw-http.js';
import { openStage, registerClient, type Stage } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(stopAllGatehouses);

const isRefused = (origin: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = openSocket(origin);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });

describe('SIGTERM', () => {
  it('stops accepting, finishes what is in flight, and ends with success', async () => {
    const { gatehouse, admin } = stage;
    const client = await registerClient(admin, {
      kind: 'machine',
      settings: { accessTokenFormat: 'opaque' },
    });
    const body = 'grant_type=client_credentials&scope=photos';
    const bytes = toBytes({
      path: '/oauth2/token',
      headers: [
        'Content-Type: application/x-www-form-urlencoded',
        `Authorization: ${basic(client.clientId, client.clientSecret ?? '')}`,
      ],
      body,
    });
    const socket = openSocket(gatehouse.authUrl);
    const answer = readAnswer(socket);
    // In flight: the head is there, the body is on its way.
    socket.write(bytes.subarray(0, bytes.length - 10));
    await requestToken(stage, client, { grant_type: 'client_credentials', scope: 'photos' });

    process.kill(gatehouse.pid, 'SIGTERM');
    for (const origin of [gatehouse.authUrl, gatehouse.gatewayUrl, gatehouse.adminUrl]) {
      await waitUntil('the closed port', () => isRefused(origin));
    }
    socket.write(bytes.subarray(bytes.length - 10));
    const { status, body: text } = await answer;
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ token_type: 'Bearer', scope: 'photos' });
    expect(await gatehouse.exited).toEqual({ code: 0, signal: null });
    expect(gatehouse.logs()).toContain('"msg":"stopped"');
  });

  it('waits for no client longer than it was told', async () => {
    await stopAllGatehouses();
    stage = await openStage({ env: { GATEHOUSE_SHUTDOWN_SECONDS: '1' } });
    const { gatehouse } = stage;
    const socket = openSocket(gatehouse.authUrl);
    const answer = readAnswer(socket);
    await new Promise<void>((resolve) => {
      socket.write('POST /oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\ng', () => resolve());
    });
    process.kill(gatehouse.pid, 'SIGTERM');
    expect(await gatehouse.exited).toEqual({ code: 0, signal: null });
    expect((await answer).status).toBeLessThan(500);
  });
});
