import { createLogger } from './logger.js';

function logOnce(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const lines: string[] = [];
  createLogger('debug', (line) => void lines.push(line)).info('message', fields);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

describe('the logger', () => {
  it('writes one line of JSON with time, level and message', () => {
    const lines: string[] = [];
    createLogger('info', (line) => void lines.push(line)).warn('first\nsecond', { clientId: 'print-shop' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^[^\n]*\n$/);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      level: 'warn',
      msg: 'first\nsecond',
      clientId: 'print-shop',
    });
  });

  it('leaves out what is below its level', () => {
    const lines: string[] = [];
    const logger = createLogger('warn', (line) => void lines.push(line));
    logger.debug('a');
    logger.info('b');
    logger.warn('c');
    logger.error('d');
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['c', 'd']);
  });

  it.each([
    'clientSecret',
    'client_secret',
    'password',
    'Authorization',
    'cookie',
    'set-cookie',
    'code',
    'code_verifier',
    'access_token',
    'refreshToken',
    'id_token',
    'assertion',
  ])('does not write the value of a field called %s, at any depth', (name) => {
    expect(logOnce({ [name]: 's3cr3t', request: { [name]: 's3cr3t' } })).toMatchObject({
      [name]: '[redacted]',
      request: { [name]: '[redacted]' },
    });
  });

  it.each(['tokenId', 'errorCode', 'clientId', 'reason'])('writes a field called %s', (name) => {
    expect(logOnce({ [name]: 'x' })).toMatchObject({ [name]: 'x' });
  });

  it('writes what an error says, and nothing that hangs on it', () => {
    const error = Object.assign(new TypeError('boom'), { parameters: ['s3cr3t'] });
    expect(logOnce({ error })['error']).toEqual({
      name: 'TypeError',
      message: 'boom',
      stack: expect.any(String),
    });
  });
});
