import type { Client } from '../kernel/client.js';
import type { SigningAlgorithm, SigningKey } from '../kernel/signing-key.js';
import type { TrustedIssuer } from '../kernel/trusted-issuer.js';
import type { AuthorizationDetail } from '../rfc9396-authorization-details/detail.js';

/** RFC 9396 §2: what operators have said of a type of authorization details. */
export interface DetailsType {
  /** Of the APIs that know what it means; none: it does not work. */
  readonly audiences: readonly string[];
  /** Whether the very same detail, allowed once, needs no second consent. */
  readonly isRemembered: boolean;
  /** Where (a JSON Pointer) and why a detail is not as its type has it, without any of its values. */
  check(detail: AuthorizationDetail): { readonly pointer: string; readonly detail: string } | undefined;
}

/** What the token plane knows without asking the database: a view of one snapshot. */
export interface Directory {
  findClient(clientId: string): Client | undefined;
  /** By its exact identifier; the disabled ones too. */
  findTrustedIssuer(issuer: string): TrustedIssuer | undefined;
  /** Audiences of the APIs that use any of the scopes; empty when none does. */
  findAudience(scopes: Iterable<string>): readonly string[];
  /** RFC 9396 §2 */
  findDetailsType(name: string): DetailsType | undefined;
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
