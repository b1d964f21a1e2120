import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import type { NodeFacts } from '@gatehouse/persistence';
import type { Env } from './env.js';

const requireFile = createRequire(import.meta.url);
export const { version } = requireFile('../../package.json') as { readonly version: string };
/** Of the product, as SPDX names it. */
export const license = 'Apache-2.0';

/** What operators know a node by. */
export const nameNode = ({ host, pid, worker }: Pick<NodeFacts, 'host' | 'pid' | 'worker'>): string =>
  worker === 0 ? `${host} (${pid})` : `${host} worker ${worker} (${pid})`;

/** What this process is, for the registry of nodes. */
export const describeNode = ({ worker, roles, unheardSeconds }: Env): NodeFacts => ({
  host: hostname(),
  pid: process.pid,
  worker,
  roles: [...roles],
  version,
  unheardSeconds,
});
