import type { JsonWebKeySet } from '../kernel/client-settings.js';

/** Key sets that others publish, remembered for a while. */
export interface RemoteKeys {
  /**
   * The key set at an address. Asked for a `kid` that it does not have, it is fetched anew, but not more often than
   * once in a while.
   * @throws OAuthError invalid_request when it cannot be fetched or is no key set
   */
  getKeys(jwksUri: string, kid: string | undefined): Promise<JsonWebKeySet>;
}
