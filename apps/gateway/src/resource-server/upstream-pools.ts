import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Api } from '@gatehouse/gateway-core';
import { Pool } from 'undici';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';

/** Connections to one upstream, and the part of its address that goes before every path. */
export interface Upstream {
  readonly pool: Pool;
  /** `host` or `host:port`: the Host header. */
  readonly host: string;
  /** Empty, or a path without a slash at its end. */
  readonly pathPrefix: string;
}

const MAX_HEADER_BYTES = 65_536;
const KEEP_ALIVE_MS = 30_000;

/** One pool per upstream and time-outs; those that no API uses any more are closed. */
@Injectable()
export class UpstreamPools implements OnApplicationShutdown {
  private readonly byApi = new WeakMap<Api, Upstream>();
  private readonly byAddress = new Map<string, Pool>();
  private readonly stopWatching: () => void;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.stopWatching = platform.snapshots.onChange((snapshot, changed) => {
      if (changed.has('apis')) this.closeUnused(snapshot.apis);
    });
  }

  /** The upstream of an API, as the snapshot that the request began with has it. */
  get(api: Api): Upstream {
    const known = this.byApi.get(api);
    // A request that began with an older snapshot may still want a pool that has been closed.
    if (known !== undefined && !known.pool.closed) return known;
    const url = new URL(api.upstreamUrl);
    const address = addressOf(api);
    const pool = this.byAddress.get(address) ?? this.open(api, url.origin);
    this.byAddress.set(address, pool);
    const upstream = { pool, host: url.host, pathPrefix: url.pathname.replace(/\/$/, '') };
    this.byApi.set(api, upstream);
    return upstream;
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopWatching();
    await Promise.all([...this.byAddress.values()].map((pool) => pool.close()));
  }

  private open(api: Api, origin: string): Pool {
    return new Pool(origin, {
      connections: this.platform.env.upstreamConnections,
      pipelining: 1,
      connect: { timeout: api.connectTimeoutMs },
      headersTimeout: api.responseTimeoutMs,
      bodyTimeout: api.responseTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
  }

  private closeUnused(apis: readonly Api[]): void {
    const used = new Set(apis.map(addressOf));
    for (const [address, pool] of this.byAddress) {
      if (used.has(address)) continue;
      this.byAddress.delete(address);
      // Requests in flight finish first.
      pool
        .close()
        .catch((error: unknown) => this.platform.logger.warn('an upstream pool did not close', { error }));
    }
  }
}

const addressOf = (api: Api): string =>
  `${new URL(api.upstreamUrl).origin} ${api.connectTimeoutMs} ${api.responseTimeoutMs}`;
