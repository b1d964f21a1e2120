import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findServer } from '../postgres/data-directory.mjs';
import { isRunning } from '../processes/process-table.mjs';
import { findPortProblem } from '../processes/ports.mjs';

/**
 * What to say about the ports that this start needs and another program holds.
 * @param {import('./settings.mjs').LauncherSettings} settings
 * @returns {Promise<string[]>} empty when all are free
 */
export async function findTakenPorts({ roles, ports, host, databaseUrl, hasExample, dataDir }) {
  const wanted = [
    ...(roles.has('auth')
      ? [{ port: ports.auth, who: 'the authorization server', variable: 'GATEHOUSE_AUTH_PORT' }]
      : []),
    ...(roles.has('gateway')
      ? [{ port: ports.gateway, who: 'the gateway', variable: 'GATEHOUSE_GATEWAY_PORT' }]
      : []),
    ...(roles.has('admin')
      ? [{ port: ports.admin, who: 'the console', variable: 'GATEHOUSE_ADMIN_PORT' }]
      : []),
    ...(hasExample
      ? [{ port: ports.printShop, who: 'the print shop (a sample)', variable: 'PRINT_SHOP_PORT' }]
      : []),
    ...(hasExample
      ? [{ port: ports.photoApi, who: 'the photo API (a sample)', variable: 'PHOTO_API_PORT' }]
      : []),
    // Our own server, left by a start that was killed, is stopped later.
    ...(databaseUrl === undefined && (await findServer(join(dataDir, 'postgres'))) === undefined
      ? [{ port: ports.postgres, who: 'the embedded PostgreSQL', variable: 'GATEHOUSE_POSTGRES_PORT' }]
      : []),
  ];
  const problems = [];
  for (const { port, who, variable } of wanted) {
    const twin = wanted.find((other) => other.port === port && other.variable !== variable);
    if (twin !== undefined && twin.variable > variable)
      problems.push(`${variable} and ${twin.variable} are both ${port}.`);
    const code = await findPortProblem(port, host === 'localhost' ? '127.0.0.1' : host);
    if (code !== undefined) problems.push(describePortProblem({ port, who, variable, host, code }));
  }
  // An address that this machine does not have is said once, not for each port.
  return [...new Set(problems)];
}

/**
 * @param {{ port: number, who: string, variable: string, host: string, code: string }} facts `code`: the system's
 * @returns {string} what is wrong, and what to do
 */
export function describePortProblem({ port, who, variable, host, code }) {
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `GATEHOUSE_HOST is ${host}, which is no address of this machine. 127.0.0.1 is, and 0.0.0.0 means all of them.`;
  const wanted = `Port ${port}, wanted by ${who},`;
  if (code === 'EADDRINUSE') return `${wanted} is taken by another program. Set ${variable} to a free port.`;
  if (code === 'EACCES')
    return `${wanted} is not open to this account: ports below 1024 often are for root alone. Set ${variable} to a higher one.`;
  return `${wanted} cannot be opened: ${code}. Set ${variable} to another one.`;
}

/**
 * The launcher that runs on this data folder already, if one does.
 * @param {string} dataDir
 * @returns {Promise<number | undefined>} its process id
 */
export async function findOtherLauncher(dataDir) {
  const pid = Number(await readFile(launcherFile(dataDir), 'utf8').catch(() => ''));
  return pid !== process.pid && (await isRunning(pid, ['start.mjs'])) ? pid : undefined;
}

/** @param {string} dataDir */
export function launcherFile(dataDir) {
  return join(dataDir, 'launcher.pid');
}
