import { type OAuthClientProvider, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import { createBrowserOf, passThrough } from '../fixtures/browser.js';
import { CALLBACK, type Stage } from '../fixtures/stage.js';

/** What an MCP client keeps, from nothing; the person is sent to `sentTo`. */
export class Memory implements OAuthClientProvider {
  client: OAuthClientInformationMixed | undefined;
  saved: OAuthTokens | undefined;
  sentTo: URL | undefined;
  private verifier = '';

  constructor(readonly grantTypes: string[] = ['authorization_code', 'refresh_token']) {}

  readonly redirectUrl = CALLBACK;
  get clientMetadata() {
    return {
      client_name: 'Helpful agent',
      redirect_uris: [CALLBACK],
      grant_types: this.grantTypes,
      token_endpoint_auth_method: 'none',
    };
  }
  clientInformation = () => this.client;
  saveClientInformation = (client: OAuthClientInformationMixed): void => void (this.client = client);
  tokens = () => this.saved;
  saveTokens = (tokens: OAuthTokens): void => void (this.saved = tokens);
  redirectToAuthorization = (url: URL): void => void (this.sentTo = url);
  saveCodeVerifier = (verifier: string): void => void (this.verifier = verifier);
  codeVerifier = () => this.verifier;
}

/** A connection with what the memory has. */
export async function connectWith(address: URL, memory: Memory) {
  const client = new Client({ name: 'agent', version: '1.0.0' });
  const transport = new StreamableHTTPClientTransport(address, { authProvider: memory });
  await client.connect(transport);
  return { client, transport };
}

/** From nothing: challenged, registered, and allowed by a person. */
export async function allow(stage: Stage, address: URL, memory: Memory): Promise<void> {
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
