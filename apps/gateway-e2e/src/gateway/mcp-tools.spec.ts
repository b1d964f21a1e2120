import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import type { CallExplanation, McpRuleInput, RouteInput } from '@gatehouse/dto';
import { createBrowserOf, consent, signIn } from '../fixtures/browser.js';
import { obtainTokens } from '../fixtures/oauth.js';
import { setTerms } from '../fixtures/registration.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  closeGatewayStage,
  call,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
  publish,
} from './gateway-stage.js';
import { allow, connectWith, Memory } from './mcp-client.js';
import { type NotesServer, startNotesServer } from './mcp-notes-server.js';

const RULES: readonly McpRuleInput[] = [
  { kind: 'tool', name: 'delete-*', scopes: ['albums'] },
  { kind: 'tool', name: 'list-notes', scopes: [] },
  { kind: 'resource', name: 'note://*', scopes: ['albums'] },
];

let stage: GatewayStage;
let notes: NotesServer;
let address: URL;
/** With `photos`, which the route needs, and no more. */
let token: string;

beforeAll(async () => {
  [stage, notes] = await Promise.all([
    openGatewayStage({ env: { GATEHOUSE_CALL_LOG_HOURS: '1' } }),
    startNotesServer(),
  ]);
  const routes: RouteInput[] = [
    { methods: [], path: '/mcp', access: 'scopes', scopes: ['photos'], scopeMatch: 'all' },
    { methods: [], path: '/open', access: 'public', scopes: [], scopeMatch: 'all' },
  ];
  const mcp = { rules: [...RULES], others: 'refuse' as const, maxBodyBytes: 4_096 };
  await publish(stage, notes.url, { name: 'Notes', basePath: '/notes', routes, policies: { mcp } });
  await publish(stage, notes.url, {
    name: 'Lenient notes',
    basePath: '/lenient',
    routes,
    policies: { mcp: { rules: [...RULES, { kind: 'prompt', name: 'print', scopes: ['prints'] }] } },
  });
  await setTerms(stage, 'open', {
    enabled: true,
    allowedScopes: ['photos', 'albums'],
    registersAgents: true,
  });
  address = new URL(`${stage.gatehouse.gatewayUrl}/notes/mcp`);
  token = await obtainAccessToken(stage, stage.machine);
});
afterAll(async () => {
  notes.close();
  await closeGatewayStage();
});

const message = (method: string, params?: object): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });

const callTool = (name: string): string => message('tools/call', { name });

const post = (
  body: string | Buffer,
  headers: Record<string, string> = {},
  path = '/notes/mcp',
): Promise<Response> =>
  call(stage, path, token, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
  });

interface Problem {
  readonly detail: string;
  readonly error?: string;
}

describe("a tool that needs more than its user has allowed, and the MCP SDK's own client", () => {
  it('asks the user for what is new alone, and goes on (MCP authorization, scope challenge)', async () => {
    // The SDK tries a refresh token first where it has one, which cannot widen what was allowed (RFC 6749 §6).
    const memory = new Memory(['authorization_code']);
    await allow(stage, address, memory);
    const { client, transport } = await connectWith(address, memory);
    expect(await client.callTool({ name: 'list-notes' })).toMatchObject({ content: [{ text: 'Buy paper' }] });
    memory.sentTo = undefined;

    const wanted = { name: 'delete-note' };
    await expect(client.callTool(wanted)).rejects.toThrow(UnauthorizedError);
    const asked = memory.sentTo as URL | undefined;
    expect(asked?.searchParams.get('scope')).toBe('photos albums');

    const browser = createBrowserOf(stage);
    const page = await browser.authorize(Object.fromEntries(asked?.searchParams ?? []));
    await signIn(browser, page, stage.ada);
    const { scopes } = await browser.openPage(page);
    expect(scopes.filter(({ isNew }) => isNew).map(({ name }) => name)).toEqual(['albums']);
    const callback = await consent(browser, page);
    await transport.finishAuth(callback.searchParams.get('code') ?? '');
    expect(await client.callTool(wanted)).toMatchObject({ content: [{ text: 'It is gone' }] });
    // What it had is not lost.
    expect(await client.callTool({ name: 'list-notes' })).toMatchObject({ content: [{ text: 'Buy paper' }] });
    await client.close();
  });
});

describe('what a tool demands', () => {
  it('is a challenge with all the scopes of the call (RFC 6750 §3.1, RFC 9728 §5.1)', async () => {
    const response = await post(callTool('delete-note'));
    expect(response.status).toBe(403);
    const challenge = response.headers.get('www-authenticate') ?? '';
    expect(challenge).toMatch(/^Bearer .*error="insufficient_scope"/);
    expect(challenge).toContain('scope="photos albums"');
    expect(challenge).toContain(
      `resource_metadata="${stage.gatehouse.gatewayUrl}/.well-known/oauth-protected-resource/notes"`,
    );
    expect(((await response.json()) as Problem).detail).toMatch(/tool .delete-note. needs/);
  });

  it('is said in the metadata of the resource (RFC 9728 §2)', async () => {
    const response = await fetch(`${stage.gatehouse.gatewayUrl}/.well-known/oauth-protected-resource/notes`);
    expect(await response.json()).toMatchObject({ scopes_supported: ['photos', 'albums'] });
  });

  it('is enough, and answers come through as they are', async () => {
    const both = await obtainAccessToken(stage, stage.machine, 'photos albums');
    const response = await call(stage, '/notes/mcp', both, {
      method: 'POST',
      body: callTool('delete-note'),
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(await response.text()).toContain('It is gone');
  });

  it('holds for every message of a batch', async () => {
    const response = await post(`[${callTool('list-notes')},${callTool('delete-note')}]`);
    expect([response.status, ((await response.json()) as Problem).error]).toEqual([
      403,
      'insufficient_scope',
    ]);
  });

  it('holds for resources too', async () => {
    expect((await post(message('resources/read', { uri: 'note://1' }))).status).toBe(403);
    expect((await post(message('resources/list'))).status).toBe(200);
  });

  it('leaves nothing open where no rule fits, if the operator says so', async () => {
    const refused = await post(callTool('wipe'));
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([403, null]);
    expect(((await refused.json()) as Problem).error).toBe('access_denied');
  });

  it('is the route alone where no rule fits, if the operator says nothing', async () => {
    const { access_token: own } = await obtainTokens(stage, { scope: 'photos' });
    const response = await call(stage, '/lenient/mcp', own, {
      method: 'POST',
      body: callTool('wipe'),
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    });
    expect(await response.text()).toContain('All gone');
  });

  it('cannot be had on a public route, where nobody has a scope', async () => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const response = await call(stage, '/notes/open', undefined, { ...init, body: callTool('delete-note') });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('scope="albums"');
  });
});

describe('a message that could be read in two ways does not go on', () => {
  const TOOL = callTool('list-notes');
  const tooLong = callTool('x'.repeat(5_000));
  it.each<[string, string | Buffer, Record<string, string>, number, string]>([
    ['no JSON', 'method=tools/call', {}, 400, 'must be JSON'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), {}, 400, 'UTF-8'],
    ['another media type', TOOL, { 'content-type': 'text/plain' }, 415, 'application/json'],
    ['another charset', TOOL, { 'content-type': 'application/json; charset=utf-16' }, 415, 'UTF-8'],
    ['compressed', gzipSync(TOOL), { 'content-encoding': 'gzip' }, 415, 'Content-Encoding'],
    ['named as what it is', TOOL, { 'content-encoding': 'identity' }, 415, 'Content-Encoding'],
    ['too long', tooLong, {}, 413, '4096 bytes'],
    ['a method twice', TOOL.replace('"id":1', '"method":"ping"'), {}, 400, 'a name twice'],
    ['a method in other case', TOOL.replace('"id":1', '"METHOD":"tools/call"'), {}, 400, '"METHOD"'],
    ['a name twice', TOOL.replace('"name"', '"name":"delete-note","name"'), {}, 400, 'a name twice'],
    ['no name', message('tools/call', {}), {}, 400, 'params.name'],
    ['a header for another method', TOOL, { 'mcp-method': 'ping' }, 400, 'Mcp-Method'],
    ['a header for another tool', TOOL, { 'mcp-name': 'delete-note' }, 400, 'Mcp-Name'],
  ])('%s', async (_, body, headers, status, words) => {
    const before = notes.credentials.length;
    const response = await post(body, headers);
    expect(response.status).toBe(status);
    expect(((await response.json()) as Problem).detail).toContain(words);
    expect(notes.credentials).toHaveLength(before);
  });

  it('by another method than POST', async () => {
    const before = notes.credentials.length;
    for (const method of ['PUT', 'DELETE', 'PATCH'])
      expect([method, (await call(stage, '/notes/mcp', token, { method, body: TOOL })).status]).toEqual([
        method,
        400,
      ]);
    expect(notes.credentials).toHaveLength(before);
    expect((await call(stage, '/notes/mcp', token, { method: 'DELETE' })).status).not.toBe(400);
  });

  it('in chunks without a length, longer than it may be', async () => {
    const url = new URL(address);
    const socket = connect(Number(url.port), url.hostname);
    socket.write(
      `POST /notes/mcp HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${token}\r\n` +
        'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    for (let sent = 0; sent < 6_000; sent += 1_000) socket.write(`3e8\r\n${' '.repeat(1_000)}\r\n`);
    const [head] = (await once(socket, 'data')) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });
});

describe('what operators see and say', () => {
  it('is the tool and the rule of a call, and what to do', async () => {
    const response = await post(callTool('delete-note'));
    const requestId = response.headers.get('x-request-id') ?? '';
    const path = `/api/calls/${requestId}`;
    await waitUntil(
      'the call to be kept',
      async () => (await stage.admin.request('GET', path)).status === 200,
    );
    const explained = await stage.admin.get<CallExplanation>(path);
    expect(explained.tool).toEqual({
      kind: 'tool',
      name: 'delete-note',
      rule: 'delete-*',
      scopes: ['albums'],
    });
    expect(explained.checks.find(({ verdict }) => verdict === 'refused')?.name).toBe('tool');
    expect(explained.advice.map(({ code }) => code)).toEqual(['allow-scopes-for-client', 'change-tool-rule']);
  });

  it('is that a scope is in use', async () => {
    const answer = await stage.admin.request<Problem>('DELETE', '/api/scopes/prints');
    expect([answer.status, answer.body.detail]).toEqual([409, expect.stringContaining('Lenient notes')]);
  });

  it.each([
    [
      'a scope that is not defined',
      { rules: [{ kind: 'tool', name: 'a', scopes: ['gone'] }] },
      {},
      'policies.mcp.rules.0.scopes',
    ],
    [
      'a pattern with two stars',
      { rules: [{ kind: 'tool', name: '*a*', scopes: [] }] },
      {},
      'policies.mcp.rules.0.name',
    ],
    ['WebSockets, which are not read', { rules: [] }, { webSockets: {} }, 'policies.mcp'],
  ])('refuses %s', async (_, mcp, policies, field) => {
    const answer = await stage.admin.request<{ errors: { field: string }[] }>('POST', '/api/apis', {
      name: 'Wrong',
      basePath: '/wrong',
      targets: [{ url: notes.url }],
      routes: [],
      policies: { ...policies, mcp },
    });
    expect([answer.status, answer.body.errors.map((error) => error.field)]).toEqual([400, [field]]);
  });
});
