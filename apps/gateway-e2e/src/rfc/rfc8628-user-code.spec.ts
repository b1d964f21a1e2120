import { startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowser, createBrowserOf } from '../fixtures/browser.js';
import { beginDevice, registerTelevision, sendUserCode } from '../fixtures/device.js';
import { openStage, type Stage } from '../fixtures/stage.js';

afterAll(stopAllGatehouses);

const beginAt = async (stage: Stage): Promise<string> =>
  (await beginDevice(stage, await registerTelevision(stage))).user_code;

describe('guessing user codes (RFC 8628 §5.1)', () => {
  it('is slowed from one place, with whichever cookies, and at whichever node', async () => {
    const stage = await openStage();
    const userCode = await beginAt(stage);
    const statuses: number[] = [];
    for (let guess = 0; guess < 7; guess += 1)
      statuses.push((await sendUserCode(createBrowserOf(stage), 'BBBB-BBBB')).status);
    expect(statuses).toEqual([404, 404, 404, 404, 404, 429, 429]);

    const node = await startGatehouse({ database: stage.gatehouse.databaseUrl });
    const right = await sendUserCode(createBrowser(node.authUrl), userCode);
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('from many places leaves each of them one mistake, and those who make none in peace', async () => {
    // Each request says where it comes from, as those behind a proxy do.
    const stage = await openStage({ env: { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1,::1' } });
    const browser = createBrowserOf(stage);
    const { csrfToken } = (await (await browser.fetch('/device/code')).json()) as { csrfToken: string };
    const send = async (userCode: string, address: string): Promise<number> => {
      const headers = {
        'content-type': 'application/json',
        'x-csrf-token': csrfToken,
        'x-forwarded-for': address,
      };
      const body = JSON.stringify({ userCode });
      return (await browser.fetch('/device/code', { method: 'POST', headers, body })).status;
    };
    for (let batch = 0; batch < 16; batch += 1) {
      const places = Array.from({ length: 20 }, (_, host) => `203.0.${batch}.${host}`);
      await Promise.all(places.map((address) => send('BBBB-BBBB', address)));
    }
    expect(await send('BBBB-BBBB', '198.51.100.1')).toBe(404);
    expect(await send('BBBB-BBBB', '198.51.100.1')).toBe(429);
    expect(await send(await beginAt(stage), '198.51.100.2')).toBe(200);
  });
});
