import { createUserCodeThrottle } from './user-code-throttle.js';

function createStage() {
  let now = 0;
  const throttle = createUserCodeThrottle(() => now);
  return {
    throttle,
    advanceSeconds: (seconds: number) => void (now += seconds * 1000),
    fail(address: string, times = 1) {
      for (let time = 0; time < times; time += 1) throttle.recordFailure(address);
    },
  };
}

const addressOf = (index: number): string => `203.0.${Math.floor(index / 250)}.${index % 250}`;

describe('guessing user codes (RFC 8628 §5.1)', () => {
  it('costs nothing for a few mistakes, then more and more time', () => {
    const { throttle, fail } = createStage();
    fail('203.0.113.7', 4);
    expect(throttle.findPauseSeconds('203.0.113.7')).toBe(0);
    fail('203.0.113.7');
    expect(throttle.findPauseSeconds('203.0.113.7')).toBe(2);
    fail('203.0.113.7', 9);
    expect(throttle.findPauseSeconds('203.0.113.7')).toBe(60);
    expect(throttle.findPauseSeconds('203.0.113.8')).toBe(0);
  });

  it('is one place with all addresses of an IPv6 network', () => {
    const { throttle, fail } = createStage();
    for (let host = 1; host <= 14; host += 1) fail(`2001:db8:1:2::${host}`);
    expect(throttle.findPauseSeconds('2001:db8:1:2:ffff::1')).toBe(60);
    expect(throttle.findPauseSeconds('2001:db8:1:3::1')).toBe(0);
  });

  it('from many places leaves each of them one mistake a minute, and those who make none in peace', () => {
    const { throttle, fail, advanceSeconds } = createStage();
    for (let index = 0; index < 300; index += 1) fail(addressOf(index));
    expect(throttle.findPauseSeconds(addressOf(299))).toBe(60);
    expect(throttle.findPauseSeconds('198.51.100.1')).toBe(0);
    advanceSeconds(60);
    expect(throttle.findPauseSeconds(addressOf(299))).toBe(0);
  });

  it('is forgotten with the window', () => {
    const { throttle, fail, advanceSeconds } = createStage();
    for (let index = 0; index < 300; index += 1) fail(addressOf(index));
    advanceSeconds(601);
    fail('198.51.100.1');
    expect(throttle.findPauseSeconds('198.51.100.1')).toBe(0);
  });
});
