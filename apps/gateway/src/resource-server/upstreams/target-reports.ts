import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Api, TargetState } from '@gatehouse/gateway-core';
import { isDatabaseUnavailable, type NodeTarget, NodeTargetsStore } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { UpstreamPools } from './upstream-pools.js';

const PAUSE_MS = 1_000;

/** Says how the targets of all APIs are, as this node finds them, whenever that has changed. */
@Injectable()
export class TargetReports implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly store: NodeTargetsStore;
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> | undefined;
  private told = '';
  private known = new Map<string, Pick<NodeTarget, 'state' | 'since'>>();

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(UpstreamPools) private readonly pools: UpstreamPools,
  ) {
    this.store = new NodeTargetsStore(platform.database.pool);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), PAUSE_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.underWay;
  }

  private look(): void {
    if (this.underWay !== undefined) return;
    const targets = this.list(this.platform.snapshots.current().apis, Date.now());
    // How often one fails is told when it matters, not with each call.
    const text = JSON.stringify(targets.map(({ failures: _, ...rest }) => rest));
    if (text === this.told) return;
    this.underWay = this.store
      .report(this.platform.nodeId, targets)
      .then(() => void (this.told = text))
      .catch((error: unknown) => {
        // It is told again in a moment.
        if (!isDatabaseUnavailable(error)) this.platform.logger.warn('targets could not be told', { error });
      })
      .finally(() => (this.underWay = undefined));
  }

  private list(apis: readonly Api[], now: number): readonly NodeTarget[] {
    const seen = new Map<string, Pick<NodeTarget, 'state' | 'since'>>();
    const targets = apis.flatMap((api): NodeTarget[] => {
      if (!api.isEnabled) return [];
      return this.pools.get(api).targets.map(({ url, state: target }) => {
        const key = `${api.id} ${url}`;
        const state = describe(target, now);
        const before = this.known.get(key);
        const since = before?.state === state ? before.since : new Date(now).toISOString();
        seen.set(key, { state, since });
        const isChecked = api.policies.healthCheck !== null;
        return { apiId: api.id, url, state, since, failures: target.failures, isChecked };
      });
    });
    this.known = seen;
    return targets;
  }
}

function describe(target: TargetState, now: number): NodeTarget['state'] {
  if (!target.isWell) return 'unhealthy';
  return target.isOpen(now) ? 'circuit-open' : 'available';
}
