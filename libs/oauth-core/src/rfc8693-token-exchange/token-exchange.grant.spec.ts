import type { Client } from '../kernel/client.js';
import { aClient, anAccessToken, createTestPlane, type TestPlane } from '../testing/index.js';
import {
  actorParameters,
  aService,
  aServiceToken,
  createExchangeStage,
  exchange,
  FLICKR,
  insertToken,
  PRINTS,
} from '../testing/token-exchange.js';
import { ACCESS_TOKEN_TYPE } from './presented-tokens.js';

const JWT_TYPE = 'urn:ietf:params:oauth:token-type:jwt';

describe('an access token for an access token (RFC 8693 §2)', () => {
  it('answers what it issued, and no refresh token (RFC 8693 §2.2.1)', async () => {
    const { plane, service } = createExchangeStage();
    expect(await exchange(plane, service, await insertToken(plane))).toEqual({
      access_token: expect.any(String),
      issued_token_type: ACCESS_TOKEN_TYPE,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'photos albums',
    });
  });

  it.each(['jwt', 'opaque'] as const)(
    'keeps whose it is and where it comes from (%s)',
    async (accessTokenFormat) => {
      const { plane, service } = createExchangeStage({ accessTokenFormat });
      const subject = anAccessToken({
        details: { acr: 'urn:gatehouse:acr:pwd', amr: ['pwd'], authenticatedAt: 1 },
      });
      const { access_token } = await exchange(plane, service, await insertToken(plane, subject));
      expect(await plane.verifier.verify(access_token)).toMatchObject({
        format: accessTokenFormat,
        clientId: 'print-service',
        subject: subject.subject,
        userId: subject.userId,
        grantId: subject.grantId,
        authorizationId: subject.authorizationId,
        details: {
          acr: 'urn:gatehouse:acr:pwd',
          amr: ['pwd'],
          authenticatedAt: 1,
          origins: [subject.tokenId],
        },
      });
    },
  );

  it('takes a JWT as what it is, and nothing else as a JWT (RFC 8693 §3)', async () => {
    const { plane, service } = createExchangeStage();
    const { access_token } = await plane.redeemNewCode();
    const jwt = { subject_token_type: JWT_TYPE };
    expect(await exchange(plane, service, access_token, jwt)).toHaveProperty('access_token');
    await expect(exchange(plane, service, await insertToken(plane), jwt)).rejects.toThrow(/called a JWT/);
  });

  it('takes an access token of a client without a user', async () => {
    const { plane, service } = createExchangeStage();
    const text = await insertToken(plane, aServiceToken({ clientId: 'print-shop', subject: 'print-shop' }));
    const { access_token } = await exchange(plane, service, text);
    expect(await plane.verifier.verify(access_token)).toMatchObject({ subject: 'print-shop', userId: null });
  });
});

describe('who acts (RFC 8693 §1.1, §4.1)', () => {
  const actorOf = async (plane: TestPlane, client: Client, parameters = {}, details = {}) => {
    const subject = await insertToken(plane, { details });
    const { access_token } = await exchange(plane, client, subject, parameters);
    return (await plane.verifier.verify(access_token)).details.actor;
  };

  it('the exchanging client itself, where it presents no actor token', async () => {
    const { plane, service } = createExchangeStage();
    expect(await actorOf(plane, service)).toEqual({ sub: 'print-service', client_id: 'print-service' });
  });

  it('nobody, where an operator lets the client impersonate', async () => {
    const { plane, service } = createExchangeStage({ mayImpersonate: true });
    expect(await actorOf(plane, service)).toBeUndefined();
  });

  it('the subject of the actor token, those before it nested inside', async () => {
    const { plane, service } = createExchangeStage();
    const parameters = actorParameters(await insertToken(plane, aServiceToken({ subject: 'robot' })));
    expect(await actorOf(plane, service, parameters, { actor: { sub: 'earlier' } })).toEqual({
      sub: 'robot',
      client_id: 'print-service',
      act: { sub: 'earlier' },
    });
  });

  it('nobody is named, and the log is told who it was', async () => {
    const { plane, service } = createExchangeStage({ mayImpersonate: true });
    const subject = anAccessToken();
    const { access_token } = await exchange(plane, service, await insertToken(plane, subject));
    const { tokenId } = await plane.verifier.verify(access_token);
    expect(plane.impersonations).toEqual([{ clientId: 'print-service', subject: subject.subject, tokenId }]);
    await exchange(plane, aService(), await insertToken(plane));
    expect(plane.impersonations).toHaveLength(1);
  });

  it('whom the actor token names, also where the client could impersonate', async () => {
    const { plane, service } = createExchangeStage({ mayImpersonate: true });
    const parameters = actorParameters(await insertToken(plane, aServiceToken({ subject: 'robot' })));
    expect(await actorOf(plane, service, parameters)).toMatchObject({ sub: 'robot' });
  });

  it('whoever acted before is told by impersonation too', async () => {
    const { plane, service } = createExchangeStage({ mayImpersonate: true });
    expect(await actorOf(plane, service, {}, { actor: { sub: 'earlier' } })).toEqual({ sub: 'earlier' });
  });

  it('not one whose own token was exchanged: its chain would be lost', async () => {
    const { plane, service } = createExchangeStage();
    const actor = await insertToken(plane, aServiceToken({ details: { actor: { sub: 'somebody' } } }));
    await expect(actorOf(plane, service, actorParameters(actor))).rejects.toThrow(/speaks for itself/);
  });

  it('not after four exchanges', async () => {
    const { plane } = createExchangeStage();
    const service = aService({ exchangeableClients: ['print-shop'], accessTokenFormat: 'jwt' });
    let text = await insertToken(plane);
    for (let round = 0; round < 4; round += 1) text = (await exchange(plane, service, text)).access_token;
    const { details } = await plane.verifier.verify(text);
    expect(details.origins).toHaveLength(4);
    await expect(exchange(plane, service, text)).rejects.toThrow(/^invalid_request: .*4 times/);
  });
});

describe('may_act (RFC 8693 §4.4)', () => {
  it.each([
    [{ sub: 'print-service' }, true],
    [{ sub: 'print-service', client_id: 'print-service' }, true],
    [{ sub: 'print-service', client_id: 'another' }, false],
    [{ sub: 'another' }, false],
  ])('%p', async (mayAct, isAllowed) => {
    for (const mayImpersonate of [false, true]) {
      const { plane, service } = createExchangeStage({ mayImpersonate });
      const attempt = exchange(plane, service, await insertToken(plane, { details: { mayAct } }));
      if (isAllowed) expect(await attempt).toHaveProperty('access_token');
      else await expect(attempt).rejects.toThrow(/^invalid_request: may_act/);
    }
  });

  it('is not satisfied by the client when it presents another actor', async () => {
    const { plane, service } = createExchangeStage();
    const subject = await insertToken(plane, { details: { mayAct: { sub: 'print-service' } } });
    const actor = actorParameters(await insertToken(plane, aServiceToken({ subject: 'robot' })));
    await expect(exchange(plane, service, subject, actor)).rejects.toThrow(/^invalid_request: may_act/);
  });

  it('is said by every access token of a client that names who may act', async () => {
    const plane = createTestPlane({ client: aClient({ mayAct: 'print-service' }) });
    const { access_token } = await plane.redeemNewCode();
    const { details } = await plane.verifier.verify(access_token);
    expect(details.mayAct).toEqual({ sub: 'print-service' });
  });
});

describe('an exchange never gives more (RFC 8693 §2.1)', () => {
  it.each([
    [{ scope: 'photos' }, { scopes: new Set(['photos']), audience: [FLICKR] }],
    [{ audience: PRINTS }, { audience: [PRINTS] }],
    [{ resource: FLICKR, audience: PRINTS }, { audience: [FLICKR, PRINTS] }],
    [{}, { scopes: new Set(['photos', 'albums']), audience: [FLICKR] }],
  ])('%p narrows', async (parameters, expected) => {
    const { plane, service } = createExchangeStage();
    const { access_token } = await exchange(plane, service, await insertToken(plane), parameters);
    expect(await plane.verifier.verify(access_token)).toMatchObject(expected);
  });

  it.each([
    ['a scope that the subject has not', { scope: 'photos prints' }, /^invalid_scope/],
    ['a scope with a character that none has', { scope: 'photos "albums"' }, /^invalid_scope/],
    ['a resource that it is not for', { resource: 'https://api.example/other' }, /^invalid_target/],
    [
      'an audience that it is not for',
      { audience: `${FLICKR} https://api.example/other` },
      /^invalid_target/,
    ],
  ])('is refused: %s', async (_, parameters, message) => {
    const { plane, service } = createExchangeStage();
    await expect(exchange(plane, service, await insertToken(plane), parameters)).rejects.toThrow(message);
  });

  it('leaves out what the client may not have, and is refused when that is all', async () => {
    const { plane, service } = createExchangeStage({ allowedScopes: new Set(['albums']) });
    expect(await exchange(plane, service, await insertToken(plane))).toMatchObject({ scope: 'albums' });
    const photos = await insertToken(plane, { scopes: new Set(['photos']) });
    await expect(exchange(plane, service, photos)).rejects.toThrow(/^invalid_scope/);
  });

  it('keeps the audience where no API needs the scopes that are left', async () => {
    const { plane, service } = createExchangeStage();
    const text = await insertToken(plane, { audience: [PRINTS] });
    const { access_token } = await exchange(plane, service, text);
    expect((await plane.verifier.verify(access_token)).audience).toEqual([PRINTS]);
  });

  it('ends with the first of the two that it was made from', async () => {
    const { plane, service } = createExchangeStage();
    const now = plane.world.now() / 1000;
    const subject = await insertToken(plane, { expiresAt: now + 100 });
    expect(await exchange(plane, service, subject)).toMatchObject({ expires_in: 100 });
    const actor = actorParameters(await insertToken(plane, aServiceToken({ expiresAt: now + 50 })));
    expect(await exchange(plane, service, subject, actor)).toMatchObject({ expires_in: 50 });
    const lasting = actorParameters(await insertToken(plane, aServiceToken()));
    expect(await exchange(plane, service, subject, lasting)).toMatchObject({ expires_in: 100 });
  });

  it('ends no later than the client is allowed', async () => {
    const { plane, service } = createExchangeStage({ accessTokenLifetimeSeconds: 60 });
    expect(await exchange(plane, service, await insertToken(plane))).toMatchObject({ expires_in: 60 });
  });
});
