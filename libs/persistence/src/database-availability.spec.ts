import { isDatabaseUnavailable } from './database-availability.js';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

describe('isDatabaseUnavailable', () => {
  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ENOTFOUND',
    'ETIMEDOUT',
    'EAI_AGAIN',
    '08006',
    '57P01',
    '57P03',
    '57P02',
    '53100',
    '53300',
    '25006',
    '55P03',
  ])('is true for %s', (code) => {
    expect(isDatabaseUnavailable(withCode(code))).toBe(true);
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'canceling statement due to statement timeout',
  ])('is true for the driver saying: %s', (message) => {
    expect(isDatabaseUnavailable(new Error(message))).toBe(true);
  });

  it.each(['23505', '42P01', '22021', '57014', '40001'])(
    'is false for a statement that was wrong: %s',
    (code) => {
      expect(isDatabaseUnavailable(withCode(code))).toBe(false);
    },
  );

  it.each([undefined, null, 'ECONNREFUSED', new Error('another fault')])('is false for %p', (error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});
