// npm run docs [-- --check]: writes the pages that are made from the code; with --check only says which are not current.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeConfiguration } from './configuration.mjs';
import { writeProblems } from './problems.mjs';
import { listUnproved, writeRfcMap } from './rfc-map.mjs';

const root = join(import.meta.dirname, '../..');
const SPEC = /\.(spec|e2e-spec)\.tsx?$/;

/** @param {string} path from the root */
const read = (path) => readFileSync(join(root, path), 'utf8');

/**
 * The TypeScript files under a folder, without the built ones.
 * @param {string} folder from the root
 * @returns {string[]} paths from the root, with slashes
 */
function listTypeScript(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !/\/(dist|node_modules)\//.test(path))
    .sort();
}

/** @returns {Record<string, string>} text by path */
function writePages() {
  const libraries = readdirSync(join(root, 'libs')).map((library) => `libs/${library}/src`);
  const files = [...libraries, 'apps/gateway/src', 'apps/gateway-e2e']
    .flatMap(listTypeScript)
    .map((path) => ({ path, text: read(path) }));
  const isSpec = (/** @type {{ path: string }} */ { path }) =>
    SPEC.test(path) || path.startsWith('apps/gateway-e2e/');
  const sources = files.filter((file) => !isSpec(file));
  const documents = {
    rfcs: JSON.parse(read('tools/generate-docs/rfc-titles.json')),
    openid: JSON.parse(read('tools/generate-docs/openid-documents.json')),
  };
  return {
    'docs/configuration.md': writeConfiguration(JSON.parse(read('apps/gateway/src/platform/settings.json'))),
    'docs/problems.md': writeProblems(read('libs/dto/src/admin-problems.ts')),
    'docs/rfc-map.md': writeRfcMap(
      sources,
      files.filter(isSpec),
      documents,
      JSON.parse(read('tools/generate-docs/rfc-proofs.json')),
    ),
  };
}

const isCheck = process.argv.includes('--check');
const pages = writePages();
const unproved = listUnproved(pages['docs/rfc-map.md'] ?? '');
if (unproved.length > 0) {
  console.error(
    `No spec proves these; name the section in one, or say in tools/generate-docs/rfc-proofs.json which test does:\n${unproved.join('\n')}`,
  );
  if (isCheck) process.exitCode = 1;
}
for (const [path, text] of Object.entries(pages)) {
  if (existsSync(join(root, path)) && read(path) === text) continue;
  if (isCheck) {
    console.error(`${path} is not what the code says now. Mend it with: npm run docs`);
    process.exitCode = 1;
  } else {
    writeFileSync(join(root, path), text);
    console.log(`${path} written`);
  }
}
