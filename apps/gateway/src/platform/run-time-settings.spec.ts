import { readEnv } from './env.js';
import { findInForce, followSettings, toRunTimeSettings } from './run-time-settings.js';
import { findProblem, SETTINGS } from './setting-rules.js';

const VALID = {
  DATABASE_URL: 'postgres://gatehouse:pw@localhost:5432/gatehouse',
  GATEHOUSE_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
};
const read = (changes: Readonly<Record<string, string>> = {}) => readEnv({ ...VALID, ...changes }).said;

describe('a setting of run time', () => {
  it('is what the environment says, else what is stored, else the default', () => {
    const stored = { values: { GATEHOUSE_AUDIT_DAYS: 30 }, version: 2 };
    const find = (said = read(), content = stored) => findInForce('GATEHOUSE_AUDIT_DAYS', said, content);
    expect(find()).toEqual({ text: '30', source: 'database' });
    expect(find(read({ GATEHOUSE_AUDIT_DAYS: '7' }))).toEqual({ text: '7', source: 'environment' });
    // The default too, once somebody has said it.
    expect(find(read({ GATEHOUSE_AUDIT_DAYS: '0' }))).toEqual({ text: '0', source: 'environment' });
    expect(findInForce('GATEHOUSE_AUDIT_DAYS', read(), { values: {}, version: 1 })).toEqual({
      text: '0',
      source: 'default',
    });
  });

  it('is not what is stored where a start would refuse that', () => {
    const values = {
      GATEHOUSE_SIGN_UP: 'yes',
      GATEHOUSE_AUDIT_DAYS: -1,
      GATEHOUSE_REGISTRATION_REQUESTS: true,
    };
    expect(toRunTimeSettings(read(), { values, version: 1 })).toMatchObject({
      allowsSignUp: false,
      auditDays: 0,
      takesRequests: false,
    });
  });

  it('cannot be stored for what is read at the start alone', () => {
    const values = { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: true };
    expect(findInForce('GATEHOUSE_ALLOW_PRIVATE_ADDRESSES', read(), { values, version: 1 })).toEqual({
      text: 'false',
      source: 'default',
    });
  });

  it('follows each change', () => {
    let settings: { values: Record<string, boolean>; version: number } = { values: {}, version: 1 };
    const current = followSettings({ said: read() }, { current: () => ({ settings }) as never });
    const first = current();
    settings = { values: {}, version: 1 };
    expect(current()).toBe(first);
    settings = { values: { GATEHOUSE_SIGN_UP: true }, version: 2 };
    expect([first.allowsSignUp, current().allowsSignUp]).toEqual([false, true]);
  });
});

describe('the declarations of settings', () => {
  it('mark as secret whatever may hold one', () => {
    const suspicious = SETTINGS.filter(
      ({ name, type }) =>
        /^(secret|key|keys|redis-url|smtp-url|secret-url)/.test(type) ||
        /(SECRET|PASSWORD|TOKEN|HEADERS)$/.test(name),
    );
    expect(suspicious.length).toBeGreaterThan(8);
    expect(suspicious.filter(({ secret }) => secret !== true).map(({ name }) => name)).toEqual([]);
    expect(SETTINGS.filter(({ secret, runTime }) => secret === true && runTime === true)).toEqual([]);
  });

  it('have defaults that are right, of those that can be changed', () => {
    const changeable = SETTINGS.filter(({ runTime }) => runTime === true);
    expect(changeable.length).toBeGreaterThan(10);
    expect(changeable.filter((setting) => findProblem(setting, setting.default ?? '') !== undefined)).toEqual(
      [],
    );
  });
});
