import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { RunningGatehouse } from '../../../tools/test-setup/index.mjs';
import { startChild } from '../../../tools/test-setup/index.mjs';
import { findFreePorts } from '../../../tools/test-setup/index.mjs';

/** The worked example's two programs, next to a Gatehouse. */
export interface Samples {
  readonly photoApiUrl: string;
  readonly printShopUrl: string;
  /** The print shop reads them at its next request. */
  setCredentials(clientId: string, clientSecret: string): Promise<void>;
  stop(): Promise<void>;
}

const ROOT = resolve(import.meta.dirname, '../../..');
const READY_TRIES = 100;

async function waitUntilUp(url: string): Promise<void> {
  for (let attempt = 0; attempt < READY_TRIES; attempt += 1) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${url} did not come up`);
}

/** Starts the photo API and the print shop on free ports, as real processes. */
export async function startSamples(gatehouse: RunningGatehouse): Promise<Samples> {
  const [photoPort = 0, shopPort = 0] = await findFreePorts(2);
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-samples-'));
  const credentialsFile = join(folder, 'print-shop.json');
  const printShopUrl = `http://localhost:${shopPort}`;
  const start = (name: string, env: Record<string, string>) =>
    startChild({
      name,
      args: [join(ROOT, `samples/${name}/src/main.mjs`)],
      env: { PATH: process.env['PATH'] ?? '', ...env },
      cwd: ROOT,
    });
  const children = [
    start('photo-api', { PHOTO_API_PORT: String(photoPort) }),
    start('print-shop', {
      PRINT_SHOP_PORT: String(shopPort),
      PRINT_SHOP_URL: printShopUrl,
      PRINT_SHOP_CREDENTIALS_FILE: credentialsFile,
      GATEHOUSE_ISSUER: gatehouse.issuer,
      GATEHOUSE_GATEWAY_URL: gatehouse.gatewayUrl,
    }),
  ];
  const photoApiUrl = `http://127.0.0.1:${photoPort}`;
  await Promise.all([waitUntilUp(`${photoApiUrl}/photos`), waitUntilUp(printShopUrl)]);
  return {
    photoApiUrl,
    printShopUrl,
    setCredentials: (clientId, clientSecret) =>
      writeFile(credentialsFile, JSON.stringify({ clientId, clientSecret }), { mode: 0o600 }),
    async stop() {
      await Promise.all(children.map((child) => child.stop('SIGTERM')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
