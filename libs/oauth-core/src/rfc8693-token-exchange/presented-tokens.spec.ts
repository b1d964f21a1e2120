import type { TestPlane } from '../testing/index.js';
import {
  actorParameters,
  aService,
  createExchangeStage,
  exchange,
  insertToken,
  stranger,
} from '../testing/token-exchange.js';
import { ACCESS_TOKEN_TYPE } from './presented-tokens.js';

const JWT_TYPE = 'urn:ietf:params:oauth:token-type:jwt';

describe('what cannot be exchanged (RFC 8693 §2.2.2 invalid_request)', () => {
  it('an access token of a client that is not named', async () => {
    const { plane } = createExchangeStage();
    await expect(exchange(plane, stranger, await insertToken(plane))).rejects.toThrow(
      /^invalid_request: .*may not exchange/,
    );
  });

  it('an actor token of a client that is not named', async () => {
    const { plane, service } = createExchangeStage();
    const actor = actorParameters(await insertToken(plane, { clientId: 'stranger' }));
    await expect(exchange(plane, service, await insertToken(plane), actor)).rejects.toThrow(
      /^invalid_request: actor token/,
    );
  });

  it.each([
    ['unknown', () => Promise.resolve('unknown')],
    ['expired', (plane: TestPlane) => insertToken(plane, { expiresAt: plane.world.now() / 1000 })],
    ['of a client that is gone', (plane: TestPlane) => insertToken(plane, { clientId: 'gone' })],
    ['a refresh token', async (plane: TestPlane) => (await plane.redeemNewCode()).refresh_token ?? ''],
  ])('one that is %s, as subject or as actor', async (_, make) => {
    const { plane } = createExchangeStage();
    const service = aService({ exchangeableClients: ['print-shop', 'gone'] });
    const bad = await make(plane);
    await expect(exchange(plane, service, bad)).rejects.toThrow(/^invalid_request: subject token/);
    await expect(exchange(plane, service, await insertToken(plane), actorParameters(bad))).rejects.toThrow(
      /^invalid_request: actor token/,
    );
  });

  it('a revoked one; and what was made of it before dies with it, down the whole line', async () => {
    const { plane, service } = createExchangeStage();
    const first = await insertToken(plane);
    const { access_token: second } = await exchange(plane, service, first);
    const { access_token: third } = await exchange(plane, service, second);
    const { tokenId, expiresAt } = await plane.verifier.verify(first);
    await plane.stores.revocations.revokeAccessToken(tokenId, expiresAt, 'client');
    await expect(exchange(plane, service, first)).rejects.toThrow(/^invalid_request/);
    for (const text of [second, third])
      await expect(plane.verifier.verify(text)).rejects.toThrow(/^invalid_token: revoked|unknown/);
  });

  it.each([
    ['no subject_token', { subject_token: '' }, /subject token: unknown/],
    [
      'another subject_token_type',
      { subject_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' },
      /type/,
    ],
    ['an actor_token without its type', { actor_token: 'x' }, /actor_token_type is missing/],
    [
      'an actor_token_type without its token',
      { actor_token_type: ACCESS_TOKEN_TYPE },
      /without an actor_token/,
    ],
    ['another requested_token_type', { requested_token_type: JWT_TYPE }, /requested_token_type/],
  ])('a request with %s', async (_, parameters, message) => {
    const { plane, service } = createExchangeStage();
    const attempt = exchange(plane, service, await insertToken(plane), parameters);
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('anything, by a public client', async () => {
    const { plane } = createExchangeStage();
    const app = aService({ type: 'public' });
    await expect(exchange(plane, app, await insertToken(plane))).rejects.toThrow(/^unauthorized_client/);
  });

  it('and who tries stolen ones does not learn which of them live', async () => {
    const { plane } = createExchangeStage();
    const describe = (text: string) =>
      exchange(plane, stranger, text).catch((error: { readonly description: string }) => error.description);
    expect(await describe(await insertToken(plane))).toBe(await describe('unknown'));
  });
});
