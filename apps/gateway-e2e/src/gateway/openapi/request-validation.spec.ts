import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { ApiChecks, ApiDetail, CallExplanation } from '@gatehouse/dto';
import { startGatehouse } from '../../../../../tools/test-setup/index.mjs';
import { registerClient } from '../../fixtures/stage.js';
import { waitUntil } from '../../fixtures/wait-until.js';
import { call, closeGatewayStage, obtainAccessToken } from '../gateway-stage.js';
import { buildRequest, type RawAnswer, sendRaw } from '../raw-http.js';
import { echo, findDeadUrl } from '../upstream.js';
import { type ContractStage, importParts, openContractStage, statusOf, toInput } from './contract-stage.js';
import { PARTS } from './documents.js';
import { JSON_TYPE, MAX_BYTES, PART, WRONG_REQUESTS } from './wrong-requests.js';

let stage: ContractStage;
let enforced: ApiDetail;
let reported: ApiDetail;

beforeAll(async () => {
  stage = await openContractStage();
  ({ enforced, reported } = stage);
});
afterAll(closeGatewayStage);
beforeEach(() => {
  stage.upstream.behaviour = (request, response) => echo.call(stage.upstream, request, response);
  stage.upstream.seen.length = 0;
});

interface Problem {
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly object[];
  readonly requestId: string;
}

const post = (
  body: RequestInit['body'],
  headers: Record<string, string> = JSON_TYPE,
  path = '/parts/parts',
) => call(stage, path, undefined, { method: 'POST', headers, body: body ?? null });

describe('requests that the contract does not allow', () => {
  it.each(WRONG_REQUESTS)(
    'are refused, and the error names the place: %s',
    async (_, path, init, status, errors) => {
      const answer = await call(stage, `/parts${path}`, undefined, init);
      const problem = (await answer.json()) as Problem;
      expect([answer.status, problem.errors]).toEqual([status, errors]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(problem.detail).toContain('The request is not as "Parts enforce" describes it');
      expect(stage.upstream.seen).toEqual([]);
    },
  );

  it('hear what they may send instead (RFC 9110 §15.5.16)', async () => {
    const type = await post(PART, { 'content-type': 'text/plain' });
    expect(type.headers.get('accept')).toBe('application/json, image/*');
    const coding = await post(PART, { ...JSON_TYPE, 'content-encoding': 'zstd' });
    expect(coding.headers.get('accept-encoding')).toBe('gzip, deflate, br');
  });

  it('with several media types are refused: the upstream might believe the other one', async () => {
    const lines = ['Content-Type: image/png', 'Content-Type: application/json', 'Content-Length: 2'];
    const answer = await sendRaw(
      stage.gatehouse.gatewayUrl,
      `${buildRequest('/parts/parts', lines, 'POST')}{}`,
    );
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining('must be given only once')]);
  });

  it('are told nothing before they have proved who they are', async () => {
    expect((await call(stage, '/parts/secret?n=x')).status).toBe(401);
    const machine = await registerClient(stage.admin, {
      kind: 'machine',
      name: 'Fitter',
      allowedScopes: ['parts:secret'],
    });
    const token = await obtainAccessToken(stage, machine, 'parts:secret');
    expect((await call(stage, '/parts/secret?n=x', token)).status).toBe(400);
    expect((await call(stage, '/parts/secret?n=1', token)).status).toBe(200);
  });

  it('are found again under their request ID, with the check that refused them', async () => {
    const answer = await call(stage, '/parts/parts/x');
    const { requestId } = (await answer.json()) as Problem;
    const path = `/api/calls/${requestId}`;
    await waitUntil(
      'the call to be kept',
      async () => (await stage.admin.request('GET', path)).status === 200,
    );
    const why = await stage.admin.get<CallExplanation>(path);
    expect(why.checks.find(({ verdict }) => verdict === 'refused')?.name).toBe('contract');
    expect(why.refusal?.detail).toContain('path "id" must be integer');
  });

  it('are refused whatever operators have made of the route', async () => {
    const { id } = await importParts(stage, '/widened', 'enforce');
    const input = await toInput(stage, id);
    const star = { methods: [], path: '/*', access: 'public', scopes: [], scopeMatch: 'all' };
    const { status } = await stage.admin.request('PUT', `/api/apis/${id}`, { ...input, routes: [star] });
    expect(status).toBe(200);
    expect((await call(stage, '/widened/parts/x')).status).toBe(400);
    // Of what the document does not know it says nothing.
    expect((await call(stage, '/widened/elsewhere/x')).status).toBe(200);
  });
});

describe('requests that the contract allows', () => {
  it.each<[string, Buffer, Record<string, string>]>([
    ['as it came', Buffer.from(` ${PART}\n`), {}],
    ['in gzip', gzipSync(PART), { 'content-encoding': 'gzip' }],
    ['in brotli', brotliCompressSync(PART), { 'content-encoding': 'br' }],
    ['of a type that nobody checks', randomBytes(10_000), { 'content-type': 'image/png' }],
  ])('arrive byte for byte, %s', async (_, body, headers) => {
    const answer = await post(body, { ...JSON_TYPE, ...headers });
    expect(answer.status).toBe(200);
    const [seen] = stage.upstream.seen;
    expect(Buffer.from(seen?.body ?? '', 'latin1').equals(body)).toBe(true);
    expect(seen?.headers['content-encoding']).toBe(headers['content-encoding']);
  });

  it('arrive in chunks, and go to another target with their body where the first is gone', async () => {
    const input = await toInput(stage, enforced.id);
    const dead = { url: await findDeadUrl(), weight: 1000 };
    const { id } = await importParts(stage, '/dead', 'enforce');
    const { version } = await stage.admin.get<ApiDetail>(`/api/apis/${id}`);
    const { status } = await stage.admin.request('PUT', `/api/apis/${id}`, {
      ...input,
      name: 'Dead',
      basePath: '/dead',
      audience: undefined,
      targets: [dead, { url: stage.upstream.url, weight: 1 }],
      version,
    });
    expect(status).toBe(200);
    const request = httpRequest(`${stage.gatehouse.gatewayUrl}/dead/parts`, {
      method: 'POST',
      headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' },
    });
    request.write(PART.slice(0, 5));
    request.end(PART.slice(5));
    expect(await statusOf(request)).toBe(200);
    expect(stage.upstream.seen.map(({ body }) => body)).toEqual([PART]);
  });

  it('are held from the first call after a restart on', async () => {
    const second = await startGatehouse({ database: stage.gatehouse.databaseUrl });
    const bad = await fetch(`${second.gatewayUrl}/parts/parts/x`);
    expect([bad.status, ((await bad.json()) as Problem).errors]).toEqual([400, [expect.anything()]]);
    expect((await fetch(`${second.gatewayUrl}/parts/parts/7`)).status).toBe(200);
  });
});

describe('Expect: 100-continue (RFC 9110 §10.1.1)', () => {
  const send = (target: string, body: string, length = body.length): Promise<RawAnswer> => {
    const lines = ['Content-Type: application/json', 'Expect: 100-continue', `Content-Length: ${length}`];
    return sendRaw(stage.gatehouse.gatewayUrl, buildRequest(target, lines, 'POST') + body);
  };
  const count = ({ text }: RawAnswer): number => text.split('HTTP/1.1 100 Continue').length - 1;

  it('is answered once, and the body arrives', async () => {
    const answer = await send('/parts/parts', PART);
    expect([count(answer), answer.text]).toEqual([1, expect.stringContaining('HTTP/1.1 200 OK')]);
    expect(stage.upstream.seen[0]?.body).toBe(PART);
  });

  it('is not answered where the body is not wanted', async () => {
    const wrong = await send('/parts/parts?dry=x', PART);
    expect([count(wrong), wrong.status]).toEqual([0, 400]);
    const large = await send('/parts/parts', '', MAX_BYTES + 1);
    expect([count(large), large.status]).toEqual([0, 413]);
  });
});

describe('bodies beyond the bound', () => {
  const stream = async (path: string, chunks: readonly Buffer[], type = 'application/json') => {
    const request = httpRequest(stage.gatehouse.gatewayUrl + path, {
      method: 'POST',
      headers: { 'content-type': type, 'transfer-encoding': 'chunked' },
      agent: false,
    });
    request.on('error', () => undefined);
    for (const chunk of chunks) request.write(chunk);
    request.end();
    return statusOf(request);
  };
  const CHUNKS = Array.from({ length: 40 }, () => randomBytes(50_000));

  it('are cut off in chunks too', async () => {
    expect(await stream('/parts/parts', CHUNKS)).toBe(413);
    expect(stage.upstream.seen).toEqual([]);
  });

  it('pass whole where violations are only reported', async () => {
    expect(await stream('/reported/parts', CHUNKS)).toBe(200);
    const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
    const [seen] = stage.upstream.seen;
    expect(hash(Buffer.from(seen?.body ?? '', 'latin1'))).toBe(hash(Buffer.concat(CHUNKS)));
  });

  it.each(['/flickr/public/a', '/parts/parts'])(
    'arrive at %s while they are being sent where nobody checks them',
    async (path) => {
      const arrived = new Promise<Parameters<typeof stage.upstream.behaviour>>((resolve) => {
        stage.upstream.behaviour = (...exchange) => resolve(exchange);
      });
      const request = httpRequest(stage.gatehouse.gatewayUrl + path, {
        method: 'POST',
        headers: { 'content-type': 'image/png', 'transfer-encoding': 'chunked' },
        agent: false,
      });
      request.write('first');
      const [upstreamRequest, upstreamResponse] = await arrived;
      expect(String((await once(upstreamRequest, 'data'))[0])).toBe('first');
      request.end('second');
      upstreamRequest.resume();
      await once(upstreamRequest, 'end');
      upstreamResponse.end();
      expect(await statusOf(request)).toBe(200);
    },
  );
});

describe('the setting', () => {
  it('that only reports lets everything pass, and tells operators', async () => {
    const answer = await post('{"name":7}', JSON_TYPE, '/reported/parts');
    expect(answer.status).toBe(200);
    expect(stage.upstream.seen[0]?.body).toBe('{"name":7}');
    const requestId = answer.headers.get('x-request-id') ?? '-';
    await waitUntil('the log line', () => stage.gatehouse.logs().includes(requestId));
    const lines = stage.gatehouse.logs().split('\n');
    const line = lines.find((one) => one.includes(requestId) && one.includes('contract'));
    expect(line).toContain('"errors":[{"pointer":"#/name","detail":"must be string"}]');
  });

  it('needs a document, when it is saved and when it is checked', async () => {
    const input = await toInput(stage, stage.api.id);
    const asked = { ...input, policies: { ...input.policies, requestValidation: { mode: 'enforce' } } };
    const errors = [
      {
        field: 'policies.requestValidation',
        message: 'There is no OpenAPI document to hold requests against: import one first.',
        code: 'api-without-document',
      },
    ];
    const saved = await stage.admin.request<{ errors: object[] }>('PUT', `/api/apis/${stage.api.id}`, asked);
    expect([saved.status, saved.body.errors]).toEqual([400, errors]);
    const { version: _, ...unsaved } = asked;
    const check = (more: object) =>
      stage.admin.post<ApiChecks>('/api/apis/checks', { ...unsaved, connect: false, ...more });
    expect((await check({ id: stage.api.id })).errors).toEqual(errors);
    const { version: _v, ...known } = await toInput(stage, enforced.id);
    expect((await check({ ...known, id: enforced.id })).errors).toEqual([]);
  });

  it('follows a later document, which is held to the rules of a save', async () => {
    const address = `/api/apis/${reported.id}/openapi`;
    const { version, ...input } = await toInput(stage, reported.id);
    const policies = { ...input.policies, requestValidation: { mode: 'enforce' } };
    const { status } = await stage.admin.request('PUT', `/api/apis/${reported.id}`, {
      ...input,
      policies,
      version,
    });
    expect(status).toBe(200);
    expect((await call(stage, '/reported/parts?limit=51')).status).toBe(200);
    const later = JSON.stringify(PARTS(stage.upstream.url)).replace('"maximum":100', '"maximum":50');
    const applied = await stage.admin.request<ApiDetail>('PUT', address, {
      document: later,
      version: version + 1,
    });
    expect(applied.body.policies.requestValidation).toEqual({ mode: 'enforce', maxBodyBytes: 1_048_576 });
    expect((await call(stage, '/reported/parts?limit=51')).status).toBe(400);

    // What operators made of the route wants a parameter that the next document calls otherwise.
    const saved = await toInput(stage, reported.id);
    const routes = saved.routes.map((route) =>
      route.path === '/parts/{id}' ? { ...route, rewrite: '/v2/{id}' } : route,
    );
    const { body } = await stage.admin.request<ApiDetail>('PUT', `/api/apis/${reported.id}`, {
      ...saved,
      routes,
    });
    const renamed = later.replace('/parts/{id}', '/parts/{part}').replace('"name":"id"', '"name":"part"');
    for (const [method, path] of [['POST', `${address}/preview`] as const, ['PUT', address] as const]) {
      const refused = await stage.admin.request<{ errors: { field: string; message: string }[] }>(
        method,
        path,
        {
          document: renamed,
          ...(method === 'PUT' && { version: body.version }),
        },
      );
      expect([refused.status, refused.body.errors[0]?.field]).toEqual([400, 'document']);
      expect(refused.body.errors[0]?.message).toMatch(/^GET \/parts\/\{part\}: /);
    }
  });
});
