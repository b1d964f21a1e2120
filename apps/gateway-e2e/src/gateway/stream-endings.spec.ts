import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { postForm } from '../fixtures/oauth.js';
import { publishWith } from './credentials.js';
import {
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from './gateway-stage.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);

function open(path: string, method = 'GET', headers: Record<string, string> = {}): ClientRequest {
  return httpRequest(stage.gatehouse.gatewayUrl + path, { method, headers, agent: false });
}

async function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

it('an answer without a length ends when the access token is revoked that began it', async () => {
  stage.upstream.behaviour = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('data: 1\n\n');
  };
  const accessToken = await obtainAccessToken(stage, stage.machine);
  const request = open('/flickr/photos', 'GET', { Authorization: `Bearer ${accessToken}` });
  request.on('error', () => undefined);
  request.end();
  const response = await answerOf(request);
  response.on('error', () => undefined);
  expect(String((await once(response, 'data'))[0])).toBe('data: 1\n\n');
  const closed = new Promise((resolve) => response.on('close', resolve));
  await postForm(stage, '/oauth2/revoke', { token: accessToken }, stage.machine);
  await closed;
  // Cut off, it does not look whole (RFC 9112 §8).
  expect(response.complete).toBe(false);
});

const MEGABYTE = Buffer.alloc(1_048_576, 'x');
const MEGABYTES = 256;
/** What is under way, and what has not been collected yet. */
const MOST_GROWTH_KB = 128 * 1024;
const body = (): Readable => Readable.from(Array.from({ length: MEGABYTES }, () => MEGABYTE));

/** The most that the process ever held, in kB. */
async function readPeakMemory(): Promise<number> {
  const status = await readFile(`/proc/${stage.gatehouse.pid}/status`, 'latin1');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]);
}

async function measure(stream: Readable): Promise<number> {
  let length = 0;
  for await (const chunk of stream) length += (chunk as Buffer).length;
  return length;
}

it('256 MB down and up pass through without being held', async () => {
  const { basePath } = await publishWith(stage, { policies: { maxBodyBytes: MEGABYTES * MEGABYTE.length } });
  const path = `${basePath}/public/a`;
  let received = 0;
  stage.upstream.behaviour = (request, response) => {
    if (request.method === 'GET') body().pipe(response);
    else {
      request.on('data', (chunk: Buffer) => (received += chunk.length));
      request.on('end', () => response.end());
    }
  };
  const before = await readPeakMemory();
  const download = open(path);
  download.end();
  expect(await measure(await answerOf(download))).toBe(MEGABYTES * MEGABYTE.length);
  const upload = open(path, 'POST', { 'Transfer-Encoding': 'chunked' });
  body().pipe(upload);
  expect((await answerOf(upload)).statusCode).toBe(200);
  expect(received).toBe(MEGABYTES * MEGABYTE.length);
  expect((await readPeakMemory()) - before).toBeLessThan(MOST_GROWTH_KB);
});
