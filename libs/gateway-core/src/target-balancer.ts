import type { CircuitBreaker } from './policies.js';

/**
 * One target of an API as this node knows it: its circuit breaker, and what the health check said. All times are epoch
 * milliseconds.
 */
export class TargetState {
  private failuresInARow = 0;
  /** 0: the circuit is closed. */
  private openUntil = 0;
  private isTrying = false;
  private isHealthy = true;
  /** Good or bad answers of the health check in a row, against what is believed. */
  private doubts = 0;

  /** Whether a call may go there. */
  isAvailable(now: number): boolean {
    if (!this.isHealthy) return false;
    return this.openUntil === 0 || (now >= this.openUntil && !this.isTrying);
  }

  /** What the health check says, where there is one. */
  get isWell(): boolean {
    return this.isHealthy;
  }

  /** Calls that failed, one after the other. */
  get failures(): number {
    return this.failuresInARow;
  }

  /** Whether the circuit is open. */
  isOpen(now: number): boolean {
    return this.openUntil > now;
  }

  /** When it is worth asking again; 0: now. */
  get retryAt(): number {
    return this.openUntil;
  }

  /** A call goes there. After an open circuit it is the one that tries. */
  begin(): void {
    if (this.openUntil !== 0) this.isTrying = true;
  }

  /** The target answered. */
  succeed(): void {
    this.failuresInARow = 0;
    this.openUntil = 0;
    this.isTrying = false;
  }

  /** A call ended without telling anything of the target: the client went away. */
  abandon(): void {
    this.isTrying = false;
  }

  /**
   * The target did not answer, or badly.
   * @returns whether this call opened the circuit
   */
  fail(breaker: CircuitBreaker | null, now: number): boolean {
    this.failuresInARow++;
    const wasTrying = this.isTrying;
    this.isTrying = false;
    if (breaker === null || (!wasTrying && this.failuresInARow < breaker.failures)) return false;
    const wasOpen = this.openUntil > now;
    this.openUntil = now + breaker.openSeconds * 1_000;
    return !wasOpen;
  }

  /**
   * What a health check said.
   * @param enough answers in a row that change what is believed
   * @returns whether it changed
   */
  observe(
    isHealthy: boolean,
    enough: { readonly healthyAfter: number; readonly unhealthyAfter: number },
  ): boolean {
    if (isHealthy === this.isHealthy) {
      this.doubts = 0;
      return false;
    }
    this.doubts++;
    if (this.doubts < (isHealthy ? enough.healthyAfter : enough.unhealthyAfter)) return false;
    this.isHealthy = isHealthy;
    this.doubts = 0;
    return true;
  }

  /** Nobody checks any more: nothing is known against it. */
  forgetChecks(): void {
    this.isHealthy = true;
    this.doubts = 0;
  }
}

/** Something that calls are shared out to. */
export interface Balanced {
  /** At least 1: calls of ten that it gets, next to another with the rest. */
  readonly weight: number;
  readonly state: TargetState;
}

/** Shares calls out by weight, evenly in time (smooth weighted round robin), among those that are available. */
export class TargetBalancer<T extends Balanced> {
  private readonly credits: number[];

  constructor(readonly targets: readonly T[]) {
    this.credits = targets.map(() => 0);
  }

  /**
   * Who gets the next call.
   * @param except has had it already
   * @returns undefined: nobody can take it
   */
  pick(now: number, except?: ReadonlySet<T>): T | undefined {
    const { targets, credits } = this;
    let total = 0;
    let best = -1;
    for (let index = 0; index < targets.length; index++) {
      const target = targets[index] as T;
      if (except?.has(target) === true || !target.state.isAvailable(now)) continue;
      total += target.weight;
      const credit = (credits[index] ?? 0) + target.weight;
      credits[index] = credit;
      if (best === -1 || credit > (credits[best] ?? 0)) best = index;
    }
    if (best === -1) return undefined;
    credits[best] = (credits[best] ?? 0) - total;
    return targets[best];
  }

  /** Whole seconds, at least 1, until it is worth asking again when nobody is available. */
  findRetryAfterSeconds(now: number): number {
    const soonest = Math.min(...this.targets.map(({ state }) => Math.max(state.retryAt, now + 1_000)));
    return Math.ceil((soonest - now) / 1_000);
  }
}
