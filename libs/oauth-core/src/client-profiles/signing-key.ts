import type { Client } from '../kernel/client.js';
import type { SigningAlgorithm, SigningKey } from '../kernel/signing-key.js';
import type { Directory } from '../ports/directory.js';

/**
 * The key that signs something for a client: of the algorithm that it is registered for, else the server's own; where
 * the profile of the client does not take that one, another that signs now.
 * @throws OAuthError `temporarily_unavailable` when there is none
 */
export function getClientSigningKey(
  directory: Directory,
  { rules: { algorithms } }: Client,
  algorithm: SigningAlgorithm | null,
): SigningKey {
  if (algorithm !== null) return directory.getSigningKey(algorithm);
  const own = directory.getSigningKey();
  if (algorithms === undefined || algorithms.has(own.algorithm)) return own;
  const other = directory.keys.find((key) => key.state === 'active' && algorithms.has(key.algorithm));
  return other ?? directory.getSigningKey('PS256');
}
