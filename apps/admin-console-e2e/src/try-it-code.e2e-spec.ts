import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../tools/test-setup/index.mjs';
import { fillSignIn, signInToConsole } from './operator.js';
import { openTryItStage, PASSWORD, type Registered, SHOP_CALLBACK, type TryItStage } from './try-it-stage.js';

const ROOT = resolve(import.meta.dirname, '../../..');

let stage: TryItStage;
let browser: Browser;
let page: Page;
let folder: string;

beforeAll(async () => {
  stage = await openTryItStage();
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  await signInToConsole(page, stage.gatehouse.adminUrl, stage.gatehouse.operator.password);
  // A project of a client's developer, who has installed what the code needs.
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-try-it-'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
});

afterAll(async () => {
  await browser?.close();
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the page shows for a flow, in one of its languages. */
async function readCode({ clientId }: Registered, flow: string, language: string): Promise<string> {
  await page.goto(`${stage.gatehouse.adminUrl}/try/${clientId}?flow=${flow}`);
  // The call of the code is that of the last step.
  if (['client-credentials', 'authorization-code', 'device'].includes(flow))
    await page.getByRole('region', { name: 'Call an API' }).getByText('/albums/1').first().waitFor();
  await page.getByRole('tab', { name: 'Code' }).click();
  await page.getByRole('tab', { name: language }).click();
  const panel = page.getByRole('tabpanel', { name: language });
  return (await panel.getByRole('group').first().innerText()).replaceAll('\u00a0', ' ');
}

interface Program {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves once it has said something like this. */
  readonly says: (pattern: RegExp) => Promise<string>;
  readonly end: Promise<{ readonly code: number | null; readonly output: string }>;
}

/** Runs a program as a developer does, with the client's secret in its environment. */
function start(command: string, parameters: readonly string[], secret = ''): Program {
  const child = spawn(command, parameters, {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', CLIENT_SECRET: secret },
  });
  let output = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const end = new Promise<{ code: number | null; output: string }>((resolveEnd) => {
    child.on('close', (code) => resolveEnd({ code, output }));
  });
  const says = (pattern: RegExp): Promise<string> =>
    new Promise((resolveSaid, reject) => {
      const look = (): void => {
        const found = pattern.exec(output);
        if (found !== null) resolveSaid(found[0]);
      };
      listeners.add(look);
      look();
      void end.then(() => reject(new Error(`It never said ${String(pattern)}: ${output}`)));
    });
  return { child, says, end };
}

async function startNode(code: string, secret?: string): Promise<Program> {
  await writeFile(join(folder, 'client.mjs'), code);
  return start(process.execPath, ['client.mjs'], secret);
}

const startShell = (code: string, secret?: string): Program => start('bash', ['-e', '-c', code], secret);

/** Somebody opens the address in a browser of their own, signs in and allows it; where it comes back to. */
async function letAdaAllow(address: string): Promise<string> {
  const context = await browser.newContext();
  const tab = await context.newPage();
  tab.setDefaultTimeout(30_000);
  await tab.route(`${SHOP_CALLBACK}*`, (route) => route.fulfill({ body: 'The shop' }));
  await tab.goto(address);
  const isDevice = new URL(address).pathname === '/device';
  if (isDevice) await tab.getByRole('button', { name: 'Continue' }).click();
  await fillSignIn(tab, 'ada', PASSWORD);
  const consent = tab.getByRole('button', { name: 'Allow' });
  const back = tab.getByText(isDevice ? 'You can go back to your device' : 'The shop');
  await consent.or(back).first().waitFor();
  if (await consent.isVisible()) await consent.click();
  await back.waitFor();
  const url = tab.url();
  await context.close();
  return url;
}

const CURL = 'curl';
const NODE = 'JavaScript';

describe('the code for an application by itself', () => {
  it.each([
    ['client-credentials', /"token_type":"Bearer"[^]*gate\.jpg/, /200 .*gate\.jpg/],
    ['introspection', /"active":true/, /active: true/],
    ['revocation', /"token_type":"Bearer"/, /Revoked/],
  ])('runs as it is: %s', async (flow, inShell, inNode) => {
    const { machine } = stage;
    const shell = await startShell(await readCode(machine, flow, CURL), machine.clientSecret).end;
    expect(shell).toMatchObject({ code: 0, output: expect.stringMatching(inShell) as string });
    const node = await (await startNode(await readCode(machine, flow, NODE), machine.clientSecret)).end;
    expect(node).toMatchObject({ code: 0, output: expect.stringMatching(inNode) as string });
  });
});

describe('the code for an application with users', () => {
  it.each([
    ['authorization-code', /gate\.jpg/, /200 .*gate\.jpg/],
    ['refresh', /"refresh_token"[^]*"refresh_token"/, /good for \d+ seconds/],
  ])('runs as it is, with somebody who signs in: %s', async (flow, inShell, inNode) => {
    const { shop } = stage;
    const programs = [
      { program: startShell(await readCode(shop, flow, CURL), shop.clientSecret), expected: inShell },
      { program: await startNode(await readCode(shop, flow, NODE), shop.clientSecret), expected: inNode },
    ];
    for (const { program, expected } of programs) {
      const address = await program.says(/https?:\S+\/oauth2\/authorize\?\S+(?=\s)/);
      const back = await letAdaAllow(address);
      const isShell = expected === inShell;
      program.child.stdin.end(`${isShell ? (new URL(back).searchParams.get('code') ?? '') : back}\n`);
      expect(await program.end).toMatchObject({ code: 0, output: expect.stringMatching(expected) as string });
    }
  });

  it('runs as it is on a device', async () => {
    const { television } = stage;
    const program = await startNode(await readCode(television, 'device', NODE));
    const said = await program.says(/Open (\S+) and type \S+(?=\s)/);
    const [, address = '', userCode = ''] = /Open (\S+) and type (\S+)/.exec(said) ?? [];
    await letAdaAllow(`${address}?user_code=${userCode}`);
    expect(await program.end).toMatchObject({
      code: 0,
      output: expect.stringMatching(/200 .*gate\.jpg/) as string,
    });
    const shell = startShell(await readCode(television, 'device', CURL));
    const second = /Open (\S+) and type (\S+)/.exec(await shell.says(/Open (\S+) and type \S+(?=\s)/)) ?? [];
    await letAdaAllow(`${second[1]}?user_code=${second[2]}`);
    shell.child.stdin.end('\n');
    expect(await shell.end).toMatchObject({ code: 0, output: expect.stringMatching(/gate\.jpg/) as string });
  });
});

it('there is code in each language, and a reload shows the same', async () => {
  await readCode(stage.machine, 'client-credentials', 'Spring Boot');
  for (const language of ['Spring Boot', 'Python']) {
    await page.getByRole('tab', { name: language }).click();
    await page.getByText(stage.machine.clientId).last().waitFor();
  }
  expect(page.url()).toContain('view=code');
  await page.reload();
  await page.getByRole('tab', { name: 'Code', selected: true }).waitFor();
});
