import type { AuditEntry, AuditPage, AuditVerification } from '@gatehouse/dto';
import {
  type AdminApi,
  adminApi,
  type RunningGatehouse,
  runSql,
  startGatehouse,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';
import { registerClient } from '../fixtures/stage.js';

let gatehouse: RunningGatehouse;
let other: RunningGatehouse;
let admin: AdminApi;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  other = await startGatehouse({ database: gatehouse.databaseUrl });
  admin = adminApi(gatehouse);
  await registerClient(admin, { name: 'Picture app', kind: 'web', allowedScopes: [] });
});
afterAll(stopAllGatehouses);

const sql = (...statements: readonly string[]): Promise<void> => runSql(gatehouse.databaseUrl, ...statements);
const list = async (query = '', limit = 200): Promise<readonly AuditEntry[]> =>
  (await admin.get<AuditPage>(`/api/audit?limit=${limit}${query}`)).items;
const verify = (query = ''): Promise<AuditVerification> =>
  admin.get<AuditVerification>(`/api/audit/verification${query}`);

describe('the chain', () => {
  it('is unbroken after changes on two nodes at once, and after a restart', async () => {
    const second = adminApi(other);
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (index % 2 === 0 ? admin : second).post('/api/scopes', {
          name: `at-once-${index}`,
          title: 'At once',
        }),
      ),
    );
    await gatehouse.restart();
    const found = await verify();
    const [newest] = await list('', 1);
    expect(found).toMatchObject({
      isIntact: true,
      isComplete: true,
      first: 1,
      last: newest?.number,
      problem: null,
    });
    expect(found.checked).toBe(newest?.number);
    expect((await list('&search=at-once')).length).toBe(60);
    expect(found.checkpoint).toBe(`${newest?.number ?? 0}-${newest?.hash ?? ''}`);
  });

  it('refuses to be changed, even by whoever owns the database, as long as its triggers stand', async () => {
    for (const statement of [
      'DELETE FROM audit_entries',
      "UPDATE audit_entries SET entry = '{}'",
      'TRUNCATE audit_entries',
    ])
      await expect(sql(statement)).rejects.toThrow('only ever appended to');
  });

  it('tells the first entry that somebody changed, removed or cut off behind its back', async () => {
    const { checkpoint } = await verify();
    expect(await verify(`?checkpoint=${checkpoint ?? ''}`)).toMatchObject({ isIntact: true, given: 'same' });
    await sql('ALTER TABLE audit_entries DISABLE TRIGGER USER');
    await sql(
      "UPDATE audit_entries SET entry = replace(entry, 'Picture', 'Poster') WHERE entry LIKE '%Picture app%'",
    );
    const changed = (await list('&search=poster')).map(({ number }) => number).sort((a, b) => a - b)[0];
    expect(await verify()).toMatchObject({ isIntact: false, problem: { number: changed } });
    await sql(
      "UPDATE audit_entries SET entry = replace(entry, 'Poster', 'Picture') WHERE entry LIKE '%Poster app%'",
    );
    await sql('DELETE FROM audit_entries WHERE number BETWEEN 10 AND 11');
    expect((await verify()).problem).toEqual({
      number: 12,
      kind: 'missing',
      after: 9,
      message: 'Entries 10 to 11 are missing: entry 12 comes right after entry 9.',
    });
    await sql('DELETE FROM audit_entries WHERE number > 9');
    await sql('ALTER TABLE audit_entries ENABLE TRIGGER USER');
    // What is left fits: only who has a checkpoint can tell.
    expect((await verify()).isIntact).toBe(true);
    expect(await verify(`?checkpoint=${checkpoint ?? ''}`)).toMatchObject({
      isIntact: false,
      given: 'missing',
      problem: { kind: 'cut-off' },
    });
    expect((await admin.request('GET', '/api/audit/verification?checkpoint=12')).status).toBe(400);
  });
});
