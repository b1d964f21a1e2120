import {
  aClient,
  aDirectory,
  anEndpointRequest,
  basicCredentials,
  createTestAuthentication,
  createTestWorld,
} from '../testing/index.js';
import type { Grant, TokenRequest } from './grant.js';
import { createTokenEndpoint } from './token-endpoint.js';

function createEndpoint(client = aClient()) {
  const seen: TokenRequest[] = [];
  const grant: Grant = {
    type: 'client_credentials',
    parameters: ['scope'],
    handle: (request) => {
      seen.push(request);
      return Promise.resolve({ access_token: 'a', token_type: 'Bearer', expires_in: 1, scope: '' });
    },
  };
  const directory = aDirectory({ clients: [client] });
  const send = createTokenEndpoint(
    [grant],
    () => directory,
    createTestAuthentication({ world: createTestWorld() }),
    () => undefined,
  );
  return { send: (body: string) => send(anEndpointRequest(basicCredentials(), body)), seen };
}

describe('the token endpoint (RFC 6749 §3.2)', () => {
  it('gives the grant what it declared, and drops the rest', async () => {
    const { send, seen } = createEndpoint();
    await send('grant_type=client_credentials&scope=photos&surprise=1');
    expect([...(seen[0]?.parameters ?? [])]).toEqual([['scope', 'photos']]);
  });

  it('must be told a grant_type', async () => {
    await expect(createEndpoint().send('')).rejects.toThrow(/^invalid_request: .*grant_type is missing/);
  });

  it('refuses a grant_type that it does not know, and says which it does (RFC 6749 §5.2)', async () => {
    await expect(createEndpoint().send('grant_type=password')).rejects.toThrow(
      /^unsupported_grant_type: .*client_credentials/,
    );
  });

  it('refuses a grant_type that the client is not registered for (RFC 6749 §5.2)', async () => {
    const { send, seen } = createEndpoint(aClient({ grantTypes: new Set(['authorization_code']) }));
    await expect(send('grant_type=client_credentials')).rejects.toThrow(/^unauthorized_client/);
    expect(seen).toEqual([]);
  });

  it('asks who the client is before anything else', async () => {
    const { send } = createEndpoint(aClient({ isEnabled: false }));
    await expect(send('grant_type=nonsense')).rejects.toThrow(/^invalid_client/);
  });
});
