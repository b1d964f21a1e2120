import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

/** Below every system's range for outgoing connections, so that no client socket takes a port between choice and use. */
const FIRST_PORT = 20_000;
const LAST_PORT = 31_999;

/**
 * Whether a server could listen on this port now.
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<boolean>}
 */
export function isPortFree(port, host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
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
    if (given.has(port) || !(await isPortFree(port))) continue;
    given.add(port);
    ports.push(port);
  }
  return ports;
}
