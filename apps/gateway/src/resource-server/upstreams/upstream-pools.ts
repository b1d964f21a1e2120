import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  type Api,
  type Balanced,
  TargetBalancer,
  TargetState,
  type UpstreamTarget,
} from '@gatehouse/gateway-core';
import { type buildConnector, Pool } from 'undici';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { createUpstreamConnector, openUpstreamTls } from '../../platform/upstream-tls.js';

/** Connections to one target of an API, the part of its address that goes before every path, and how it does. */
export interface Upstream extends Balanced {
  /** As the operator wrote it. */
  readonly url: string;
  /** What its connections are shared by: origin, time-outs, TLS. */
  readonly address: string;
  readonly pool: Pool;
  /** Opens one connection more, as the pool opens its own. */
  readonly connect: (callback: buildConnector.Callback) => void;
  readonly responseTimeoutMs: number;
  readonly maxHeaderBytes: number;
  /** `host` or `host:port`: the Host header. */
  readonly host: string;
  /** Empty, or a path without a slash at its end. */
  readonly pathPrefix: string;
}

const MAX_HEADER_BYTES = 65_536;
const KEEP_ALIVE_MS = 30_000;

/** Connections to one address, and how they are made. */
type OpenPool = Pick<Upstream, 'pool' | 'connect'>;

/** One pool per address and time-outs, one state per API and target; those that no API uses any more are closed. */
@Injectable()
export class UpstreamPools implements OnApplicationShutdown {
  private byApi = new WeakMap<Api, TargetBalancer<Upstream>>();
  private readonly byAddress = new Map<string, OpenPool>();
  private readonly states = new Map<string, TargetState>();
  private readonly stopWatching: () => void;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.stopWatching = platform.snapshots.onChange((snapshot, changed) => {
      if (changed.has('apis')) this.closeUnused(snapshot.apis);
    });
  }

  /** The targets of an API, as the snapshot that the request began with has it. */
  get(api: Api): TargetBalancer<Upstream> {
    const known = this.byApi.get(api);
    if (known !== undefined) return known;
    const targets = new TargetBalancer(api.targets.map((target) => this.toUpstream(api, target)));
    this.byApi.set(api, targets);
    return targets;
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopWatching();
    await Promise.all([...this.byAddress.values()].map(({ pool }) => pool.close()));
  }

  private toUpstream(api: Api, target: UpstreamTarget): Upstream {
    const url = new URL(target.url);
    const address = addressOf(api, target);
    const open = this.byAddress.get(address) ?? this.open(api, url);
    this.byAddress.set(address, open);
    const key = stateKeyOf(api, target);
    const state = this.states.get(key) ?? new TargetState();
    this.states.set(key, state);
    const pathPrefix = url.pathname.replace(/\/$/, '');
    return {
      ...open,
      url: target.url,
      address,
      responseTimeoutMs: api.responseTimeoutMs,
      maxHeaderBytes: MAX_HEADER_BYTES,
      host: url.host,
      pathPrefix,
      weight: target.weight,
      state,
    };
  }

  private open(api: Api, { origin, protocol, host, hostname, port }: URL): OpenPool {
    const tls = openUpstreamTls(this.platform.sealing, api);
    const connect = createUpstreamConnector(tls, api.connectTimeoutMs);
    const pool = new Pool(origin, {
      connections: this.platform.env.upstreamConnections,
      pipelining: 1,
      connect,
      headersTimeout: api.responseTimeoutMs,
      bodyTimeout: api.responseTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
    return { pool, connect: (callback) => connect({ protocol, host, hostname, port }, callback) };
  }

  private closeUnused(apis: readonly Api[]): void {
    // A request that began with an older snapshot may still want a pool that is closed below: it opens another.
    this.byApi = new WeakMap();
    const listAll = (key: (api: Api, target: UpstreamTarget) => string): Set<string> =>
      new Set(apis.flatMap((api) => api.targets.map((target) => key(api, target))));
    const states = listAll(stateKeyOf);
    for (const key of this.states.keys()) if (!states.has(key)) this.states.delete(key);
    const addresses = listAll(addressOf);
    for (const [address, { pool }] of this.byAddress) {
      if (addresses.has(address)) continue;
      this.byAddress.delete(address);
      // Requests in flight finish first.
      pool
        .close()
        .catch((error: unknown) => this.platform.logger.warn('an upstream pool did not close', { error }));
    }
  }
}

const tlsKeys = new WeakMap<Api, string>();

/** Names how an API's targets are known over TLS: whatever changes there is in force on new connections alone. */
function tlsKeyOf(api: Api): string {
  if (api.tls === null) return '';
  let key = tlsKeys.get(api);
  if (key === undefined) {
    const hash = createHash('sha256').update(JSON.stringify(api.tls));
    key = hash.update(api.sealedClientKey ?? '').digest('base64');
    tlsKeys.set(api, key);
  }
  return key;
}

const addressOf = (api: Api, { url }: UpstreamTarget): string =>
  `${new URL(url).origin} ${api.connectTimeoutMs} ${api.responseTimeoutMs} ${tlsKeyOf(api)}`;

const stateKeyOf = (api: Api, { url }: UpstreamTarget): string => `${api.id} ${url}`;
