import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { findFreePorts } from '../processes/ports.mjs';
import { ROOT } from './settings.mjs';

const run = promisify(execFile);

/** A clone in which nothing has been installed or built, as far as a start without arguments would read it. */
async function makeBareClone() {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-spec-'));
  for (const path of ['tools', 'apps/gateway/src/platform/settings.json']) {
    await cp(join(ROOT, path), join(directory, path), { recursive: true });
  }
  return { directory, start: join(directory, 'tools/start/start.mjs') };
}

/** Ports that nobody holds, so that what is refused is refused for another reason. */
async function choosePorts() {
  const [auth, gateway, admin, postgres, printShop, photoApi] = (await findFreePorts(6)).map(String);
  return {
    GATEHOUSE_AUTH_PORT: auth,
    GATEHOUSE_GATEWAY_PORT: gateway,
    GATEHOUSE_ADMIN_PORT: admin,
    GATEHOUSE_POSTGRES_PORT: postgres,
    PRINT_SHOP_PORT: printShop,
    PHOTO_API_PORT: photoApi,
  };
}

test('--help names every setting before anything is installed', async () => {
  const { directory, start } = await makeBareClone();
  const { stdout } = await run(process.execPath, [start, '--help']);
  await rm(directory, { recursive: true, force: true });
  for (const name of [
    'GATEHOUSE_DATA_DIR',
    'PRINT_SHOP_PORT',
    'GATEHOUSE_AUTH_PORT',
    'DATABASE_URL',
    'GATEHOUSE_LOG_LEVEL',
  ]) {
    assert.ok(stdout.includes(`  ${name}  [`), name);
  }
});

test('an option that does not exist is refused', async () => {
  const { directory, start } = await makeBareClone();
  await assert.rejects(run(process.execPath, [start, '--wacth']), {
    code: 1,
    stderr: /--wacth is not an option/,
  });
  await rm(directory, { recursive: true, force: true });
});

test('--help names what a person needs who has lost the password', async () => {
  const { directory, start } = await makeBareClone();
  const { stdout } = await run(process.execPath, [start, '--help']);
  await rm(directory, { recursive: true, force: true });
  assert.match(stdout, /npm start -- --new-operator/);
});

test('a data folder that cannot be written to is said in words', async () => {
  const { directory, start } = await makeBareClone();
  // A file above it stops root, too, whom permissions do not.
  const env = { ...process.env, ...(await choosePorts()), GATEHOUSE_DATA_DIR: join(start, 'data') };
  const failure = await run(process.execPath, [start], { env }).catch((error) => error);
  await rm(directory, { recursive: true, force: true });
  assert.equal(failure.code, 1);
  assert.match(
    failure.stderr,
    /cannot write to the data folder .*data \(ENOTDIR\)\..* set GATEHOUSE_DATA_DIR/,
  );
  assert.doesNotMatch(failure.stderr, /\n +at /);
});

test('an address that is not of this machine is said once, in words', async () => {
  const { directory, start } = await makeBareClone();
  const env = { ...process.env, ...(await choosePorts()), GATEHOUSE_HOST: '192.0.2.1' };
  const failure = await run(process.execPath, [start], { env }).catch((error) => error);
  await rm(directory, { recursive: true, force: true });
  assert.deepEqual(
    failure.stderr.split('\n').filter((/** @type {string} */ line) => line.startsWith('  - ')),
    [
      '  - GATEHOUSE_HOST is 192.0.2.1, which is no address of this machine. 127.0.0.1 is, and 0.0.0.0 means all of them.',
    ],
  );
});
