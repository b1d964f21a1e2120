import { findCalendarPeriod } from './limit.js';

/** Calls counted over one period, for one party. All times are epoch milliseconds. */
export interface Count {
  /** Calls that count now. */
  used(now: number): number;
  take(now: number): void;
  /** When fewer than `requests` will count, if no more are taken. */
  freeAt(requests: number, now: number): number;
  /** Nothing is lost when it is forgotten. */
  isIdle(now: number): boolean;
}

/** Parts that a sliding window moves by. */
export const WINDOW_SLOTS = 20;

/**
 * A sliding window, in constant memory. Never do more calls than were taken within the limit lie in any stretch of time of
 * the window's length. The price for not remembering each call: one counts for up to a twentieth of the window longer.
 */
export class SlidingCount implements Count {
  /** By slot number modulo length: those of the window, and the one that it is leaving. */
  private readonly slots = new Uint32Array(WINDOW_SLOTS + 1);
  private newest = 0;
  private total = 0;

  /** @param slotMs a twentieth of the window */
  constructor(private readonly slotMs: number) {}

  used(now: number): number {
    this.moveTo(now);
    return this.total;
  }

  take(now: number): void {
    this.moveTo(now);
    const index = this.newest % this.slots.length;
    this.slots[index] = (this.slots[index] ?? 0) + 1;
    this.total += 1;
  }

  freeAt(requests: number, now: number): number {
    this.moveTo(now);
    let left = this.total;
    for (
      let slot = Math.max(0, this.newest - WINDOW_SLOTS);
      left >= requests && slot <= this.newest;
      slot += 1
    ) {
      left -= this.slots[slot % this.slots.length] ?? 0;
      if (left < requests) return (slot + WINDOW_SLOTS + 1) * this.slotMs;
    }
    return now;
  }

  isIdle(now: number): boolean {
    return this.used(now) === 0;
  }

  /** A clock that is put back does not bring calls back: time stands still until it has caught up. */
  private moveTo(now: number): void {
    const slot = Math.floor(now / this.slotMs);
    if (slot <= this.newest) return;
    const steps = Math.min(slot - this.newest, this.slots.length);
    for (let step = 1; step <= steps; step += 1) {
      const index = (this.newest + step) % this.slots.length;
      this.total -= this.slots[index] ?? 0;
      this.slots[index] = 0;
    }
    this.newest = slot;
  }
}

/** A day's or a month's calls: those of all nodes as last heard, and those of this node that are not yet written. */
export class QuotaCount implements Count {
  private start = 0;
  private end = 0;
  private known = 0;
  private pending = 0;
  /** Being written. */
  private leaving = 0;

  /** @param onFirstPending called when there is something to write again */
  constructor(
    private readonly period: 'day' | 'month',
    private readonly onFirstPending: () => void,
  ) {}

  used(now: number): number {
    this.moveTo(now);
    return this.known + this.pending + this.leaving;
  }

  take(now: number): void {
    this.moveTo(now);
    this.pending += 1;
    if (this.pending === 1) this.onFirstPending();
  }

  freeAt(requests: number, now: number): number {
    return this.used(now) < requests ? now : this.end;
  }

  isIdle(now: number): boolean {
    return this.used(now) === 0;
  }

  /** What is to be written, and for which period; it stays counted until `settle`. */
  begin(now: number): { readonly start: number; readonly end: number; readonly delta: number } {
    this.moveTo(now);
    this.leaving += this.pending;
    this.pending = 0;
    return { start: this.start, end: this.end, delta: this.leaving };
  }

  /** What began was written, or was not and is pending again. */
  settle(start: number, isWritten: boolean): void {
    if (start !== this.start) return;
    if (!isWritten) {
      if (this.pending === 0 && this.leaving > 0) this.onFirstPending();
      this.pending += this.leaving;
    }
    this.leaving = 0;
  }

  /** What all nodes have written, of the period that begins at `start`. */
  hear(start: number, total: number, now: number): void {
    this.moveTo(now);
    if (start === this.start) this.known = total;
  }

  private moveTo(now: number): void {
    if (now < this.end) return;
    const { start, end } = findCalendarPeriod(this.period, now);
    Object.assign(this, { start, end, known: 0, pending: 0, leaving: 0 });
  }
}
