import { createTestWorld } from '@gatehouse/oauth-core/testing';
import { createSignInThrottle } from './sign-in-throttle.js';

const HERE = '192.0.2.1';

function createStage() {
  const world = createTestWorld();
  const throttle = createSignInThrottle(() => world.now());
  const fail = (times: number, username = 'ada', address = HERE): void => {
    for (let i = 0; i < times; i += 1) throttle.recordFailure(username, address);
  };
  return {
    world,
    throttle,
    fail,
    pause: (username = 'ada', address = HERE) => throttle.findPauseSeconds(username, address),
  };
}

describe('guessing passwords', () => {
  it('is free four times', () => {
    const { fail, pause } = createStage();
    fail(4);
    expect(pause()).toBe(0);
  });

  it('costs a pause from the fifth on, twice as long each time, a minute at most', () => {
    const { fail, pause } = createStage();
    fail(4);
    const pauses = Array.from({ length: 8 }, () => {
      fail(1);
      return pause();
    });
    expect(pauses).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('is free again when the pause is over, and the next failure costs more', () => {
    const { world, fail, pause } = createStage();
    fail(5);
    world.advanceSeconds(1.5);
    expect(pause()).toBe(1);
    world.advanceSeconds(0.5);
    expect(pause()).toBe(0);
    fail(1);
    expect(pause()).toBe(4);
  });

  it('is counted per username, in any case', () => {
    const { fail, pause } = createStage();
    fail(5);
    expect(pause('ADA')).toBe(2);
    expect(pause('grace')).toBe(0);
  });

  it('from elsewhere locks nobody out here', () => {
    const { fail, pause } = createStage();
    fail(50, 'ada', '203.0.113.9');
    expect(pause('ada', HERE)).toBe(0);
  });

  it('is forgotten once the right password was given', () => {
    const { throttle, fail, pause } = createStage();
    fail(6);
    throttle.forget('Ada', HERE);
    expect(pause()).toBe(0);
    fail(4);
    expect(pause()).toBe(0);
  });

  it('is forgotten a quarter of an hour after the last failure', () => {
    const { world, fail, pause } = createStage();
    fail(8);
    world.advanceSeconds(15 * 60 + 1);
    fail(1);
    expect(pause()).toBe(0);
  });
});
