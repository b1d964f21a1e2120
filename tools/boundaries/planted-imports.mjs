import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { listFolders } from './zones.mjs';

/**
 * @typedef {object} Planted
 * @property {string} [rule] that must turn red; default: the walls between projects
 * @property {string} file that is never written; its name begins with zz-planted
 * @property {string} bad
 * @property {string} [good] its nearest neighbour that is allowed
 */

const root = join(import.meta.dirname, '../..');
const GATEWAY = 'apps/gateway/src';
const CONSOLE = 'apps/admin-console/src';
const PACKAGES = 'no-restricted-imports';
const PATHS = 'import-x/no-restricted-paths';

/** @type {Planted[]} */
const BETWEEN_PROJECTS = [
  // core -> adapter, contract -> core, adapter -> app
  {
    file: 'libs/gateway-core/src/zz-planted.ts',
    bad: "import '@gatehouse/persistence';",
    good: "import '@gatehouse/oauth-core';",
  },
  {
    file: 'libs/dto/src/zz-planted.ts',
    bad: "import '@gatehouse/oauth-core';",
    good: "import '@gatehouse/scopes';",
  },
  {
    file: 'libs/persistence/src/zz-planted.ts',
    bad: "import '@gatehouse/gateway';",
    good: "import '@gatehouse/oauth-core';",
  },
  // The token plane's core knows nothing of the data plane's.
  {
    file: 'libs/oauth-core/src/zz-planted.ts',
    bad: "import '@gatehouse/gateway-core';",
    good: "import '@gatehouse/scopes';",
  },
  // Pages, specs and samples stand outside.
  {
    file: 'apps/admin-console/src/zz-planted.ts',
    bad: "import '@gatehouse/oauth-core';",
    good: "import '@gatehouse/dto/redirect-uri';",
  },
  {
    file: 'apps/gateway-e2e/src/zz-planted.ts',
    bad: "import '@gatehouse/persistence';",
    good: "import '../../../tools/test-setup/index.mjs';",
  },
  {
    file: 'samples/print-shop/src/zz-planted.ts',
    bad: "import '@gatehouse/scopes';",
    good: "import 'openid-client';",
  },
  { file: 'tools/zz-planted.mjs', bad: "import '@gatehouse/scopes';", good: "import 'pg';" },
  // By a path instead of a name, and a package that only somebody else's package.json names.
  {
    file: 'libs/oauth-core/src/zz-planted.ts',
    bad: "import '../../scopes/src/index.js';",
    good: "import './index.js';",
  },
  { file: 'apps/gateway/src/zz-planted.ts', bad: "import 'body-parser';", good: "import 'sirv';" },
];

/** @type {Planted[]} */
const PACKAGES_IN_LIBRARIES = [
  ...['libs/oauth-core', 'libs/gateway-core'].flatMap((library) =>
    ['@nestjs/common', 'typeorm', 'pg', 'express', 'undici', 'node:http', 'http', 'node:fs'].map((name) => ({
      rule: PACKAGES,
      file: `${library}/src/zz-planted.ts`,
      bad: `import '${name}';`,
    })),
  ),
  {
    rule: PACKAGES,
    file: 'libs/oauth-core/src/zz-planted.ts',
    bad: "import 'node:https';",
    good: "import 'node:crypto';",
  },
  ...['typeorm', 'pg', '@nestjs/common', '@nestjs/passport', 'express', 'node:crypto'].map((name) => ({
    rule: PACKAGES,
    file: 'libs/dto/src/zz-planted.ts',
    bad: `import '${name}';`,
  })),
  {
    rule: PACKAGES,
    file: 'libs/dto/src/zz-planted.ts',
    bad: "import 'passport';",
    good: "import 'class-validator';",
  },
  { rule: PACKAGES, file: 'libs/scopes/src/zz-planted.ts', bad: "import 'class-validator';" },
  {
    rule: PACKAGES,
    file: `${GATEWAY}/zz-planted.ts`,
    bad: "import 'typeorm';",
    good: "import '@nestjs/common';",
  },
  {
    rule: PACKAGES,
    file: `${GATEWAY}/zz-planted.ts`,
    bad: "import type { Pool } from 'pg';\nexport type P = Pool;",
  },
  { rule: PACKAGES, file: `${CONSOLE}/zz-planted.ts`, bad: "import 'node:crypto';", good: "import 'react';" },
  {
    rule: PACKAGES,
    file: 'samples/photo-api/src/zz-planted.ts',
    bad: "import 'pg';",
    good: "import 'node:http';",
  },
  {
    rule: 'no-restricted-syntax',
    file: 'libs/oauth-core/src/zz-planted.ts',
    bad: "export const pg = (): Promise<unknown> => import('pg');",
    good: "export const index = (): Promise<unknown> => import('./index.js');",
  },
  {
    rule: 'no-restricted-syntax',
    file: 'libs/oauth-core/src/kernel/zz-planted.ts',
    bad: "export const index = (): Promise<unknown> => import('../index.js');",
  },
];

/** @type {Planted[]} */
const ENVIRONMENT = [
  {
    rule: 'no-restricted-properties',
    file: `${GATEWAY}/auth-server/zz-planted.ts`,
    bad: "export const port = process.env['PORT'];",
    good: 'export const version = process.version;',
  },
  { rule: PACKAGES, file: `${GATEWAY}/platform/zz-planted.ts`, bad: "export { env } from 'node:process';" },
  { rule: 'no-console', file: `${GATEWAY}/zz-planted.ts`, bad: "console.log('hello');" },
  { rule: 'no-console', file: 'libs/persistence/src/zz-planted.ts', bad: "console.log('hello');" },
];

/**
 * A file somewhere inside a folder: the walls between folders only know imports that lead to one.
 * @param {string} folder
 */
function findFile(folder) {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort();
  return files.find((file) => /\.tsx?$/.test(file) && !/\.(spec|d)\.tsx?$/.test(file));
}

/**
 * An import of `to` planted in `from`; nothing while one of them is an empty room.
 * @param {string} parent
 * @param {string} from
 * @param {string} to
 * @returns {Planted[]}
 */
function plantAcross(parent, from, to) {
  const [home, target] = [findFile(`${parent}/${from}`), findFile(`${parent}/${to}`)];
  if (home === undefined || target === undefined) return [];
  const specifier = relative(from, `${to}/${target}`).replace(/\.tsx?$/, '.js');
  return [
    {
      rule: PATHS,
      file: `${parent}/${from}/zz-planted.ts`,
      bad: `import '${specifier}';`,
      good: `import './${home.replace(/\.tsx?$/, '.js')}';`,
    },
  ];
}

/**
 * An import of each folder's neighbours.
 * @param {string} parent
 * @param {readonly string[]} folders
 */
const plantBetween = (parent, folders) =>
  folders.flatMap((from) =>
    folders.filter((to) => to !== from).flatMap((to) => plantAcross(parent, from, to)),
  );

const control = listFolders(root, GATEWAY).find(
  (folder) => !['platform', 'auth-server', 'resource-server'].includes(folder),
);
const planes = ['auth-server', 'resource-server', ...(control === undefined ? [] : [control])].filter(
  (folder) => listFolders(root, GATEWAY).includes(folder),
);
const entries = ['console', 'portal'].filter((entry) => listFolders(root, CONSOLE).includes(entry));

/** @type {Planted[]} */
const INSIDE_PROJECTS = [
  ...plantBetween(GATEWAY, planes),
  ...planes.flatMap((plane) => plantAcross(GATEWAY, 'platform', plane)),
  ...plantBetween(CONSOLE, entries),
  ...entries.flatMap((entry) => {
    const features = `${CONSOLE}/${entry}/features`;
    return plantBetween(features, listFolders(root, features).slice(0, 2));
  }),
];

/** A bad import of each kind, and where it must turn red. Files of projects that are not there yet are left out. */
export const PLANTED = [
  ...BETWEEN_PROJECTS,
  ...PACKAGES_IN_LIBRARIES,
  ...ENVIRONMENT,
  ...INSIDE_PROJECTS,
].filter(
  ({ file }) =>
    listFolders(
      root,
      file
        .split('/')
        .slice(0, file.startsWith('tools/') ? 1 : 2)
        .join('/'),
    ).length > 0,
);
