import type { Client } from '../kernel/client.js';
import type { SigningKey } from '../kernel/signing-key.js';

/** What the token plane knows without asking the database: a view of one snapshot. */
export interface Directory {
  findClient(clientId: string): Client | undefined;
  /** Audiences of the APIs that use any of the scopes; empty when none does. */
  findAudience(scopes: Iterable<string>): readonly string[];
  /** The key that signs now. */
  getSigningKey(): SigningKey;
  /** Every published key, by its complete JOSE header in base64url, as `encodeJoseHeader` writes it. */
  readonly keysByHeader: ReadonlyMap<string, SigningKey>;
}

/** Gives the newest directory; a request keeps the one it began with. */
export type CurrentDirectory = () => Directory;
