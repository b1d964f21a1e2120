import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Stage } from '../fixtures/stage.js';

const ROOT = resolve(import.meta.dirname, '../../../..');

/** The blocks for a shell of a page, in order; one in a list loses the list's indent. */
export function readShellBlocks(page: string): string[] {
  const markdown = readFileSync(join(ROOT, page), 'utf8');
  return [...markdown.matchAll(/^( *)```sh\n([\s\S]*?)^\1```/gm)].map(([, indent = '', text = '']) =>
    text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

/** What a reader would type for `NAME=…`. */
export type Values = Readonly<Record<string, string>>;

function fillIn(block: string, values: Values): string {
  return block.replaceAll(/^(\w+)=…/gm, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nobody says what ${name} is`);
    return `${name}='${value}'`;
  });
}

/**
 * Runs a block as it is printed, but for the ports, in a folder where `npm start` would have left these files in `.data`.
 * @param answer what the person at the terminal types when a line comes, if anything
 */
export async function runBlock(
  { gatehouse }: Stage,
  block: string,
  files: Readonly<Record<string, unknown>>,
  answer: (line: string) => Promise<string | undefined> = () => Promise.resolve(undefined),
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-guide-'));
  await mkdir(join(folder, '.data'));
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, '.data', name), JSON.stringify(content));
  const script = block
    .replaceAll('http://localhost:4000', gatehouse.issuer)
    .replaceAll('http://localhost:4001', gatehouse.gatewayUrl)
    .replaceAll('http://localhost:4002', gatehouse.adminUrl);
  const child = spawn('sh', ['-euc', script], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    const typed = await answer(line);
    if (typed !== undefined) child.stdin.write(`${typed}\n`);
  }
  if (child.exitCode === null) await once(child, 'exit');
  await rm(folder, { recursive: true, force: true });
  return lines.join('\n');
}

/** The blocks of a page that hold this text, with the reader's values in them. */
export function findBlock(page: string, text: string, values: Values = {}): string {
  const block = readShellBlocks(page).find((candidate) => candidate.includes(text));
  if (block === undefined) throw new Error(`${page} has no commands with ${text}`);
  return fillIn(block, values);
}
