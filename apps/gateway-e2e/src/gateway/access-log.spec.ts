import { mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTable } from '../../../../tools/test-setup/index.mjs';
import { obtainTokens } from '../fixtures/oauth.js';
import { sendRaw } from '../fixtures/raw-http.js';
import { listNodes } from '../fixtures/receipts.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage } from './gateway-stage.js';

interface Line {
  readonly requestId: string;
  readonly [name: string]: unknown;
}

let stage: GatewayStage;
let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-access-log-'));
  path = join(folder, 'access.log');
  stage = await openGatewayStage({
    env: { GATEHOUSE_ACCESS_LOG: path, GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1' },
  });
});
afterAll(async () => {
  await closeGatewayStage();
  await rm(folder, { recursive: true });
});

async function readLines(file = path): Promise<readonly Line[]> {
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

const idOf = (response: Response): string => response.headers.get('x-request-id') ?? '';

async function waitForLine(requestId: string, file = path): Promise<Line> {
  let found: Line | undefined;
  await waitUntil('the line', async () => {
    found = (await readLines(file)).find((line) => line.requestId === requestId);
    return found !== undefined;
  });
  return found as unknown as Line;
}

describe('a call is a line of JSON', () => {
  it('with who called what, and how it went', async () => {
    const { access_token: token } = await obtainTokens(stage, { scope: 'photos' });
    const response = await call(stage, '/flickr/photos/4711/image?size=big&page=2', token, {
      headers: {
        'x-forwarded-for': '203.0.113.7',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      },
    });
    const [node] = await listNodes(stage.admin);
    const line = await waitForLine(idOf(response));
    expect(line).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      requestId: idOf(response),
      node: node?.id,
      api: 'Flickr photos',
      route: '/flickr/photos/{id}/image',
      method: 'GET',
      path: '/flickr/photos/4711/image',
      queryNames: ['size', 'page'],
      status: 200,
      check: null,
      applicationId: stage.printShop.applicationId,
      clientId: stage.printShop.clientId,
      userId: stage.ada.id,
      durationMs: expect.any(Number) as number,
      upstreamMs: expect.any(Number) as number,
      tries: 1,
      bytesIn: 0,
      bytesOut: (await response.arrayBuffer()).byteLength,
      address: '203.0.113.7',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    });
  });

  it('also where it was refused, by name', async () => {
    const refused = await call(stage, '/flickr/both', stage.accessToken);
    expect(await waitForLine(idOf(refused))).toMatchObject({
      status: 403,
      check: 'access-token',
      upstreamMs: null,
      tries: 0,
      traceId: null,
    });
    const lost = await call(stage, '/elsewhere');
    expect(await waitForLine(idOf(lost))).toMatchObject({
      status: 404,
      check: 'api',
      api: null,
      route: null,
    });
  });

  it('one, whatever comes: a line break is not one there, and what steers terminals is escaped', async () => {
    const answer = await sendRaw(stage.gatehouse.gatewayUrl, {
      method: 'GET',
      path: '/flickr/photos/a%0d%0a{"status":200}/image?x%0a=1',
      headers: ['X-Forwarded-For: 198.51.100.1\u009b31m'],
    });
    const id = /x-request-id: (\S+)/i.exec(answer.head)?.[1] ?? '';
    await waitForLine(id);
    const text = await readFile(path, 'utf8');
    expect(text.split('\n').filter((line) => line.includes(id))).toHaveLength(1);
    expect(text).not.toMatch(/[\u007f-\u009f]/);
    expect(Buffer.from(text).filter((byte) => byte < 0x20 && byte !== 0x0a)).toHaveLength(0);
  });

  it('without anything secret: no token, no value of a query, no header', async () => {
    const secret = 'hidden-in-the-query';
    const response = await call(stage, `/flickr/photos?access_token=${secret}&${secret}`, stage.accessToken, {
      headers: { cookie: `session=${secret}` },
    });
    await waitForLine(idOf(response));
    // RFC 9110 §4.2.4: a user and password in a target are an error, and were sent all the same.
    const targets = [
      `http://ada:${secret}@localhost/flickr/photos`,
      `//ada:${secret}@localhost/flickr/photos`,
      `/flickr/photos#access_token=${secret}`,
    ];
    for (const target of targets) {
      const answer = await sendRaw(stage.gatehouse.gatewayUrl, { method: 'GET', path: target });
      expect(answer.status).toBe(400);
      const id = /x-request-id: (\S+)/i.exec(answer.head)?.[1] ?? '';
      await waitForLine(id);
      const calls = `/api/calls/${id}`;
      await waitUntil(
        'the call to be kept',
        async () => (await stage.admin.request('GET', calls)).status === 200,
      );
      expect(JSON.stringify(await stage.admin.get(calls))).not.toContain(secret);
    }
    const text = await readFile(path, 'utf8');
    for (const one of [secret, stage.accessToken, stage.accessToken.split('.')[2] ?? ''])
      expect(text).not.toContain(one);
    // Nobody else on the machine reads it.
    expect((await stat(path)).mode & 0o007).toBe(0);
  });
});

it('SIGHUP opens the file anew, and no line is lost', async () => {
  const before = await call(stage, '/flickr/photos', stage.accessToken);
  await waitForLine(idOf(before));
  const moved = join(folder, 'access.log.1');
  await rename(path, moved);
  process.kill(stage.gatehouse.pid, 'SIGHUP');
  await waitUntil('the new file', () => stage.gatehouse.logs().includes('the access log was opened anew'));
  const after = await call(stage, '/flickr/photos', stage.accessToken);
  await waitForLine(idOf(after));
  expect((await readLines(moved)).map(({ requestId }) => requestId)).toContain(idOf(before));
  expect(await readLines()).toHaveLength(1);
});

it('SIGTERM writes the last lines, and the last calls and counts to the database', async () => {
  const responses = await Promise.all(
    Array.from({ length: 20 }, () => call(stage, '/flickr/photos', stage.accessToken)),
  );
  await stage.gatehouse.stop();
  const ids = responses.map(idOf);
  const lines = (await readLines()).map(({ requestId }) => requestId);
  expect(lines).toEqual(expect.arrayContaining(ids));
  const calls = await readTable(stage.gatehouse.databaseUrl, 'calls');
  for (const id of ids) expect(calls).toContain(id);
});
