import { createDpopNonces } from './nonces.js';

const SECRET = Buffer.alloc(32, 7);
const MINUTE_MS = 60_000;

describe('nonces of proofs (RFC 9449 §8)', () => {
  it('count for two to four minutes, at every node that has the secret, and at no other', () => {
    let now = 1_790_000_000_000 - (1_790_000_000_000 % (2 * MINUTE_MS));
    const [one, other] = [createDpopNonces(SECRET, () => now), createDpopNonces(SECRET, () => now)];
    const stranger = createDpopNonces(Buffer.alloc(32, 8), () => now);
    const nonce = one.current();
    expect([other.isFresh(nonce), stranger.isFresh(nonce), one.isFresh('')]).toEqual([true, false, false]);
    now += 3 * MINUTE_MS;
    expect([other.isFresh(nonce), other.current() === nonce]).toEqual([true, false]);
    now += MINUTE_MS;
    expect(other.isFresh(nonce)).toBe(false);
    // Not from the future either.
    const late = one.current();
    now -= 2 * MINUTE_MS;
    expect(one.isFresh(late)).toBe(false);
  });
});
