import type { Receipt } from '@gatehouse/dto';
import { createBrowserOf, passThrough } from '../fixtures/browser.js';
import { obtainTokens } from '../fixtures/oauth.js';
import { registerClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage } from '../gateway/gateway-stage.js';
import { findBlock, runBlock } from './shell-blocks.js';

const SHOP_CALLBACK = 'http://localhost:4100/callback';

let stage: GatewayStage;
let secrets: Readonly<Record<string, unknown>>;
beforeAll(async () => {
  stage = await openGatewayStage();
  secrets = { 'secrets.json': { setupClientSecret: stage.gatehouse.setupClient.secret } };
});
afterAll(closeGatewayStage);

it('README: the worked example over the wire, from the code to the refusal', async () => {
  const shop = await registerClient(stage.admin, { name: 'Photo shop', redirectUris: [SHOP_CALLBACK] });
  const { clientId, clientSecret } = shop;
  const open = async (line: string): Promise<string | undefined> => {
    if (!line.startsWith(`${stage.gatehouse.issuer}/oauth2/authorize?`)) return undefined;
    const parameters = Object.fromEntries(new URL(line).searchParams);
    const callback = await passThrough(createBrowserOf(stage), parameters, stage.ada);
    return callback.searchParams.get('code') ?? '';
  };
  const output = await runBlock(
    stage,
    findBlock('README.md', '/oauth2/authorize'),
    { 'print-shop.json': { clientId, clientSecret } },
    open,
  );
  expect(output).toMatch(/"refresh_token"/);
  expect(output).toMatch(/HTTP\/1\.1 401 [^]*error="invalid_token"/);
});

it('your first API: an access token, and the call with it', async () => {
  await stage.admin.post('/api/scopes', { name: 'orders.read', title: 'See your orders' });
  await stage.admin.post('/api/apis', {
    name: 'Orders',
    basePath: '/orders',
    targets: stage.api.targets,
    routes: [{ methods: ['GET'], path: '/list', access: 'scopes', scopes: ['orders.read'] }],
  });
  const { clientId, clientSecret = '' } = await registerClient(stage.admin, {
    name: 'Order job',
    kind: 'machine',
    allowedScopes: ['orders.read'],
  });
  const values = { CLIENT: clientId, SECRET: clientSecret };
  const output = await runBlock(stage, findBlock('docs/guides/first-api.md', '/orders/list', values), {});
  expect(output).toMatch(/^HTTP\/1\.1 200 /);
});

it('finding out why: a call by its request ID', async () => {
  const requestId = (await call(stage, '/flickr/photos')).headers.get('x-request-id') ?? '';
  // Calls are stored in batches.
  await waitUntil('the call is stored', () =>
    stage.admin.get(`/api/calls/${requestId}`).then(
      () => true,
      () => false,
    ),
  );
  const block = findBlock('docs/guides/finding-out-why.md', '/api/calls/', { REQUEST_ID: requestId });
  expect(JSON.parse(await runBlock(stage, block, secrets))).toMatchObject({ requestId, status: 401 });
});

it('several nodes: an authorization is revoked, and its receipt asked for', async () => {
  await obtainTokens(stage, { parameters: { resource: stage.api.audience } });
  const { items } = await stage.admin.get<{ readonly items: readonly { readonly id: string }[] }>(
    `/api/authorizations?applicationId=${stage.printShop.applicationId}`,
  );
  const id = items[0]?.id ?? '';
  const block = findBlock('docs/guides/nodes.md', '/receipt', { AUTHORIZATION_ID: id });
  const receipt = JSON.parse(await runBlock(stage, block, secrets)) as Receipt;
  expect(receipt).toMatchObject({ kind: 'authorization', subjectId: id });
  expect(Object.keys(receipt)).toEqual(
    expect.arrayContaining(['isEverywhere', 'everywhereAfterMs', 'nodes']),
  );
});
