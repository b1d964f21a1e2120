import { hash } from '@node-rs/argon2';
import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { atMost, shown } from './rows.mjs';
import { Browser } from './flow.mjs';
import { PASSWORD, signInAtGatehouse } from './people.mjs';

const AT_ONCE = 50;
const PEOPLE = 50;
// As apps/gateway hashes passwords.
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const HASHES_AT_ONCE = Math.min(3, Math.max(1, availableParallelism() - 1));
const HASHES = 20;

/** Hashes per second of argon2 alone, as many at a time as in the gateway. */
async function measureArgon2() {
  const began = performance.now();
  await Promise.all(
    Array.from({ length: HASHES_AT_ONCE }, async () => {
      for (let count = 0; count < HASHES; count += 1) await hash(PASSWORD, ARGON2ID);
    }),
  );
  return (HASHES_AT_ONCE * HASHES) / ((performance.now() - began) / 1000);
}

/**
 * Fifty people sign in at once, each from a browser of their own, and how late the event loop is meanwhile.
 * @param {import('./experiments.mjs').Scene} scene
 */
export async function measureLogin({ stage, clients, databaseUrl }) {
  /** @type {string[]} */
  const delays = [];
  const gatehouse = await stage.startGatehouse(databaseUrl, {
    nodeArgs: ['--import', join(import.meta.dirname, 'loop-delay.mjs')],
    onLine: (line) => {
      if (line.startsWith('LOOP_DELAY ')) delays.push(line.slice('LOOP_DELAY '.length));
    },
  });
  for (let index = 0; index < PEOPLE; index += 1) {
    await gatehouse.api
      .post('/api/users', { username: `person-${index}`, password: PASSWORD, displayName: 'Person' })
      .catch(() => undefined);
  }
  const path = `/oauth2/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: clients.web.id,
    redirect_uri: 'https://print.example/callback',
    scope: 'openid photos',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  }).toString()}`;
  const limit = await measureArgon2();
  const askDelay = async () => {
    const known = delays.length;
    process.kill(gatehouse.pid, 'SIGUSR2');
    while (delays.length === known) await pause(20);
    return delays.at(-1) ?? '';
  };
  // What was before is forgotten with the asking.
  await askDelay();
  const began = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, (_, index) =>
      signInAtGatehouse(`person-${index}`)(new Browser(gatehouse.auth), path),
    ),
  );
  const perSecond = AT_ONCE / ((performance.now() - began) / 1000);
  const loopDelay = await askDelay();
  await gatehouse.stop();
  const p99 = Number(/p99=([\d.]+)/.exec(loopDelay)?.[1] ?? Number.NaN);
  return {
    figures: { loopDelay, argon2: { perSecond: limit } },
    rows: [
      atMost(`event-loop delay under ${AT_ONCE} log-ins at once, p99, ms`, p99, 20),
      shown('log-ins ÷ argon2 alone', perSecond / limit),
    ],
  };
}
