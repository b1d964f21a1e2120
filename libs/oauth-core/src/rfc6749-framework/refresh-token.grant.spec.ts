import { hashSecret } from '../kernel/secrets.js';
import { aClient, createTestPlane, type TestPlane } from '../testing/index.js';
import type { TokenResponse } from './grant.js';

const refresh = (
  plane: TestPlane,
  { refresh_token = '' }: Pick<TokenResponse, 'refresh_token'>,
  scope?: string,
  client = plane.client,
) => plane.request('refresh_token', { refresh_token, ...(scope === undefined ? {} : { scope }) }, client);

const isAlive = (plane: TestPlane, { access_token }: TokenResponse): Promise<boolean> =>
  plane.verifier.verify(access_token).then(
    () => true,
    () => false,
  );

describe('refreshing (RFC 6749 §6)', () => {
  it('gives a new access token and a new refresh token (RFC 9700 §4.14.2)', async () => {
    const plane = createTestPlane();
    const first = await plane.redeemNewCode();
    const second = await refresh(plane, first);
    expect(second).toMatchObject({ token_type: 'Bearer', scope: 'photos', expires_in: 3600 });
    expect(second.access_token).not.toBe(first.access_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await refresh(plane, second)).toHaveProperty('access_token');
  });

  it('keeps the user, the grant and the authorization that the code was for', async () => {
    const plane = createTestPlane();
    const first = await plane.redeemNewCode();
    const second = await refresh(plane, first);
    const {
      tokenId: _,
      issuedAt: __,
      expiresAt: ___,
      ...origin
    } = await plane.verifier.verify(first.access_token);
    const details = { ...origin.details, grantType: 'refresh_token' };
    expect(await plane.verifier.verify(second.access_token)).toMatchObject({ ...origin, details });
  });

  it('leaves the access token from before alive', async () => {
    const plane = createTestPlane();
    const first = await plane.redeemNewCode();
    await refresh(plane, first);
    expect(await isAlive(plane, first)).toBe(true);
  });

  it.each([
    ['unknown', undefined, /^invalid_grant: unknown refresh token/],
    ['another client', aClient({ clientId: 'thief' }), /^invalid_grant: refresh token of another client/],
  ])('is refused: %s', async (_, client, message) => {
    const plane = createTestPlane();
    const first = await plane.redeemNewCode();
    const sent = client === undefined ? { refresh_token: 'unknown' } : first;
    await expect(refresh(plane, sent, undefined, client)).rejects.toThrow(message);
    expect(await refresh(plane, first)).toHaveProperty('access_token');
  });
});

describe('the scope of a refresh (RFC 6749 §6)', () => {
  it('may be narrower, for this access token alone: the next one may have all again', async () => {
    const plane = createTestPlane();
    const first = await plane.redeemNewCode({ scopes: ['photos', 'albums'] });
    const second = await refresh(plane, first, 'albums');
    expect(second.scope).toBe('albums');
    expect((await refresh(plane, second)).scope).toBe('photos albums');
  });

  it.each(['photos albums', 'albums', '"', ' '])(
    'must not go beyond what was granted: %p (MUST NOT)',
    async (scope) => {
      const plane = createTestPlane();
      const first = await plane.redeemNewCode({ scopes: ['photos'] });
      await expect(refresh(plane, first, scope)).rejects.toThrow(/^invalid_scope/);
    },
  );

  it('a refused scope does not burn the refresh token', async () => {
    const plane = createTestPlane();
    const first = await plane.redeemNewCode({ scopes: ['photos'] });
    await expect(refresh(plane, first, 'albums')).rejects.toThrow(/^invalid_scope/);
    expect(await refresh(plane, first)).toHaveProperty('access_token');
  });

  it('loses what the client is no longer allowed', async () => {
    const plane = createTestPlane();
    const first = await plane.redeemNewCode({ scopes: ['photos', 'albums'] });
    const restricted = aClient({ allowedScopes: new Set(['photos']) });
    const second = await refresh(plane, first, undefined, restricted);
    expect(second.scope).toBe('photos');
    expect((await refresh(plane, second)).scope).toBe('photos');
  });
});

describe('a refresh token is used once (RFC 9700 §4.14.2)', () => {
  it('within the grace window it is answered with the very same tokens', async () => {
    const plane = createTestPlane({ refreshGraceSeconds: 10 });
    const first = await plane.redeemNewCode();
    const second = await refresh(plane, first);
    plane.world.advanceSeconds(10);
    expect(await refresh(plane, first)).toEqual(second);
  });

  it('two at once get the very same tokens', async () => {
    const plane = createTestPlane();
    const first = await plane.redeemNewCode();
    const [one, other] = await Promise.all([refresh(plane, first), refresh(plane, first)]);
    expect(one).toEqual(other);
    expect(await isAlive(plane, one)).toBe(true);
  });

  it('after the grace window it revokes the whole family', async () => {
    const plane = createTestPlane({ refreshGraceSeconds: 10 });
    const first = await plane.redeemNewCode();
    const second = await refresh(plane, first);
    plane.world.advanceSeconds(11);
    await expect(refresh(plane, first)).rejects.toThrow(/^invalid_grant: refresh token used again/);
    await expect(refresh(plane, second)).rejects.toThrow(/^invalid_grant: refresh token revoked/);
    expect(await isAlive(plane, first)).toBe(false);
    expect(await isAlive(plane, second)).toBe(false);
  });

  it('without a grace window the very next millisecond revokes', async () => {
    const plane = createTestPlane({ refreshGraceSeconds: 0 });
    const first = await plane.redeemNewCode();
    const second = await refresh(plane, first);
    plane.world.advanceSeconds(0.001);
    await expect(refresh(plane, first)).rejects.toThrow(/^invalid_grant: refresh token used again/);
    expect(await isAlive(plane, second)).toBe(false);
  });

  it('another client cannot have the family revoked', async () => {
    const plane = createTestPlane();
    const first = await plane.redeemNewCode();
    const second = await refresh(plane, first);
    plane.world.advanceSeconds(60);
    await expect(refresh(plane, first, undefined, aClient({ clientId: 'thief' }))).rejects.toThrow(
      /^invalid_grant/,
    );
    expect(await isAlive(plane, second)).toBe(true);
  });

  it('a revoked family is not answered again, even within the grace window', async () => {
    const plane = createTestPlane();
    const first = await plane.redeemNewCode();
    const second = await refresh(plane, first);
    const { grantId } = await plane.verifier.verify(second.access_token);
    await plane.stores.revocations.revokeGrant(grantId ?? '', 'client');
    await expect(refresh(plane, first)).rejects.toThrow(/^invalid_grant: refresh token revoked/);
  });

  it('a family that is revoked while it is being rotated gives nothing more', async () => {
    const plane = createTestPlane();
    const first = await plane.redeemNewCode();
    const { grantId } = await plane.verifier.verify(first.access_token);
    const [attempt] = await Promise.allSettled([
      refresh(plane, first),
      plane.stores.revocations.revokeGrant(grantId ?? '', 'client'),
    ]);
    expect(attempt).toMatchObject({ status: 'rejected', reason: { reason: 'refresh token revoked' } });
  });

  it('what is kept for the grace window does not show the tokens to whoever reads the store', async () => {
    const plane = createTestPlane();
    const first = await plane.redeemNewCode();
    const second = await refresh(plane, first);
    const row = await plane.stores.refreshTokens.find(hashSecret(first.refresh_token ?? ''));
    const kept = row?.sealedSuccessor?.toString('latin1') ?? '';
    expect(kept).not.toBe('');
    expect(kept).not.toContain(second.access_token.slice(0, 20));
    expect(kept).not.toContain(second.refresh_token ?? 'none');
  });
});

describe('a refresh token expires', () => {
  it('when it has been idle for as long as the client is set', async () => {
    const plane = createTestPlane({ client: aClient({ refreshTokenIdleSeconds: 3600 }) });
    const first = await plane.redeemNewCode();
    plane.world.advanceSeconds(3600);
    await expect(refresh(plane, first)).rejects.toThrow(/^invalid_grant: refresh token expired/);
  });

  it('with its family, however often it has been rotated', async () => {
    const client = aClient({ refreshTokenIdleSeconds: 3600, refreshTokenLifetimeSeconds: 5000 });
    const plane = createTestPlane({ client });
    let current = await plane.redeemNewCode();
    plane.world.advanceSeconds(3000);
    current = await refresh(plane, current);
    expect(current.refresh_token_expires_in).toBe(2000);
    plane.world.advanceSeconds(2000);
    await expect(refresh(plane, current)).rejects.toThrow(/^invalid_grant: refresh token expired/);
  });
});
