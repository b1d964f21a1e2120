import { type JsonWebKeySet, OAuthError, type RemoteKeys, type World } from '@gatehouse/oauth-core';
import { LRUCache } from 'lru-cache';
import { type GuardedFetch, GuardedFetchError } from './guarded-fetch.js';

export interface RemoteKeysOptions {
  readonly guardedFetch: GuardedFetch;
  readonly world: Pick<World, 'now'>;
  /** Told of an address that cannot be read while its last keys are still used. */
  readonly onStale: (jwksUri: string, error: Error) => void;
}

interface KeySet {
  readonly keys: JsonWebKeySet;
  /** Epoch milliseconds. */
  readonly fetchedAt: number;
}

/** What is known of one address. */
interface Entry {
  last: KeySet | undefined;
  failure: Error | undefined;
  /** Epoch milliseconds. */
  triedAt: number;
  inFlight: Promise<void> | undefined;
}

const MAX_ADDRESSES = 500;
const MAX_BYTES = 65_536;
const MAX_KEYS = 100;
const FRESH_MS = 600_000;
/** Keys of an address that has gone away are believed this long: an outage there is none here. */
const USABLE_MS = 3_600_000;
/** A `kid` that nobody has costs the address one request in this time, whoever sends it and however often. */
const PAUSE_MS = 30_000;
/** Without any keys a failure is passed on this long; then the address is tried anew. */
const FAILURE_PAUSE_MS = 5_000;

const PUBLIC_MEMBERS = ['kty', 'kid', 'alg', 'use', 'key_ops', 'crv', 'x', 'y', 'n', 'e', 'x5c', 'x5t#S256'];
const ASYMMETRIC: readonly unknown[] = ['EC', 'RSA', 'OKP'];

/** RFC 7517 §5: members and keys that are not understood are skipped; secrets have no place in it. */
function parseKeySet(text: string): JsonWebKeySet {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new GuardedFetchError('it answers no JSON', { cause: error });
  }
  const keys = (document as { readonly keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys))
    throw new GuardedFetchError('it answers no JWK Set (RFC 7517): "keys" is missing');
  if (keys.length > MAX_KEYS) throw new GuardedFetchError(`it answers more than ${MAX_KEYS} keys`);
  const usable = keys.filter(
    (key: unknown): key is Record<string, unknown> =>
      typeof key === 'object' && key !== null && ASYMMETRIC.includes((key as { kty?: unknown }).kty),
  );
  return {
    keys: usable.map((key) =>
      Object.fromEntries(Object.entries(key).filter(([name]) => PUBLIC_MEMBERS.includes(name))),
    ),
  };
}

/**
 * Reads a JWK Set once, past every cache.
 * @throws GuardedFetchError with the reason, in words for an operator
 */
export async function fetchKeySet(guardedFetch: GuardedFetch, jwksUri: string): Promise<JsonWebKeySet> {
  const headers = { accept: 'application/jwk-set+json, application/json' };
  const answer = await guardedFetch(jwksUri, { headers, maxBytes: MAX_BYTES });
  if (answer.status !== 200) throw new GuardedFetchError(`it answers ${answer.status}`);
  return parseKeySet(await answer.text());
}

const newEntry = (): Entry => ({
  last: undefined,
  failure: undefined,
  triedAt: Number.NEGATIVE_INFINITY,
  inFlight: undefined,
});

const hasKey = ({ keys }: JsonWebKeySet, kid: string | undefined): boolean =>
  kid === undefined || keys.some((key) => key.kid === kid);

/** Key sets by address, bounded in number, size and age. Requests for one address at once share one fetch. */
export function createRemoteKeys({ guardedFetch, world, onStale }: RemoteKeysOptions): RemoteKeys {
  const entries = new LRUCache<string, Entry>({ max: MAX_ADDRESSES });

  const refresh = async (jwksUri: string, entry: Entry): Promise<void> => {
    try {
      const keys = await fetchKeySet(guardedFetch, jwksUri);
      entry.last = { keys, fetchedAt: world.now() };
      entry.failure = undefined;
    } catch (error) {
      entry.failure = error as Error;
      if (findUsable(entry) !== undefined) onStale(jwksUri, entry.failure);
    } finally {
      entry.triedAt = world.now();
      entry.inFlight = undefined;
    }
  };
  const findUsable = ({ last }: Entry): KeySet | undefined =>
    last !== undefined && last.fetchedAt + USABLE_MS > world.now() ? last : undefined;
  /** Nothing that is asked for would be found by fetching. */
  const isGood = (entry: Entry, kid: string | undefined): boolean => {
    const usable = findUsable(entry);
    return usable !== undefined && usable.fetchedAt + FRESH_MS > world.now() && hasKey(usable.keys, kid);
  };
  const mayFetch = (entry: Entry): boolean =>
    entry.triedAt + (findUsable(entry) === undefined ? FAILURE_PAUSE_MS : PAUSE_MS) <= world.now();

  return {
    async getKeys(jwksUri, kid) {
      const entry = entries.get(jwksUri) ?? newEntry();
      entries.set(jwksUri, entry);
      if (!isGood(entry, kid)) {
        if (entry.inFlight === undefined && mayFetch(entry)) entry.inFlight = refresh(jwksUri, entry);
        await entry.inFlight;
      }
      const usable = findUsable(entry);
      if (usable !== undefined) return usable.keys;
      const reason = `${jwksUri}: ${entry.failure?.message ?? 'no key set'}`;
      throw new OAuthError('invalid_request', 'The keys at the registered jwks_uri cannot be read.', reason);
    },
  };
}
