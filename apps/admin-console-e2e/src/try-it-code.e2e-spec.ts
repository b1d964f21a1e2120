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
  if (!['refresh', 'introspection', 'revocation', 'log-out'].includes(flow))
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
function start(
  command: string,
  parameters: readonly string[],
  secret = '',
  inputs: Readonly<Record<string, string>> = {},
): Program {
  const child = spawn(command, parameters, {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', CLIENT_SECRET: secret, ...inputs },
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

type Inputs = Readonly<Record<string, string>>;

async function startNode(code: string, secret?: string, inputs?: Inputs): Promise<Program> {
  await writeFile(join(folder, 'client.mjs'), code);
  return start(process.execPath, ['client.mjs'], secret, inputs);
}

const startShell = (code: string, secret?: string, inputs?: Inputs): Program =>
  start('bash', ['-e', '-c', code], secret, inputs);

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

describe('the code for what somebody else has issued', () => {
  /** In a shell and in Node.js, each with inputs of its own: an assertion counts once. */
  async function runBoth(client: Registered, flow: string, makeInputs: () => Promise<Inputs>): Promise<void> {
    const shell = startShell(await readCode(client, flow, CURL), client.clientSecret, await makeInputs());
    expect(await shell.end).toMatchObject({
      code: 0,
      output: expect.stringMatching(/"access_token"[^]*gate\.jpg/) as string,
    });
    const code = await readCode(client, flow, NODE);
    const node = await startNode(code, client.clientSecret, await makeInputs());
    expect(await node.end).toMatchObject({
      code: 0,
      output: expect.stringMatching(/200 .*gate\.jpg/) as string,
    });
  }

  const inputsOf = (name: string, make: () => Promise<string>) => async (): Promise<Inputs> => ({
    [name]: await make(),
  });

  it('runs as it is: token exchange', async () => {
    const { service, machine, gatehouse } = stage;
    const fetchToken = async (): Promise<string> => {
      const response = await fetch(`${gatehouse.issuer}/oauth2/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${machine.clientId}:${machine.clientSecret}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'photos' }),
      });
      return ((await response.json()) as { access_token: string }).access_token;
    };
    await runBoth(service, 'token-exchange', inputsOf('SUBJECT_TOKEN', fetchToken));
  });

  it('runs as it is: a JWT, a SAML assertion', async () => {
    const { importer, idp, gatehouse } = stage;
    const said = { subject: 'ada', audience: gatehouse.issuer };
    await runBoth(
      importer,
      'jwt-bearer',
      inputsOf('ASSERTION', () => idp.signJwt(said)),
    );
    await runBoth(
      importer,
      'saml-bearer',
      inputsOf('ASSERTION', () => Promise.resolve(idp.signSaml(said, `${gatehouse.issuer}/oauth2/token`))),
    );
  });

  it('runs as it is: a password, legacy', async () => {
    const inputs = { USER_NAME: 'ada', USER_PASSWORD: PASSWORD };
    await runBoth(stage.legacy, 'password', () => Promise.resolve(inputs));
  });
});

it('the code for a log-out ends the sign-in of the browser, and comes back', async () => {
  const { shop, bye } = stage;
  await stage.change(shop, { allowedScopes: ['openid', 'photos'], postLogoutRedirectUris: [bye] });
  const programs = [
    { program: startShell(await readCode(shop, 'log-out', CURL), shop.clientSecret), isShell: true },
    { program: await startNode(await readCode(shop, 'log-out', NODE), shop.clientSecret), isShell: false },
  ];
  for (const { program, isShell } of programs) {
    const back = await letAdaAllow(await program.says(/https?:\S+\/oauth2\/authorize\?\S+(?=\s)/));
    program.child.stdin.end(`${isShell ? (new URL(back).searchParams.get('code') ?? '') : back}\n`);
    const { code, output } = await program.end;
    expect({ code, output }).toMatchObject({ code: 0 });
    const address = /https?:\S+\/oauth2\/end-session\?\S+/.exec(output)?.[0] ?? '';
    const tab = await (await browser.newContext()).newPage();
    await tab.goto(address);
    await tab.waitForURL(`${bye}*`);
    await tab.context().close();
  }
});

it('the code pushes the request and proves the key, where the client has to', async () => {
  const { machine, shop } = stage;
  await stage.change(machine, { dpopBoundAccessTokens: true });
  await stage.change(shop, { requiresPushedRequest: true, dpopBoundAccessTokens: true });
  const shell = await startShell(await readCode(machine, 'client-credentials', CURL), machine.clientSecret)
    .end;
  expect(shell).toMatchObject({
    code: 0,
    output: expect.stringMatching(/"token_type":"DPoP"[^]*gate\.jpg/) as string,
  });
  const code = await readCode(machine, 'client-credentials', NODE);
  const node = await (await startNode(code, machine.clientSecret)).end;
  expect(node).toMatchObject({ code: 0, output: expect.stringMatching(/200 .*gate\.jpg/) as string });
  for (const language of [CURL, NODE]) {
    const text = await readCode(shop, 'authorization-code', language);
    const program =
      language === CURL ? startShell(text, shop.clientSecret) : await startNode(text, shop.clientSecret);
    const address = await program.says(/https?:\S+\/oauth2\/authorize\?\S+(?=\s)/);
    expect([...new URL(address).searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
    const back = await letAdaAllow(address);
    const typed = language === CURL ? (new URL(back).searchParams.get('code') ?? '') : back;
    program.child.stdin.end(`${typed}\n`);
    expect(await program.end).toMatchObject({
      code: 0,
      output: expect.stringMatching(/gate\.jpg/) as string,
    });
  }
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
