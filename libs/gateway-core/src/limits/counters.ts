import type { Count } from './count.js';

/** How many counts an addition looks at, whether they can be forgotten. */
const LOOKS = 2;

/**
 * The counts of one limit, by whom they are for: an application, an end user, an address. No more than `capacity`: idle
 * ones are forgotten as others come, and where none is idle the one that was longest not looked at.
 */
export class Counters<C extends Count = Count> {
  private readonly bySubject = new Map<string, C>();

  constructor(
    private readonly create: (subject: string) => C,
    private readonly capacity: number,
  ) {}

  get size(): number {
    return this.bySubject.size;
  }

  find(subject: string): C | undefined {
    return this.bySubject.get(subject);
  }

  get(subject: string, now: number): C {
    const known = this.bySubject.get(subject);
    if (known !== undefined) return known;
    this.forgetIdle(now, LOOKS);
    if (this.bySubject.size >= this.capacity) this.forgetOldest();
    const count = this.create(subject);
    this.bySubject.set(subject, count);
    return count;
  }

  /** Looks at the next `looks` counts in turn, and forgets those that are idle. */
  forgetIdle(now: number, looks: number): void {
    let looked = 0;
    for (const [subject, count] of this.bySubject) {
      if (looked === looks) return;
      looked += 1;
      this.bySubject.delete(subject);
      // To the end of the line: each gets its turn.
      if (!count.isIdle(now)) this.bySubject.set(subject, count);
    }
  }

  private forgetOldest(): void {
    for (const subject of this.bySubject.keys()) {
      this.bySubject.delete(subject);
      return;
    }
  }
}
