import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderHelp } from '../start/help.mjs';
import { readDeclarations, ROOT } from '../start/settings.mjs';

/** @param {string} path from the root */
const read = (path) => readFileSync(join(ROOT, path), 'utf8');

/** @param {unknown} value @returns {string[]} */
const listTexts = (value) =>
  typeof value === 'string' ? [value] : Object.values(/** @type {object} */ (value)).flatMap(listTexts);

/** @param {string} folder from the root @returns {string[]} the lines of its TypeScript, without specs */
const readSources = (folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.spec\.ts$|(^|[\\/])(dist|node_modules)[\\/]/.test(path))
    .flatMap((path) => read(join(folder, path)).split('\n'));

/** @param {string} path from the root @param {RegExp} pattern with one group */
const pick = (path, pattern) => [...read(path).matchAll(pattern)].map(([, name = '']) => name);

/** A text as a page quotes it: … where something is filled in, and no full stop. @param {string} text */
const toScreenWord = (text) => text.replaceAll(/\{\{\w+\}\}/g, '…').replace(/\.$/, '');

/** What pages may lean on, from the files that the product itself is made of. */
export function readFacts() {
  const declarations = readDeclarations();
  const screens = ['console', 'portal'].flatMap((entry) => {
    const folder = `apps/admin-console/src/${entry}/locales/en`;
    return readdirSync(join(ROOT, folder)).flatMap((file) =>
      listTexts(JSON.parse(read(`${folder}/${file}`))),
    );
  });
  const server = ['apps/gateway/src', 'libs/persistence/src', 'libs/oauth-core/src', 'libs/dto/src'].flatMap(
    readSources,
  );
  return {
    settings: new Set([...declarations.map(({ name }) => name), 'OTEL_EXPORTER_OTLP_TIMEOUT']),
    scripts: new Set(Object.keys(JSON.parse(read('package.json')).scripts)),
    help: renderHelp(),
    /** The sections of the settings are named by their file; the samples are sites of their own. */
    screens: new Set(
      [
        ...screens,
        ...declarations.map(({ section }) => section),
        ...pick('samples/print-shop/src/pages/home-page.mjs', />([^<>{}$]+)<\/(?:button|a)>/g),
      ].map(toScreenWord),
    ),
    /** Whatever the server may say, too. */
    shown: [...screens, ...server],
    scopes: new Set([
      ...pick('libs/scopes/src/admin-scopes.ts', /'(gatehouse\.\w+)'/g),
      ...pick('libs/scopes/src/openid-scopes.ts', /name: '(\w+)'/g),
      ...pick('tools/start/seed-example.mjs', /const SCOPE = \{\s*name: '(\w+)'/g),
      ...pick('apps/admin-console/src/console/features/apis/first-api.ts', /const SCOPE = '(\w+)'/g),
    ]),
    /** @param {string} metric */
    counts: (metric) => server.some((line) => line.includes(`'${metric}'`)),
    /** @param {string} address which a constant or a route of the server begins with, and ends in unless a value follows */
    serves: (address) => {
      const quoted = [`'${address}'`, `'${address}/`, `${'`'}${address}${'`'}`];
      return server.some((line) => quoted.some((literal) => line.includes(literal)));
    },
    /** @param {string} program from the root; what is built counts by its source */
    hasProgram: (program) =>
      existsSync(join(ROOT, program)) ||
      existsSync(join(ROOT, program.replace('/dist/', '/src/').replace(/\.js$/, '.ts'))),
  };
}
