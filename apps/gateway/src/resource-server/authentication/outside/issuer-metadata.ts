import { LRUCache } from 'lru-cache';
import type { Platform } from '../../../platform/platform.tokens.js';

/** What is used of an issuer's own metadata (RFC 8414 §2). */
export interface IssuerMetadata {
  readonly jwksUri: string | undefined;
  readonly introspectionEndpoint: string | undefined;
}

interface Entry {
  last: IssuerMetadata | undefined;
  failure: Error | undefined;
  /** Epoch milliseconds; when there was a good answer, and when it was asked for. */
  readAt: number;
  triedAt: number;
  inFlight: Promise<void> | undefined;
}

const MAX_ISSUERS = 200;
const FRESH_MS = 600_000;
const RETRY_MS = 30_000;
/** Without any answer a failure is passed on this long; then the issuer is asked anew. */
const FAILURE_PAUSE_MS = 5_000;

const newEntry = (): Entry => ({
  last: undefined,
  failure: undefined,
  readAt: Number.NEGATIVE_INFINITY,
  triedAt: Number.NEGATIVE_INFINITY,
  inFlight: undefined,
});

/**
 * The metadata of outside issuers, remembered. What was read once is used until there is something newer: an issuer that is
 * away for a while still has its keys where they were. Calls that wait for one issuer share one request.
 */
export class IssuerMetadataReader {
  private readonly entries = new LRUCache<string, Entry>({ max: MAX_ISSUERS });

  constructor(
    private readonly servers: Pick<Platform['outsideServers'], 'discover'>,
    private readonly now: () => number,
  ) {}

  /** @throws what the issuer was last asked in vain with */
  async get(issuer: string): Promise<IssuerMetadata> {
    const entry = this.entries.get(issuer) ?? newEntry();
    this.entries.set(issuer, entry);
    const pause = entry.last === undefined ? FAILURE_PAUSE_MS : RETRY_MS;
    const isDue = entry.readAt + FRESH_MS <= this.now() && entry.triedAt + pause <= this.now();
    if (isDue) entry.inFlight ??= this.read(issuer, entry);
    // Nobody waits for a newer answer than the one that is there.
    if (entry.last === undefined) await entry.inFlight;
    if (entry.last !== undefined) return entry.last;
    throw entry.failure ?? new Error('its metadata was not read');
  }

  private async read(issuer: string, entry: Entry): Promise<void> {
    try {
      const { jwks_uri: jwksUri, introspection_endpoint: introspectionEndpoint } =
        await this.servers.discover(issuer);
      entry.last = { jwksUri, introspectionEndpoint };
      entry.readAt = this.now();
    } catch (error) {
      entry.failure = error as Error;
    } finally {
      entry.triedAt = this.now();
      entry.inFlight = undefined;
    }
  }
}
