import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { setTerms } from '../fixtures/registration.js';
import { openStage, type Stage } from '../fixtures/stage.js';
import { publish } from './gateway-stage.js';
import { allow, connectWith, Memory } from './mcp-client.js';
import { type NotesServer, startNotesServer } from './mcp-notes-server.js';

let stage: Stage;
let notes: NotesServer;
let address: URL;
beforeAll(async () => {
  [stage, notes] = await Promise.all([openStage(), startNotesServer()]);
  await publish(stage, notes.url, {
    name: 'Notes',
    basePath: '/notes',
    routes: [{ methods: [], path: '/mcp', access: 'scopes', scopes: ['photos'], scopeMatch: 'all' }],
  });
  await setTerms(stage, 'open', {
    enabled: true,
    allowedScopes: ['photos', 'albums'],
    registersAgents: true,
  });
  address = new URL(`${stage.gatehouse.gatewayUrl}/notes/mcp`);
});
afterAll(async () => {
  notes.close();
  await stopAllGatehouses();
});

describe("an MCP server behind the gateway, which knows nothing of OAuth, and the MCP SDK's own client", () => {
  it('go from nothing to a first tool call', async () => {
    const memory = new Memory();
    await allow(stage, address, memory);
    const { client } = await connectWith(address, memory);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('list-notes');
    expect(await client.callTool({ name: 'list-notes' })).toMatchObject({
      content: [{ type: 'text', text: 'Buy paper' }],
    });
    await client.close();
    // Nothing of the credentials goes on to the server.
    expect(notes.credentials.every((credential) => credential === undefined)).toBe(true);
  });

  it('name the server as the resource, and the access token is for it alone (RFC 8707)', async () => {
    const memory = new Memory();
    await allow(stage, address, memory);
    expect(memory.sentTo?.searchParams.get('resource')).toBe(`${stage.gatehouse.gatewayUrl}/notes`);
    const [, payload = ''] = (memory.saved?.access_token ?? '').split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      aud: `${stage.gatehouse.gatewayUrl}/notes`,
      scope: 'photos',
    });
  });

  it('go on with the refresh token when the access token counts no more', async () => {
    const memory = new Memory();
    await allow(stage, address, memory);
    const first = memory.saved?.access_token;
    await fetch(`${stage.gatehouse.authUrl}/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: memory.client?.client_id ?? '', token: first ?? '' }),
    });
    const { client } = await connectWith(address, memory);
    expect((await client.listTools()).tools).toHaveLength(3);
    expect(memory.saved?.access_token).not.toBe(first);
    await client.close();
  });
});
