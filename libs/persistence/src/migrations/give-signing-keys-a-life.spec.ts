import { DataSource } from 'typeorm';
import { createTestDatabase } from '../../../../tools/test-setup/index.mjs';
import { MIGRATIONS } from './index.js';
import { GiveSigningKeysALife1764200000000 } from './1764200000000-give-signing-keys-a-life.js';

let dataSource: DataSource;
beforeAll(async () => {
  const before = MIGRATIONS.slice(0, MIGRATIONS.indexOf(GiveSigningKeysALife1764200000000));
  dataSource = new DataSource({ type: 'postgres', url: await createTestDatabase(), migrations: before });
  await dataSource.initialize();
  await dataSource.runMigrations();
  await dataSource.query(`
    INSERT INTO signing_keys (kid, algorithm, public_jwk, sealed_private_key, active, retired_at) VALUES
      ('signs', 'ES256', '{}', 'sealed', true, NULL),
      ('signed', 'ES256', '{}', 'sealed', false, now() - interval '1 hour')`);
});
afterAll(() => dataSource.destroy());

describe('the signing keys of the first release', () => {
  const migration = new GiveSigningKeysALife1764200000000();

  it('go on: the active one signs, the other is published while what it signed lives', async () => {
    await migration.up(dataSource.createQueryRunner());
    const rows = await dataSource.query(
      `SELECT kid, state, outside, activated_at IS NOT NULL AS "wasActive", expires_at > now() AS "isPublished"
       FROM signing_keys ORDER BY kid`,
    );
    expect(rows).toEqual([
      { kid: 'signed', state: 'retired', outside: false, wasActive: true, isPublished: true },
      { kid: 'signs', state: 'active', outside: false, wasActive: true, isPublished: null },
    ]);
  });

  it('are as they were after the way back, without those that the first release cannot use', async () => {
    await dataSource.query(
      `INSERT INTO signing_keys (kid, algorithm, public_jwk, outside, state) VALUES ('hsm', 'RS256', '{}', true, 'active')`,
    );
    await migration.down(dataSource.createQueryRunner());
    expect(await dataSource.query('SELECT kid, active FROM signing_keys ORDER BY kid')).toEqual([
      { kid: 'signed', active: false },
      { kid: 'signs', active: true },
    ]);
  });
});
