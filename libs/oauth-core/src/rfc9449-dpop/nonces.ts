import { createHmac } from 'node:crypto';

/** RFC 9449 §8: what a proof repeats to show that it was not made long ago. The same on every node, and nothing is stored. */
export interface DpopNonces {
  /** Of now: sent in `DPoP-Nonce`. */
  current(): string;
  isFresh(nonce: string): boolean;
}

const PERIOD_MS = 120_000;

/**
 * A nonce counts in the two minutes that it is of and in the two after them.
 * @param secret that all nodes share
 * @param now epoch milliseconds
 */
export function createDpopNonces(secret: Buffer, now: () => number): DpopNonces {
  const made = new Map<number, string>();
  const of = (period: number): string => {
    const known = made.get(period);
    if (known !== undefined) return known;
    const nonce = createHmac('sha256', secret).update(`DPoP nonce\n${period}`).digest('base64url');
    made.delete(period - 3);
    made.set(period, nonce);
    return nonce;
  };
  const period = (): number => Math.floor(now() / PERIOD_MS);
  return {
    current: () => of(period()),
    isFresh: (nonce) => nonce === of(period()) || nonce === of(period() - 1),
  };
}
