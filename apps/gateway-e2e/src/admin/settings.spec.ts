import type { AuditPage, CreatedUser, SettingDetail, SettingsDetail } from '@gatehouse/dto';
import {
  type AdminApi,
  adminApi,
  type RunningGatehouse,
  runSql,
  startGatehouse,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';
import { openConsole } from '../fixtures/console.js';
import { registerClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

const METRICS_TOKEN = 'a token that only Prometheus knows';
const SIGN_UP = 'GATEHOUSE_SIGN_UP';
const REQUESTS = 'GATEHOUSE_REGISTRATION_REQUESTS';
const LIFETIME = 'GATEHOUSE_ACCESS_TOKEN_SECONDS';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
/** Another node on the same database, whose environment says more. */
let other: RunningGatehouse;
let second: AdminApi;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  other = await startGatehouse({
    database: gatehouse.databaseUrl,
    env: { [REQUESTS]: 'signed-in', GATEHOUSE_METRICS_TOKEN: METRICS_TOKEN },
  });
  admin = adminApi(gatehouse);
  second = adminApi(other);
});
afterAll(stopAllGatehouses);

const get = (api = admin): Promise<SettingsDetail> => api.get<SettingsDetail>('/api/settings');
async function find(name: string, api = admin): Promise<SettingDetail | undefined> {
  return (await get(api)).items.find((item) => item.name === name);
}
async function change(values: Readonly<Record<string, unknown>>, api = admin): Promise<SettingsDetail> {
  const { version } = await get(api);
  return api.patch<SettingsDetail>('/api/settings', { version, values });
}
const refuse = async (values: Readonly<Record<string, unknown>>, api = admin) => {
  const { version } = await get(api);
  const { status, body } = await api.request('PATCH', '/api/settings', { version, values });
  const { errors = [] } = body as { errors?: readonly { field: string; message: string }[] };
  return { status, errors };
};
const allowsSignUp = async ({ issuer }: RunningGatehouse): Promise<boolean> =>
  ((await (await fetch(`${issuer}/account/access`)).json()) as { allowsSignUp: boolean }).allowsSignUp;

describe('the settings of a node', () => {
  it('are all told, with where they come from, and what is secret only as set', async () => {
    const { items, system } = await get(second);
    expect(items.find(({ name }) => name === REQUESTS)).toMatchObject({
      value: 'signed-in',
      default: 'off',
      source: 'environment',
      isRunTime: true,
      choices: ['off', 'signed-in'],
    });
    expect(items.find(({ name }) => name === 'GATEHOUSE_CODE_SECONDS')).toMatchObject({
      kind: 'integer',
      value: 60,
      unit: 'seconds',
      source: 'default',
      isRunTime: false,
    });
    const token = items.find(({ name }) => name === 'GATEHOUSE_METRICS_TOKEN');
    expect(token).toMatchObject({ value: null, isSecret: true, isSet: true, source: 'environment' });
    const { text } = await second.request('GET', '/api/settings').then(({ body }) => ({
      text: JSON.stringify(body),
    }));
    for (const secret of [METRICS_TOKEN, gatehouse.databaseUrl, gatehouse.setupClient.secret])
      expect(text).not.toContain(secret);
    expect(system).toMatchObject({ license: 'Apache-2.0', nodes: 2 });
    expect(system.database).toMatch(/^PostgreSQL \d+/);
    expect(system.nodeName).not.toBe((await get()).system.nodeName);
  });

  it('are changed at one node, and in force at another without a restart', async () => {
    expect(await allowsSignUp(other)).toBe(false);
    const changed = await change({ [SIGN_UP]: true, [LIFETIME]: 900 });
    expect(changed.items.find(({ name }) => name === SIGN_UP)).toMatchObject({
      value: true,
      source: 'database',
      stored: true,
    });
    expect(await allowsSignUp(gatehouse)).toBe(true);
    await waitUntil('the other node allows sign-up', () => allowsSignUp(other));
    const lifetimes = async (kind: 'web' | 'agent'): Promise<unknown> => {
      const { applicationId } = await registerClient(second, { kind, allowedScopes: [] });
      const { clients } = await second.get<{ clients: readonly { accessTokenLifetimeSeconds: number }[] }>(
        `/api/applications/${applicationId}`,
      );
      return clients[0]?.accessTokenLifetimeSeconds;
    };
    expect([await lifetimes('web'), await lifetimes('agent')]).toEqual([900, 600]);
    await gatehouse.restart();
    expect(await find(LIFETIME)).toMatchObject({ value: 900, source: 'database' });
    const reset = await change({ [SIGN_UP]: null });
    expect(reset.items.find(({ name }) => name === SIGN_UP)).toMatchObject({
      value: false,
      source: 'default',
      stored: null,
    });
    await waitUntil('nobody may sign up any more', async () => !(await allowsSignUp(other)));
  });

  it('are what the environment says where it says anything', async () => {
    expect(await refuse({ [REQUESTS]: 'off' }, second)).toEqual({
      status: 400,
      errors: [
        {
          field: `values.${REQUESTS}`,
          message: expect.stringContaining('environment'),
          code: 'setting-in-environment',
        },
      ],
    });
    await change({ [REQUESTS]: 'off' });
    await waitUntil(
      'the other node has heard of it',
      async () => (await find(REQUESTS, second))?.stored === 'off',
    );
    expect(await find(REQUESTS, second)).toMatchObject({ value: 'signed-in', source: 'environment' });
    expect(await find(REQUESTS)).toMatchObject({ value: 'off', source: 'database' });
    await change({ [REQUESTS]: null }, second);
  });

  it('take no value that a start would not take, nor one that is read at the start alone', async () => {
    const { status, errors } = await refuse({
      [SIGN_UP]: 'true',
      [REQUESTS]: 'everybody',
      [LIFETIME]: 5,
      GATEHOUSE_AUDIT_DAYS: 1.5,
      GATEHOUSE_AUTH_PORT: 4444,
      NO_SETTING: true,
    });
    expect(status).toBe(400);
    expect(errors.map(({ field }) => field)).toEqual(
      [SIGN_UP, REQUESTS, LIFETIME, 'GATEHOUSE_AUDIT_DAYS', 'GATEHOUSE_AUTH_PORT', 'NO_SETTING'].map(
        (name) => `values.${name}`,
      ),
    );
    expect(errors[2]).toMatchObject({
      message: 'Must be a whole number from 30 to 86400.',
      code: 'setting-out-of-range',
      values: { minimum: '30', maximum: '86400' },
    });
    // What an older version, or a hand, has left there.
    await runSql(
      gatehouse.databaseUrl,
      `UPDATE settings SET values = values || '{"${SIGN_UP}": "perhaps"}', version = version + 1`,
    );
    await waitUntil('it is heard of', async () => (await find(SIGN_UP))?.stored === 'perhaps');
    expect(await find(SIGN_UP)).toMatchObject({ value: false, source: 'default' });
    await change({ [SIGN_UP]: null });
  });

  it('tell of a change that somebody else has made meanwhile, and leave an entry in the audit log', async () => {
    const { version } = await get();
    await change({ GATEHOUSE_UNUSED_DAYS: 45 });
    const stale = { version, values: { GATEHOUSE_UNUSED_DAYS: 60 } };
    expect((await admin.request('PATCH', '/api/settings', stale)).status).toBe(409);
    const { items } = await admin.get<AuditPage>('/api/audit?limit=10&type=settings&result=done');
    expect(items[0]).toMatchObject({
      action: 'settings.update',
      subject: { type: 'settings', id: 'settings' },
      changes: [{ field: 'values.GATEHOUSE_UNUSED_DAYS', after: 45 }],
    });
  });

  it('are read by viewers and operators, changed by admins, and not for members', async () => {
    const enter = async (operatorRole: string) => {
      const { user, password = '' } = await admin.post<CreatedUser>('/api/users', {
        username: `a-${operatorRole}`,
        operatorRole,
      });
      return openConsole(gatehouse, { username: user.username, password });
    };
    const body = { version: (await get()).version, values: { [SIGN_UP]: true } };
    for (const [role, read, write] of [
      ['viewer', 200, 403],
      ['operator', 200, 403],
      ['member', 403, 403],
    ] as const) {
      const send = await enter(role);
      const [seen, tried] = [await send('GET', '/api/settings'), await send('PATCH', '/api/settings', body)];
      expect([role, seen.status, tried.status]).toEqual([role, read, write]);
    }
    expect(await find(SIGN_UP)).toMatchObject({ value: false });
    const send = await openConsole(gatehouse, gatehouse.operator);
    expect((await send('PATCH', '/api/settings', body)).status).toBe(200);
  });
});
