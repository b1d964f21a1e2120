import type {
  ApplicationDetail,
  AuthorizationDetail,
  CreatedSecret,
  EventTypeDetail,
  Page,
  UserDetail,
} from '@gatehouse/dto';
import { runSql, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf } from '../fixtures/browser.js';
import { obtainTokens, postForm } from '../fixtures/oauth.js';
import { keepStream, openSet, poll, POLL } from '../fixtures/signal-receivers.js';
import { createPerson, openStage, registerClient, setEnabled, type Stage } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { startWebhookReceiver, type WebhookReceiver } from '../fixtures/webhook-receiver.js';

let stage: Stage;
let receiver: WebhookReceiver;
beforeAll(async () => {
  [stage, receiver] = await Promise.all([
    openStage({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } }),
    startWebhookReceiver(),
  ]);
  await stage.admin.post('/api/webhooks', { name: 'All', url: receiver.url, types: [], enabled: true });
});
afterAll(async () => {
  await stopAllGatehouses();
  await receiver.close();
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MATCHERS: Readonly<Record<string, (value: unknown) => boolean>> = {
  uuid: (value) => typeof value === 'string' && UUID.test(value),
  text: (value) => typeof value === 'string' && value !== '',
  texts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  moment: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
};

/** @returns what of the data is not as its type says */
function findStrange(data: Readonly<Record<string, unknown>>, { data: shape }: EventTypeDetail): string[] {
  const missing = Object.entries(shape).filter(([name, kind]) => {
    const value = data[name];
    if (typeof kind !== 'string') return !kind.includes(String(value));
    if (kind.endsWith('?') && value === undefined) return false;
    return MATCHERS[kind.replace('?', '')]?.(value) !== true;
  });
  const unknown = Object.keys(data).filter((name) => !(name in shape));
  return [...missing.map(([name]) => name), ...unknown];
}

/** Whatever can happen with a person. @returns what was handed out meanwhile */
async function liveThrough({ admin, ...rest }: Stage): Promise<string[]> {
  const bob = await createPerson(admin, 'bob');
  const { application, secrets } = await changeApplication(admin);
  const tokens = await obtainTokens({ admin, ...rest }, { person: bob });
  const { access_token: accessToken, refresh_token: refreshToken } = tokens;
  await postForm(rest, '/oauth2/revoke', { token: accessToken }, rest.printShop);
  const { items } = await admin.get<Page<AuthorizationDetail>>(`/api/authorizations?userId=${bob.id}`);
  await admin.delete(`/api/authorizations/${items[0]?.id}`);
  await obtainTokens({ admin, ...rest }, { person: bob, browser: createBrowserOf({ admin, ...rest }) });
  await admin.delete(`/api/users/${bob.id}/sessions`);
  for (const enabled of [false, true]) {
    const { version } = await admin.get<UserDetail>(`/api/users/${bob.id}`);
    await admin.patch(`/api/users/${bob.id}`, { version, enabled });
  }
  // What no operator does over the wire.
  await runSql(
    rest.gatehouse.databaseUrl,
    `UPDATE users SET password_hash = 'another' WHERE id = '${bob.id}'`,
    `INSERT INTO registration_requests (id, user_id, name, purpose, kind, redirect_uris, scopes)
       VALUES (gen_random_uuid(), '${bob.id}', 'Prints', 'It prints', 'web', '{}', '{}')`,
    `DELETE FROM users WHERE id = '${bob.id}'`,
    `UPDATE client_secrets SET expires_at = now() + interval '2 days' WHERE client_id = '${rest.printShop.clientId}'`,
  );
  await admin.delete(`/api/applications/${application}`);
  return [accessToken, refreshToken, ...secrets, rest.printShop.clientSecret ?? '', bob.password];
}

async function changeApplication(
  admin: Stage['admin'],
): Promise<{ readonly application: string; readonly secrets: string[] }> {
  const client = await registerClient(admin, { name: 'Opal' });
  await setEnabled({ ...stage, admin }, client, false);
  await setEnabled({ ...stage, admin }, client, true);
  const path = `/api/applications/${client.applicationId}`;
  const { version } = await admin.get<ApplicationDetail>(path);
  await admin.patch(path, { version, name: 'Opal 2' });
  const { clientSecret } = await admin.post<CreatedSecret>(`${path}/clients/${client.clientId}/secrets`, {});
  for (const change of [{ enabled: false }, { enabled: true }, { redirectUris: ['https://opal.example/'] }]) {
    const { clients } = await admin.get<ApplicationDetail>(path);
    await admin.patch(`${path}/clients/${client.clientId}`, { version: clients[0]?.version, ...change });
  }
  return { application: client.applicationId, secrets: [clientSecret, client.clientSecret ?? ''] };
}

describe('events', () => {
  it('are told of every type that is listed, as its data is listed, and without a secret', async () => {
    const handedOut = await liveThrough(stage);
    // What time brings about is looked for at the start.
    await stage.gatehouse.restart();
    const types = await stage.admin.get<readonly EventTypeDetail[]>('/api/event-types');
    const unheard = (): string[] =>
      types
        .map(({ type }) => type as string)
        .filter((type) => !receiver.heard.some((event) => event.type === type));
    await waitUntil('every type', () => unheard().length === 0).catch(() => undefined);
    expect(unheard()).toEqual([]);
    const strange = receiver.heard.flatMap(({ type, data }) => {
      const known = types.find((one) => one.type === type);
      return known === undefined ? [type] : findStrange(data, known).map((name) => `${type}: ${name}`);
    });
    expect(strange).toEqual([]);
    const all = receiver.heard.map(({ body }) => body).join('\n');
    for (const secret of handedOut.filter((text) => text !== '')) expect(all).not.toContain(secret);
    expect(all).not.toMatch(/hash|sealed|bob/i);
  });
  it('tell kinds of passkeys and recovery codes apart, for CAEP too (CAEP 1.0 §3.3.1)', async () => {
    await stage.admin.post('/api/scopes', { name: 'ssf.manage', title: 'Keep a stream' });
    const keeper = await keepStream(stage, 'Watcher', { method: POLL });
    const person = await createPerson(stage.admin, 'pat');
    await obtainTokens(stage, { client: keeper.client, person });
    const passkey = (transports: string, isSynced: boolean): string =>
      `INSERT INTO user_passkeys (credential_id, user_id, public_key, counter, transports, is_synced, backed_up, name)
       VALUES (gen_random_uuid()::text, '${person.id}', '', 0, '${transports}', ${isSynced}, false, 'Key')`;
    const codes = (first: number): string =>
      `WITH gone AS (DELETE FROM user_recovery_codes WHERE user_id = '${person.id}')
       INSERT INTO user_recovery_codes (user_id, code_hash) SELECT '${person.id}', n::text::bytea FROM generate_series(${first}, ${first + 9}) n`;
    await runSql(
      stage.gatehouse.databaseUrl,
      ...[passkey('{internal,hybrid}', true), passkey('{usb,nfc}', false), passkey('{hybrid}', true)],
      ...[passkey('{}', true), passkey('{}', false)],
      codes(10),
      codes(20),
      `UPDATE user_recovery_codes SET used_at = now() WHERE user_id = '${person.id}' AND code_hash = '21'`,
      `DELETE FROM user_recovery_codes WHERE user_id = '${person.id}'`,
    );
    const sets = Object.values(await poll(keeper));
    const opened = await Promise.all(sets.map((text) => openSet(stage, text, keeper.client)));
    const words = opened
      .flatMap(({ events }) => Object.values(events as Record<string, Record<string, unknown>>))
      .map(({ credential_type: type, change_type: change }) => `${String(change)} ${String(type)}`);
    expect(words.sort()).toEqual([
      'create fido2-platform',
      'create fido2-platform',
      'create fido2-roaming',
      'create fido2-roaming',
      'create fido2-roaming',
      'create recovery-codes',
      'create recovery-codes',
      'delete recovery-codes',
      'update recovery-codes',
    ]);
    await waitUntil('the webhook too', () =>
      receiver.heard.some(({ data }) => data['credential'] === 'recovery-codes' && data['change'] === 'used'),
    );
  });
});
