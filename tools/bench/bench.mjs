// `npm run bench`: Gatehouse against its peers and against the bare limit, in one run on this machine.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EXPERIMENTS } from './experiments.mjs';
import { Stage } from './stage.mjs';
import { furnish } from './workload.mjs';

const HELP = `npm run bench -- [--quick] [--only token,flow,login,introspection,proxy,dpop,download,scale,memory,workers,start]

  --quick   one minute instead of several: shorter rounds, fewer calls
  --only    some of the comparisons

Every server is a process of its own; rounds are interleaved and medians compared. Compare ratios, never
requests per second of two runs. Needs what npm run build makes.
`;

const FULL = { rounds: 5, seconds: 5, connections: 32, calls: 1_000_000, starts: 5 };
const QUICK = { rounds: 3, seconds: 2, connections: 32, calls: 100_000, starts: 3 };
const RESULTS = join(import.meta.dirname, '../../.data/bench');

const { values } = parseArgs({
  options: { quick: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});

/** @param {string} name @returns {name is keyof typeof EXPERIMENTS} */
const isExperiment = (name) => Object.hasOwn(EXPERIMENTS, name);

/** @param {import('./rows.mjs').Row} row */
function format({ what, value, target, isReached }) {
  const verdict = isReached === undefined ? '' : isReached ? 'reached' : 'MISSED';
  return `  ${what.padEnd(58)} ${value.toFixed(2).padStart(8)}   ${target.padEnd(8)} ${verdict}`;
}

/** @param {(keyof typeof EXPERIMENTS)[]} names */
async function main(names) {
  const stage = new Stage();
  const stop = () => stage.stop().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const plan = values.quick === true ? QUICK : FULL;
  /** @type {Record<string, unknown>} */
  const results = {};
  try {
    const databaseUrl = await stage.startDatabase();
    const upstreamPort = await stage.startTarget('upstream');
    const gatehouse = await stage.startGatehouse(databaseUrl);
    const clients = await furnish(gatehouse, upstreamPort);
    for (const name of names) {
      console.log(`${name} …`);
      const result = await EXPERIMENTS[name]({ gatehouse, clients, stage, databaseUrl, upstreamPort, plan });
      for (const row of result.rows) console.log(format(row));
      for (const [target, figures] of Object.entries(result.figures))
        console.log(`    ${target}: ${JSON.stringify(figures)}`);
      results[name] = result;
    }
  } finally {
    await stage.stop();
  }
  await mkdir(RESULTS, { recursive: true });
  const file = join(RESULTS, `${new Date().toISOString().replaceAll(':', '-')}.json`);
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
  await writeFile(file, JSON.stringify({ machine, plan, results }, undefined, 2));
  console.log(`\nWritten to ${file}`);
}

const names = (values.only ?? Object.keys(EXPERIMENTS).join(',')).split(',');
const known = names.filter(isExperiment);
if (values.help === true) console.log(HELP);
else if (known.length < names.length) {
  console.error(`Not a comparison: ${names.filter((name) => !isExperiment(name)).join(', ')}\n\n${HELP}`);
  process.exitCode = 1;
} else await main(known);
