import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf, passThrough } from '../fixtures/browser.js';
import { answerNewest } from '../fixtures/ciba.js';
import { answerDevice } from '../fixtures/device.js';
import { runSample } from '../fixtures/sample-flow.js';
import { openStage, type Stage } from '../fixtures/stage.js';

const FOLDER = resolve(import.meta.dirname, '../../../../samples/flows');
/** Parts of the samples, not samples. */
const PARTS = ['gatehouse', 'loopback', 'sign-in'];

let stage: Stage;
let photoApi: Server;
beforeAll(async () => {
  stage = await openStage({
    env: { GATEHOUSE_DEVICE_INTERVAL_SECONDS: '1', GATEHOUSE_BACKCHANNEL_INTERVAL_SECONDS: '1' },
  });
  photoApi = createServer((_, response) => response.end('[]')).listen(0, '127.0.0.1');
  await once(photoApi, 'listening');
  const url = `http://127.0.0.1:${(photoApi.address() as AddressInfo).port}`;
  const routes = [{ methods: ['GET'], path: '/photos', access: 'scopes', scopes: ['photos'] }];
  await stage.admin.post('/api/apis', { name: 'Photos', basePath: '/flickr', targets: [{ url }], routes });
});
afterAll(async () => {
  photoApi.close();
  await stopAllGatehouses();
});

/** Ada opens what the sample prints, signs in, allows, and her browser goes back to the sample. */
async function open(address: URL): Promise<void> {
  if (address.pathname === '/account/requests') return void (await answerNewest(stage));
  const userCode = address.searchParams.get('user_code');
  if (userCode !== null) return void (await answerDevice(stage, userCode));
  const callback = await passThrough(
    createBrowserOf(stage),
    Object.fromEntries(address.searchParams),
    stage.ada,
  );
  await fetch(callback);
  // The page there has a script that sends on what no server sees.
  if (callback.hash !== '')
    await fetch(new URL('/fragment', callback), { method: 'POST', body: callback.hash.slice(1) });
}

/** What each sample must have said when it has ended. */
const SAMPLES: Readonly<Record<string, readonly RegExp[]>> = {
  'authorization-code': [/"refresh_token"/, /with the access token: 200/],
  'client-credentials': [/"scope": "photos"/],
  refresh: [/replaced by another one: yes/],
  revoke: [/with the access token: 200[^]*with the access token: 401/],
  introspect: [/"active": true/, /"expires_in"/, /"active": false/],
  device: [/enter [A-Z]{4}-[A-Z]{4}/, /with the access token: 200/],
  ciba: [/Till 4, order 4711/, /with the access token: 200/],
  'token-exchange': [/"issued_token_type"/, /"act": \{\s+"sub": "sample-token-exchange-service/],
  'jwt-bearer': [/for ada/, /with the access token: 200/],
  'saml-bearer': [/for ada/, /with the access token: 200/],
  'private-key-jwt': [/"access_token"/, /with the access token: 200/],
  password: [/for ada/, /with the access token: 200/],
  implicit: [/The fragment had/, /with the access token: 200/],
};

describe('samples/flows', () => {
  it.each(Object.entries(SAMPLES))('%s runs, and says what happens', async (name, expected) => {
    const { code, output } = await runSample(stage, name, stage.ada, open);
    expect({ name, code, output: code === 0 ? '' : output }).toEqual({ name, code: 0, output: '' });
    for (const pattern of expected) expect(output).toMatch(pattern);
  });

  it('a second run needs no cleaning up', async () => {
    expect((await runSample(stage, 'client-credentials', stage.ada, open)).code).toBe(0);
  });

  it('every sample is run here', () => {
    const names = readdirSync(FOLDER).flatMap((file) => /^([\w-]+)\.mjs$/.exec(file)?.[1] ?? []);
    expect(names.filter((name) => !PARTS.includes(name)).sort()).toEqual(Object.keys(SAMPLES).sort());
  });
});
