import type { AccessToken } from '../kernel/access-token.js';
import { NO_REVOCATIONS, type RevocationSet } from '../kernel/revocation-set.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret } from '../kernel/secrets.js';
import type { Directory } from '../ports/directory.js';
import { signAccessToken } from '../rfc9068-jwt-access-token/sign.js';
import {
  aClient,
  aDirectory,
  anAccessToken,
  aSigningKey,
  createMemoryStores,
  createTestWorld,
  ISSUER,
} from '../testing/index.js';
import { createRememberingVerifier } from './remembering-verifier.js';

const OPAQUE_TEXT = 'an-opaque-access-token-of-43-characters-now';

interface Stage {
  directory: Directory;
  revocations: RevocationSet;
  isListening: boolean;
  isDatabaseUp: boolean;
  /** How often the store was asked. */
  reads: number;
}

/** A verifier whose surroundings a test can change while it runs. */
function createStage() {
  const world = createTestWorld();
  const stores = createMemoryStores(() => world.now());
  const stage: Stage = {
    directory: aDirectory(),
    revocations: NO_REVOCATIONS,
    isListening: true,
    isDatabaseUp: true,
    reads: 0,
  };
  const options = {
    issuer: ISSUER,
    currentDirectory: () => stage.directory,
    currentRevocations: () => stage.revocations,
    isListening: () => stage.isListening,
    world,
    store: {
      ...stores.accessTokens,
      find: (tokenHash: Buffer) => {
        stage.reads += 1;
        if (!stage.isDatabaseUp) throw new OAuthError('temporarily_unavailable', 'Try again.');
        return stores.accessTokens.find(tokenHash);
      },
    },
  };
  const verifier = createRememberingVerifier({ ...options, capacity: 10 });
  const insert = (token: AccessToken): Promise<void> =>
    stores.accessTokens.insert({ tokenHash: hashSecret(OPAQUE_TEXT), accessToken: token });
  const sign = async (token: AccessToken): Promise<string> =>
    signAccessToken(ISSUER, stage.directory.getSigningKey(), token);
  return { stage, options, verifier, insert, sign, world };
}

describe.each(['jwt', 'opaque'] as const)('an access token (%s)', (format) => {
  async function createKnown(changes: Partial<AccessToken> = {}) {
    const scene = createStage();
    const token = anAccessToken({ format, ...changes });
    if (format === 'opaque') await scene.insert(token);
    const text = format === 'opaque' ? OPAQUE_TEXT : await scene.sign(token);
    return { ...scene, token, text };
  }

  it('says what it was issued with, and is remembered', async () => {
    const { verifier, token, text } = await createKnown();
    expect(verifier.findRemembered(text)).toBeUndefined();
    expect(await verifier.verify(text)).toEqual(token);
    expect(verifier.findRemembered(text)).toEqual(token);
  });

  it('is refused with the second that it expires in, remembered or not (RFC 6750 §3.1)', async () => {
    const { verifier, text, world } = await createKnown();
    world.advanceSeconds(3599);
    await verifier.verify(text);
    world.advanceSeconds(1);
    expect(verifier.findRemembered(text)).toBeUndefined();
    await expect(verifier.verify(text)).rejects.toMatchObject({
      code: 'invalid_token',
      description: 'The access token has expired.',
    });
  });

  it.each(['accessTokens', 'grants', 'authorizations', 'users'] as const)(
    'is refused once revoked by way of %s, remembered or not',
    async (kind) => {
      const { verifier, text, token, stage } = await createKnown();
      await verifier.verify(text);
      const id = {
        accessTokens: token.tokenId,
        grants: token.grantId,
        authorizations: token.authorizationId,
        users: token.userId,
      }[kind];
      stage.revocations = { ...NO_REVOCATIONS, [kind]: new Set([id]) };
      expect(verifier.findRemembered(text)).toBeUndefined();
      await expect(verifier.verify(text)).rejects.toThrow(/^invalid_token: revoked/);
    },
  );

  it.each([
    ['disabled', [aClient({ isEnabled: false })]],
    ['gone', []],
  ])('is refused while its client is %s, remembered or not', async (state, clients) => {
    const { verifier, text, stage } = await createKnown();
    await verifier.verify(text);
    const enabled = stage.directory;
    stage.directory = { ...enabled, findClient: aDirectory({ clients }).findClient };
    expect(verifier.findRemembered(text)).toBeUndefined();
    await expect(verifier.verify(text)).rejects.toThrow(`invalid_token: its client is ${state}`);
    stage.directory = enabled;
    expect(await verifier.verify(text)).toBeDefined();
  });

  it('is not remembered when there is no room for any', async () => {
    const { options, text } = await createKnown();
    const verifier = createRememberingVerifier({ ...options, capacity: 0 });
    await verifier.verify(text);
    expect(verifier.findRemembered(text)).toBeUndefined();
  });
});

describe('when a signing key is published no more', () => {
  it('what it signed is refused at once, remembered or not, and nothing else is', async () => {
    const { verifier, stage, sign } = createStage();
    const [gone, kept] = [aSigningKey(), aSigningKey({ algorithm: 'EdDSA' })];
    stage.directory = aDirectory({ keys: [gone, kept] });
    const compromised = await sign(anAccessToken({ format: 'jwt' }));
    await verifier.verify(compromised);
    expect(verifier.findRemembered(compromised)).toBeDefined();

    stage.directory = aDirectory({ keys: [kept] });
    expect(verifier.findRemembered(compromised)).toBeUndefined();
    await expect(verifier.verify(compromised)).rejects.toThrow(/no published key/);
    const other = await sign(anAccessToken({ format: 'jwt' }));
    await verifier.verify(other);
    expect(verifier.findRemembered(other)).toBeDefined();
  });

  it('a token whose key goes while it is verified is not remembered', async () => {
    const { verifier, stage, sign } = createStage();
    const text = await sign(anAccessToken({ format: 'jwt' }));
    const verifying = verifier.verify(text);
    stage.directory = aDirectory({ keys: [aSigningKey()] });
    expect(verifier.findRemembered('another')).toBeUndefined();
    await verifying;
    expect(verifier.findRemembered(text)).toBeUndefined();
  });

  it('a new key makes nobody forget', async () => {
    const { verifier, stage, sign } = createStage();
    const text = await sign(anAccessToken({ format: 'jwt' }));
    await verifier.verify(text);
    stage.directory = aDirectory({ keys: [...stage.directory.keys, aSigningKey()] });
    expect(verifier.findRemembered(text)).toBeDefined();
  });
});

describe('while the node cannot hear of revocations', () => {
  it('an opaque access token is read from the store each time', async () => {
    const { verifier, insert, stage } = createStage();
    await insert(anAccessToken());
    await verifier.verify(OPAQUE_TEXT);
    stage.isListening = false;
    expect(verifier.findRemembered(OPAQUE_TEXT)).toBeUndefined();
    await verifier.verify(OPAQUE_TEXT);
    expect(stage.reads).toBe(2);
  });

  it('an opaque access token cannot be judged without the database: not invalid, not valid, try again', async () => {
    const { verifier, insert, stage } = createStage();
    await insert(anAccessToken());
    stage.isDatabaseUp = false;
    await expect(verifier.verify(OPAQUE_TEXT)).rejects.toThrow(/^temporarily_unavailable/);
  });

  it('a JWT goes on being verified', async () => {
    const { verifier, sign, stage } = createStage();
    const text = await sign(anAccessToken({ format: 'jwt' }));
    await verifier.verify(text);
    stage.isListening = false;
    stage.isDatabaseUp = false;
    expect(verifier.findRemembered(text)).toBeDefined();
    expect(stage.reads).toBe(0);
  });
});

describe('what is no access token', () => {
  it.each(['', 'unknown', 'not.a.jwt', 'é', '"'])('is refused: %p', async (text) => {
    await expect(createStage().verifier.verify(text)).rejects.toThrow(/^invalid_token/);
  });

  it('is refused unread when it is longer than any of ours', async () => {
    const { verifier, stage } = createStage();
    await expect(verifier.verify('a'.repeat(8193))).rejects.toThrow(
      /^invalid_token: The access token is too long/,
    );
    expect(stage.reads).toBe(0);
  });
});
