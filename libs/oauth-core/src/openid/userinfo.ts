import { getClientSigningKey } from '../client-profiles/signing-key.js';
import type { AccessToken } from '../kernel/access-token.js';
import { signJws } from '../kernel/jws.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { CurrentDirectory } from '../ports/directory.js';
import type { UserStore } from '../ports/users.js';
import type { World } from '../ports/world.js';
import { findScopeClaims, pickClaims } from './standard-claims.js';

export interface UserinfoOptions {
  readonly issuer: string;
  readonly currentDirectory: CurrentDirectory;
  readonly users: UserStore;
  readonly world: World;
}

/** An answer of UserInfo: JSON text, or a signed JWT. */
export interface UserinfoAnswer {
  readonly type: 'application/json' | 'application/jwt';
  readonly text: string;
}

/**
 * OpenID Connect Core §5.3: the claims that an access token with the scope `openid` reads, signed where the client is
 * registered for that (§5.3.2).
 * @throws OAuthError insufficient_scope, invalid_token
 */
export function createUserinfo({
  issuer,
  currentDirectory,
  users,
  world,
}: UserinfoOptions): (token: AccessToken) => Promise<UserinfoAnswer> {
  return async (token) => {
    if (token.userId === null || !token.scopes.has('openid'))
      throw new OAuthError('insufficient_scope', 'UserInfo needs an access token with the scope openid.');
    const user = await users.find(token.userId);
    const directory = currentDirectory();
    const client = directory.findClient(token.clientId);
    if (user === undefined || client === undefined)
      throw new OAuthError(
        'invalid_token',
        'The access token is no longer valid.',
        'its user or client is gone',
      );
    const names = [...findScopeClaims(token.scopes), ...(token.details.userinfoClaims ?? [])];
    // §5.3.2: sub "MUST always be returned", the same as in the ID token.
    const claims = { sub: token.subject, ...pickClaims(user, names) };
    if (client.userinfoSigningAlgorithm === null)
      return { type: 'application/json', text: JSON.stringify(claims) };
    const key = getClientSigningKey(directory, client, client.userinfoSigningAlgorithm);
    const signed = { ...claims, iss: issuer, aud: client.clientId, iat: Math.floor(world.now() / 1000) };
    return { type: 'application/jwt', text: await signJws(key, { typ: 'JWT' }, signed) };
  };
}
