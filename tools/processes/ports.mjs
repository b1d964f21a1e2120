import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

/** Below every system's range for outgoing connections, so that no client socket takes a port between choice and use. */
const FIRST_PORT = 20_000;
const LAST_PORT = 31_999;

/**
 * Why no server could listen on this port now.
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<string | undefined>} the system's code, as in EADDRINUSE; undefined: one could
 */
export function findPortProblem(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      resolve(error.code ?? error.message),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** @type {Set<number>} */
const given = new Set();

/**
 * Finds ports that are free now, each given only once by this process.
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export async function findFreePorts(count) {
  /** @type {number[]} */
  const ports = [];
  while (ports.length < count) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    if (given.has(port)) continue;
    const problem = await findPortProblem(port);
    if (problem === 'EADDRINUSE' || problem === 'EACCES') continue;
    if (problem !== undefined) throw new Error(`No port can be opened on this machine: ${problem}`);
    given.add(port);
    ports.push(port);
  }
  return ports;
}
