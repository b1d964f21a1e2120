/** A moment on both clocks of a machine: one of them can be set, the other stands still while the machine sleeps. */
export interface Moment {
  readonly wallMs: number;
  readonly steadyMs: number;
}

export const takeMoment = (): Moment => ({ wallMs: Date.now(), steadyMs: performance.now() });

/** How long ago it was, by whichever clock says that it was longer. */
export const elapsedSince = ({ wallMs, steadyMs }: Moment): number =>
  Math.max(Date.now() - wallMs, performance.now() - steadyMs);

export const laterOf = (one: Moment, other: Moment): Moment => (one.steadyMs > other.steadyMs ? one : other);
