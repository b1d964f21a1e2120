import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Api, HealthCheck, TargetState } from '@gatehouse/gateway-core';
import { Client } from 'undici';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { type Upstream, UpstreamPools } from './upstream-pools.js';

/** Whose target it is that is asked. */
interface Subject {
  readonly api: Api;
  readonly upstream: Upstream;
}

/** One question that is asked again and again, on behalf of every API with the same target and the same check. */
interface Watch {
  readonly check: HealthCheck;
  subjects: readonly Subject[];
  readonly stop: AbortController;
}

/** Asks the targets of the APIs that want it how they are, each node for itself. */
@Injectable()
export class HealthChecks implements OnApplicationBootstrap, OnApplicationShutdown {
  private stopWatching: (() => void) | undefined;
  private readonly watches = new Map<string, Watch>();
  private watched: ReadonlySet<TargetState> = new Set();

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

  /** What is asked already goes on: a change of one API is no reason to ask the targets of all of them at once. */
  private follow(apis: readonly Api[]): void {
    const wanted = this.group(apis);
    for (const [key, { stop }] of this.watches) {
      if (wanted.has(key)) continue;
      this.watches.delete(key);
      stop.abort();
    }
    for (const [key, { check, subjects }] of wanted) {
      const known = this.watches.get(key);
      const isKnown = known !== undefined && subjects.every((subject) => this.watched.has(stateOf(subject)));
      if (isKnown) known.subjects = subjects;
      else {
        // Of one that has joined, nothing is known: it is asked for at once.
        known?.stop.abort();
        this.watch(key, check, subjects);
      }
    }
    const states = new Set([...wanted.values()].flatMap(({ subjects }) => subjects.map(stateOf)));
    for (const state of this.watched) if (!states.has(state)) state.forgetChecks();
    this.watched = states;
  }

  private group(apis: readonly Api[]): Map<string, { check: HealthCheck; subjects: Subject[] }> {
    const groups = new Map<string, { check: HealthCheck; subjects: Subject[] }>();
    for (const api of apis) {
      const { healthCheck: check } = api.policies;
      if (check === null || !api.isEnabled) continue;
      for (const upstream of this.pools.get(api).targets) {
        const key = `${upstream.address} ${upstream.pathPrefix} ${JSON.stringify(check)}`;
        const group = groups.get(key) ?? { check, subjects: [] };
        groups.set(key, group);
        group.subjects.push({ api, upstream });
      }
    }
    return groups;
  }

  private watch(key: string, check: HealthCheck, subjects: readonly Subject[]): void {
    const watch: Watch = { check, subjects, stop: new AbortController() };
    this.watches.set(key, watch);
    const { signal } = watch.stop;
    const ask = async (): Promise<void> => {
      const [first] = watch.subjects;
      if (first === undefined) return;
      const isHealthy = await isTargetHealthy(check, first.upstream, signal);
      if (signal.aborted) return;
      for (const { api, upstream } of watch.subjects) {
        if (upstream.state.observe(isHealthy, check)) this.tell(api, upstream, isHealthy);
      }
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

const stateOf = ({ upstream }: Subject): TargetState => upstream.state;

/**
 * On a connection of its own, since those for calls may all be busy: a target that has much to do is not for that reason
 * ill. A new one each time tells whether it accepts them, at the address that its name has now.
 */
async function isTargetHealthy(
  { path, timeoutMs }: HealthCheck,
  { url, connect, pathPrefix }: Upstream,
  stopped: AbortSignal,
): Promise<boolean> {
  const client = new Client(new URL(url).origin, { connect: (_, callback) => connect(callback) });
  // Not AbortSignal.any: what lives as long as the watch would keep something of every question.
  const stop = (): void => void client.destroy();
  stopped.addEventListener('abort', stop, { once: true });
  try {
    const { statusCode, body } = await client.request({
      method: 'GET',
      path: pathPrefix + path,
      headers: { 'user-agent': 'Gatehouse-Health-Check' },
      signal: AbortSignal.timeout(timeoutMs),
      reset: true,
    });
    await body.dump();
    return statusCode < 400;
  } catch {
    return false;
  } finally {
    stopped.removeEventListener('abort', stop);
    await client.destroy();
  }
}
