import type { Client } from '../kernel/client.js';
import type { SigningAlgorithm, SigningKey } from '../kernel/signing-key.js';
import type { TrustedIssuer } from '../kernel/trusted-issuer.js';

/** What the token plane knows without asking the database: a view of one snapshot. */
export interface Directory {
  findClient(clientId: string): Client | undefined;
  /** By its exact identifier; the disabled ones too. */
  findTrustedIssuer(issuer: string): TrustedIssuer | undefined;
  /** Audiences of the APIs that use any of the scopes; empty when none does. */
  findAudience(scopes: Iterable<string>): readonly string[];
  /**
   * The key that signs now with this algorithm, or with the server's default where none is named.
   * @throws OAuthError `temporarily_unavailable` when there is none
   */
  getSigningKey(algorithm?: SigningAlgorithm): SigningKey;
  /** Every published key: those that will sign next, that sign, and that signed. */
  readonly keys: readonly SigningKey[];
  /** Every published key, by the complete header of its access tokens, as `mapAccessTokenKeys` makes it. */
  readonly keysByHeader: ReadonlyMap<string, SigningKey>;
}

/** Gives the newest directory; a request keeps the one it began with. */
export type CurrentDirectory = () => Directory;
