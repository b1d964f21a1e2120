import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from './embedded-postgres.mjs';

/**
 * @param {string} url
 * @param {string} statement
 */
async function query(url, statement) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

test('keeps the data of a directory from one run to the next', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-spec-'));
  const options = {
    dataDir: join(directory, 'postgres'),
    password: 'a password of this spec',
    durable: false,
  };
  const first = await startPostgres(options);
  await query(await first.createDatabase('kept'), 'CREATE TABLE fact AS SELECT 42 AS answer');
  await first.stop();

  const second = await startPostgres(options);
  const rows = await query(await second.createDatabase('kept'), 'SELECT answer FROM fact');
  await second.stop();
  await rm(directory, { recursive: true, force: true });
  assert.deepEqual(rows, [{ answer: 42 }]);
});

test('lets nobody in without the password', async () => {
  const postgres = await startPostgres({ durable: false });
  const url = new URL(postgres.url);
  url.password = 'wrong';
  await assert.rejects(query(url.href, 'SELECT 1'), /password authentication failed/);
  await postgres.stop();
});

test('ends, and removes a directory of one run, when the process that started it is killed', async () => {
  const script = `
    const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'embedded-postgres.mjs'))});
    const { dataDir, url } = await startPostgres({ durable: false });
    console.log(JSON.stringify({ dataDir, url }));
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [text] = await once(parent.stdout, 'data');
  const { dataDir, url } = JSON.parse(String(text));
  parent.kill('SIGKILL');
  for (let tries = 0; existsSync(dataDir) && tries < 300; tries += 1) await delay(100);
  assert.equal(existsSync(dataDir), false);
  await assert.rejects(query(url, 'SELECT 1'), /ECONNREFUSED/);
});
