import { aClient, aPublicClient, createTestPlane, ISSUER } from '../testing/index.js';

describe('client credentials (RFC 6749 §4.4)', () => {
  it('give an access token for the client itself, and no refresh token (RFC 6749 §4.4.3 SHOULD NOT)', async () => {
    const plane = createTestPlane();
    const answer = await plane.request('client_credentials', { scope: 'albums' });
    expect(answer).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'albums',
    });
    expect(await plane.verifier.verify(answer.access_token)).toMatchObject({
      subject: 'print-shop',
      userId: null,
      grantId: null,
      authorizationId: null,
    });
  });

  it('are refused to public clients (RFC 6749 §4.4 MUST)', async () => {
    const client = aPublicClient({ grantTypes: new Set(['client_credentials']) });
    await expect(createTestPlane({ client }).request('client_credentials', {})).rejects.toThrow(
      /^unauthorized_client/,
    );
  });

  it.each(['jwt', 'opaque'] as const)('work with %s access tokens', async (accessTokenFormat) => {
    const plane = createTestPlane({ client: aClient({ accessTokenFormat }) });
    const { access_token } = await plane.request('client_credentials', {});
    expect(await plane.verifier.verify(access_token)).toMatchObject({ format: accessTokenFormat });
  });

  it('are for the issuer alone where no API uses the scopes (RFC 9068 §3)', async () => {
    const client = aClient({ allowedScopes: new Set(['lonely']), defaultScopes: ['lonely'] });
    const plane = createTestPlane({ client });
    const { access_token } = await plane.request('client_credentials', {});
    expect((await plane.verifier.verify(access_token)).audience).toEqual([ISSUER]);
  });
});
