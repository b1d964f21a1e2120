import { type OAuthClientProvider, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf, passThrough } from '../fixtures/browser.js';
import { setTerms } from '../fixtures/registration.js';
import { CALLBACK, openStage, type Stage } from '../fixtures/stage.js';
import { publish } from './gateway-stage.js';
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

/** What an MCP client keeps, from nothing; the person is sent to `sentTo`. */
class Memory implements OAuthClientProvider {
  client: OAuthClientInformationMixed | undefined;
  saved: OAuthTokens | undefined;
  sentTo: URL | undefined;
  private verifier = '';

  readonly redirectUrl = CALLBACK;
  readonly clientMetadata = {
    client_name: 'Helpful agent',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
  };
  clientInformation = () => this.client;
  saveClientInformation = (client: OAuthClientInformationMixed): void => void (this.client = client);
  tokens = () => this.saved;
  saveTokens = (tokens: OAuthTokens): void => void (this.saved = tokens);
  redirectToAuthorization = (url: URL): void => void (this.sentTo = url);
  saveCodeVerifier = (verifier: string): void => void (this.verifier = verifier);
  codeVerifier = () => this.verifier;
}

const connectWith = async (memory: Memory): Promise<Client> => {
  const client = new Client({ name: 'agent', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(address, { authProvider: memory }));
  return client;
};

/** From nothing: challenged, registered, and allowed by a person. */
async function allow(memory: Memory): Promise<void> {
  const client = new Client({ name: 'agent', version: '1.0.0' });
  const transport = new StreamableHTTPClientTransport(address, { authProvider: memory });
  await expect(client.connect(transport)).rejects.toThrow(UnauthorizedError);
  const callback = await passThrough(
    createBrowserOf(stage),
    Object.fromEntries(memory.sentTo?.searchParams ?? []),
    stage.ada,
  );
  await transport.finishAuth(callback.searchParams.get('code') ?? '');
}

describe("an MCP server behind the gateway, which knows nothing of OAuth, and the MCP SDK's own client", () => {
  it('go from nothing to a first tool call', async () => {
    const memory = new Memory();
    await allow(memory);
    const client = await connectWith(memory);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['list-notes']);
    expect(await client.callTool({ name: 'list-notes' })).toMatchObject({
      content: [{ type: 'text', text: 'Buy paper' }],
    });
    await client.close();
    // Nothing of the credentials goes on to the server.
    expect(notes.credentials.every((credential) => credential === undefined)).toBe(true);
  });

  it('name the server as the resource, and the access token is for it alone (RFC 8707)', async () => {
    const memory = new Memory();
    await allow(memory);
    expect(memory.sentTo?.searchParams.get('resource')).toBe(`${stage.gatehouse.gatewayUrl}/notes`);
    const [, payload = ''] = (memory.saved?.access_token ?? '').split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      aud: `${stage.gatehouse.gatewayUrl}/notes`,
      scope: 'photos',
    });
  });

  it('go on with the refresh token when the access token counts no more', async () => {
    const memory = new Memory();
    await allow(memory);
    const first = memory.saved?.access_token;
    await fetch(`${stage.gatehouse.authUrl}/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: memory.client?.client_id ?? '', token: first ?? '' }),
    });
    const client = await connectWith(memory);
    expect((await client.listTools()).tools).toHaveLength(1);
    expect(memory.saved?.access_token).not.toBe(first);
    await client.close();
  });
});
