import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Api, HealthCheck } from '@gatehouse/gateway-core';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { type Upstream, UpstreamPools } from './upstream-pools.js';

/** Asks the targets of the APIs that want it how they are, each node for itself. */
@Injectable()
export class HealthChecks implements OnApplicationBootstrap, OnApplicationShutdown {
  private stopWatching: (() => void) | undefined;
  private running: AbortController[] = [];

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(UpstreamPools) private readonly pools: UpstreamPools,
  ) {}

  onApplicationBootstrap(): void {
    this.follow(this.platform.snapshots.current().apis);
    this.stopWatching = this.platform.snapshots.onChange(({ apis }, changed) => {
      if (changed.has('apis')) this.follow(apis);
    });
  }

  onApplicationShutdown(): void {
    this.stopWatching?.();
    this.follow([]);
  }

  private follow(apis: readonly Api[]): void {
    for (const one of this.running) one.abort();
    this.running = [];
    for (const api of apis) {
      const { healthCheck } = api.policies;
      for (const upstream of this.pools.get(api).targets) {
        if (healthCheck !== null && api.isEnabled) this.start(api, healthCheck, upstream);
        else upstream.state.forgetChecks();
      }
    }
  }

  private start(api: Api, check: HealthCheck, upstream: Upstream): void {
    const stop = new AbortController();
    this.running.push(stop);
    const ask = async (): Promise<void> => {
      const isHealthy = await isTargetHealthy(check, upstream, stop.signal);
      if (stop.signal.aborted) return;
      if (upstream.state.observe(isHealthy, check)) this.tell(api, upstream, isHealthy);
      setTimeout(() => void ask(), check.intervalSeconds * 1_000).unref();
    };
    void ask();
  }

  private tell({ name }: Api, { url }: Upstream, isHealthy: boolean): void {
    const fields = { api: name, target: url };
    if (isHealthy) this.platform.logger.info('a target is healthy again', fields);
    else this.platform.logger.warn('a target is not healthy: it is not called', fields);
  }
}

async function isTargetHealthy(
  { path, timeoutMs }: HealthCheck,
  { pool, pathPrefix }: Upstream,
  stopped: AbortSignal,
): Promise<boolean> {
  try {
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path: pathPrefix + path,
      headers: { 'user-agent': 'Gatehouse-Health-Check' },
      signal: AbortSignal.any([stopped, AbortSignal.timeout(timeoutMs)]),
    });
    await body.dump();
    return statusCode < 400;
  } catch {
    return false;
  }
}
