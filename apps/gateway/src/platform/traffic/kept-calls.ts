import type { CallFacts } from '@gatehouse/gateway-core';

/** A call whose opaque access token nobody knew at the time. The hash is for finding out, and is not stored. */
export interface KeptCall {
  readonly facts: CallFacts;
  readonly tokenHash: Buffer | undefined;
}

/** How many calls may be kept: so many a second in the long run, and a minute's worth at once. */
class Allowance {
  private left: number;
  private filledAt: number;

  constructor(
    private readonly perSecond: number,
    now: number,
  ) {
    this.left = perSecond * BURST_SECONDS;
    this.filledAt = now;
  }

  claim(now: number): boolean {
    const elapsed = Math.max(0, now - this.filledAt) / 1000;
    this.filledAt = now;
    this.left = Math.min(this.perSecond * BURST_SECONDS, this.left + elapsed * this.perSecond);
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}

const BURST_SECONDS = 60;
/** Refused calls are what operators ask about: so many times more of them are kept. */
const REFUSED_SHARE = 10;
const CAPACITY = 5_000;

/**
 * Calls on their way to the call log. Bounded twice: a flood does not fill the database, and a database that is away does
 * not fill the memory; the oldest go then.
 */
export class KeptCalls {
  private calls: KeptCall[] = [];
  private readonly admitted: Allowance;
  private readonly refused: Allowance;
  private dropped = 0;

  /** @param perSecond admitted calls */
  constructor(perSecond: number, now = Date.now()) {
    this.admitted = new Allowance(perSecond, now);
    this.refused = new Allowance(perSecond * REFUSED_SHARE, now);
  }

  /** Calls that were to be kept and had to go. */
  get droppedCalls(): number {
    return this.dropped;
  }

  mayKeep(isRefused: boolean, now: number): boolean {
    return (isRefused ? this.refused : this.admitted).claim(now);
  }

  add(call: KeptCall): void {
    this.calls.push(call);
    this.trim();
  }

  take(): readonly KeptCall[] {
    const taken = this.calls;
    this.calls = [];
    return taken;
  }

  /** What could not be stored, back to its place. */
  giveBack(calls: readonly KeptCall[]): void {
    this.calls = [...calls, ...this.calls];
    this.trim();
  }

  /** What can never be stored. */
  lose(calls: number): void {
    this.dropped += calls;
  }

  private trim(): void {
    const excess = this.calls.length - CAPACITY;
    if (excess <= 0) return;
    this.calls.splice(0, excess);
    this.dropped += excess;
  }
}
