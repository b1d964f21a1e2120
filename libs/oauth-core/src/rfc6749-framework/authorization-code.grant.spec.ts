import {
  aClient,
  anAuthorizationRequest,
  CODE_VERIFIER,
  createTestPlane,
  type TestPlane,
} from '../testing/index.js';

const REDIRECT_URI = anAuthorizationRequest().redirectUri;

const redeem = (
  plane: TestPlane,
  code: string,
  changes: Record<string, string | undefined> = {},
  client = plane.client,
) => {
  const parameters = { code, redirect_uri: REDIRECT_URI, code_verifier: CODE_VERIFIER, ...changes };
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return plane.request('authorization_code', Object.fromEntries(given), client);
};

const opaque = aClient({ accessTokenFormat: 'opaque' });

describe('redeeming an authorization code (RFC 6749 §4.1.3)', () => {
  it('gives an access token, a refresh token and the granted scope (RFC 6749 §5.1)', async () => {
    const plane = createTestPlane();
    const answer = await redeem(plane, await plane.insertCode({ scopes: ['photos', 'albums'] }));
    expect(answer).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]{86}$/),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'photos albums',
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
      refresh_token_expires_in: 43_200,
    });
  });

  it('gives an access token that says for whom, from whom and what it may', async () => {
    const plane = createTestPlane({ client: opaque });
    const code = await plane.insertCode({ userId: 'b2a1c3d4-0000-4000-8000-000000000009' });
    const { access_token } = await redeem(plane, code);
    expect(await plane.verifier.verify(access_token)).toMatchObject({
      clientId: 'print-shop',
      subject: 'b2a1c3d4-0000-4000-8000-000000000009',
      scopes: new Set(['photos']),
      audience: ['https://api.example/flickr'],
      expiresAt: plane.world.now() / 1000 + 3600,
    });
  });

  it('gives no refresh token to a client that may not refresh', async () => {
    const plane = createTestPlane({ client: aClient({ grantTypes: new Set(['authorization_code']) }) });
    expect(await redeem(plane, await plane.insertCode())).not.toHaveProperty('refresh_token');
  });

  it.each([undefined, REDIRECT_URI])(
    'takes redirect_uri %p where the authorization request had none',
    async (redirect_uri) => {
      const plane = createTestPlane();
      const code = await plane.insertCode({ redirectUri: '' });
      expect(await redeem(plane, code, { redirect_uri })).toHaveProperty('access_token');
    },
  );

  it('takes no unregistered redirect_uri, not even where the authorization request had none', async () => {
    const plane = createTestPlane();
    const code = await plane.insertCode({ redirectUri: '' });
    const elsewhere = { redirect_uri: 'https://evil.example/callback' };
    await expect(redeem(plane, code, elsewhere)).rejects.toThrow(/^invalid_grant: redirect_uri/);
  });
});

describe('what is refused burns nothing: the code can still be redeemed', () => {
  it.each([
    ['another redirect_uri', { redirect_uri: 'https://print.example/other' }, /^invalid_grant: redirect_uri/],
    ['no redirect_uri', { redirect_uri: undefined }, /^invalid_grant: redirect_uri/],
    ['a wrong verifier', { code_verifier: 'x'.repeat(43) }, /^invalid_grant: code_verifier/],
    ['no verifier', { code_verifier: undefined }, /^invalid_request: code_verifier/],
  ])('%s', async (_, changes, message) => {
    const plane = createTestPlane();
    const code = await plane.insertCode();
    await expect(redeem(plane, code, changes)).rejects.toThrow(message);
    expect(await redeem(plane, code)).toHaveProperty('access_token');
  });

  it('another client (RFC 6749 §5.2: was issued to another client)', async () => {
    const plane = createTestPlane();
    const code = await plane.insertCode();
    await expect(redeem(plane, code, {}, aClient({ clientId: 'thief' }))).rejects.toThrow(
      /^invalid_grant: code of another client/,
    );
    expect(await redeem(plane, code)).toHaveProperty('access_token');
  });
});

describe('a code is redeemed once (RFC 6749 §4.1.2 MUST NOT)', () => {
  it('the second time it is refused, and what the first one got is revoked', async () => {
    const plane = createTestPlane();
    const code = await plane.insertCode();
    const { access_token, refresh_token = '' } = await redeem(plane, code);
    await expect(redeem(plane, code)).rejects.toThrow(/^invalid_grant: code used again/);
    await expect(plane.verifier.verify(access_token)).rejects.toThrow(/^invalid_token: revoked/);
    await expect(plane.request('refresh_token', { refresh_token })).rejects.toThrow(
      /^invalid_grant: .*revoked/,
    );
  });

  it.each([
    ['another client', {}, aClient({ clientId: 'thief' })],
    ['a wrong verifier', { code_verifier: 'x'.repeat(43) }, aClient()],
    ['another redirect_uri', { redirect_uri: 'https://print.example/other' }, aClient()],
  ])('%s cannot have the grant revoked by a replay', async (_, changes, sender) => {
    const plane = createTestPlane();
    const code = await plane.insertCode();
    const { access_token } = await redeem(plane, code);
    await expect(redeem(plane, code, changes, sender)).rejects.toThrow(/^invalid_grant/);
    expect(await plane.verifier.verify(access_token)).toMatchObject({ clientId: 'print-shop' });
  });

  it('of eight redemptions at once one wins, and the others revoke what it got', async () => {
    const plane = createTestPlane();
    const code = await plane.insertCode();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => redeem(plane, code)));
    const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(won).toHaveLength(1);
    await expect(plane.verifier.verify(won[0]?.value.access_token ?? '')).rejects.toThrow(
      /^invalid_token: revoked/,
    );
  });

  it('once its authorization is revoked, it is worth nothing', async () => {
    const plane = createTestPlane();
    const authorizationId = 'b2a1c3d4-0000-4000-8000-00000000000a';
    const code = await plane.insertCode({ authorizationId });
    plane.stores.revokeAuthorization(authorizationId);
    await expect(redeem(plane, code)).rejects.toThrow(/^invalid_grant/);
  });
});

describe('a code expires (RFC 6749 §4.1.2 MUST)', () => {
  it('with the second that it was given, not later', async () => {
    const plane = createTestPlane();
    const code = await plane.insertCode();
    plane.world.advanceSeconds(60);
    await expect(redeem(plane, code)).rejects.toThrow(/^invalid_grant: code expired/);
  });

  it('and lives until then', async () => {
    const plane = createTestPlane();
    const code = await plane.insertCode();
    plane.world.advanceSeconds(59);
    expect(await redeem(plane, code)).toHaveProperty('access_token');
  });
});

describe('who guesses codes learns nothing', () => {
  it('unknown, expired, foreign and used codes are described alike', async () => {
    const plane = createTestPlane();
    const descriptionOf = (attempt: Promise<unknown>): Promise<string> =>
      attempt.then(
        () => 'not refused',
        (error: { readonly description: string }) => error.description,
      );
    const used = await plane.insertCode();
    await redeem(plane, used);
    const expired = await plane.insertCode({ expiresAt: plane.world.now() });
    const foreign = await plane.insertCode({ clientId: 'phone-app' });
    const descriptions = await Promise.all(
      ['unknown', used, expired, foreign].map((code) => descriptionOf(redeem(plane, code))),
    );
    expect(new Set(descriptions)).toEqual(
      new Set(['The authorization code is unknown, expired, already used, or was issued to another client.']),
    );
  });
});
