import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../../../../tools/test-setup/index.mjs';

const ROOT = join(import.meta.dirname, '../../../..');

/** What is large, and never needed by many servers. */
const LOADED_LATER = [
  '@apidevtools/swagger-parser',
  '@opentelemetry/sdk-trace-base',
  '@simplewebauthn/server',
  '@xmldom/xmldom',
  '@zxcvbn-ts/core',
  '@zxcvbn-ts/language-common',
  '@zxcvbn-ts/language-en',
  'ldapts',
  'bowser',
  'nodemailer',
  'prom-client',
  'redis',
  'xml-crypto',
];

const toUrl = (module: string): string => `data:text/javascript,${encodeURIComponent(module)}`;

/** Says of each import what is imported: to a file, which never keeps the one who writes waiting, as a pipe does. */
const HOOKS = toUrl(`
  import { appendFileSync } from 'node:fs';
  export function resolve(specifier, context, next) {
    appendFileSync(process.env.IMPORTS, specifier + '\\n');
    return next(specifier, context);
  }`);
const WATCH = toUrl(`import { register } from 'node:module'; register(${JSON.stringify(HOOKS)});`);

/** Of a server that has been loaded and finds out that it has no settings. */
async function listImports(): Promise<ReadonlySet<string>> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-start-'));
  const file = join(folder, 'imports');
  const child = startChild({
    name: 'a start without settings',
    args: ['--import', WATCH, join(ROOT, 'apps/gateway/dist/main.js')],
    env: { PATH: process.env['PATH'], IMPORTS: file },
    cwd: ROOT,
  });
  expect((await child.exited).code).toBe(1);
  const imports = new Set(readFileSync(file, 'utf8').split('\n'));
  rmSync(folder, { recursive: true });
  return imports;
}

it('a start loads nothing large that only some servers need', async () => {
  const imports = await listImports();
  expect(['express', 'pg', 'typeorm', 'undici'].filter((name) => !imports.has(name))).toEqual([]);
  expect(LOADED_LATER.filter((name) => imports.has(name))).toEqual([]);
});
