import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AccessToken } from '../kernel/access-token.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { isRevoked, type RevocationSet } from '../kernel/revocation-set.js';
import { hashSecret } from '../kernel/secrets.js';
import type { CurrentDirectory, Directory } from '../ports/directory.js';
import type { AccessTokenStore } from '../ports/stores.js';
import type { World } from '../ports/world.js';
import { verifyJwtAccessToken } from '../rfc9068-jwt-access-token/verify.js';
import type { AccessTokenVerifier } from './access-token-verifier.js';
import { RefusedTokenError, type TokenProblem } from './refused-token.js';

export interface RememberingVerifierOptions {
  readonly issuer: string;
  readonly currentDirectory: CurrentDirectory;
  readonly currentRevocations: () => RevocationSet;
  /** False while this node cannot hear of revocations: opaque access tokens are then read from the store each time. */
  readonly isListening: () => boolean;
  readonly store: AccessTokenStore;
  readonly world: World;
  /** How many verified access tokens are remembered; 0: none. */
  readonly capacity: number;
}

// A JWT of ours has two dots; a random secret has none.
const isJwt = (text: string): boolean => text.includes('.');
const MAX_LENGTH = 8_192;

/**
 * RFC 6750 §2, RFC 9068 §4: one signature check or one select per access token and node, not per call. Expiry,
 * revocation and the client's state are checked on every call, against the newest snapshot.
 */
export function createRememberingVerifier(options: RememberingVerifierOptions): AccessTokenVerifier {
  const remembered =
    options.capacity > 0 ? new LRUCache<string, AccessToken>({ max: options.capacity }) : undefined;
  /** The keys that what is remembered was verified with. */
  let keys = options.currentDirectory().keysByHeader;

  /** A key that is published no more, because it was compromised, takes all that it signed with it. */
  function forgetUnpublished(directory: Directory): void {
    const { keysByHeader } = directory;
    if (keysByHeader === keys) return;
    for (const header of keys.keys()) if (!keysByHeader.has(header)) remembered?.clear();
    keys = keysByHeader;
  }

  function findProblem(token: AccessToken, directory: Directory): TokenProblem | undefined {
    if (token.expiresAt * 1000 <= options.world.now()) return 'expired';
    if (isRevoked(options.currentRevocations(), token)) return 'revoked';
    const client = directory.findClient(token.clientId);
    if (client === undefined) return 'its client is gone';
    return client.isEnabled ? undefined : 'its client is disabled';
  }

  async function load(text: string, directory: Directory): Promise<AccessToken> {
    if (isJwt(text)) return verifyJwtAccessToken(options.issuer, directory.keysByHeader, text);
    const stored = await options.store.find(hashSecret(text));
    if (stored === undefined)
      throw new OAuthError('invalid_token', 'The access token is not valid.', 'unknown');
    return stored.accessToken;
  }

  return {
    findRemembered(text) {
      if (remembered === undefined) return undefined;
      const directory = options.currentDirectory();
      forgetUnpublished(directory);
      const token = remembered.get(hash('sha256', text, 'base64url'));
      if (token === undefined || (token.format === 'opaque' && !options.isListening())) return undefined;
      return findProblem(token, directory) === undefined ? token : undefined;
    },

    async verify(text) {
      if (text.length > MAX_LENGTH) throw new OAuthError('invalid_token', 'The access token is too long.');
      const directory = options.currentDirectory();
      forgetUnpublished(directory);
      const token = await load(text, directory);
      const problem = findProblem(token, directory);
      if (problem !== undefined) throw new RefusedTokenError(problem, token);
      // Not if its key may have gone while it was verified.
      if (directory.keysByHeader === keys) remembered?.set(hash('sha256', text, 'base64url'), token);
      return token;
    },
  };
}
