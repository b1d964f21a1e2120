/**
 * @typedef {{ readonly group: string[], readonly message: string }} BannedPackages gitignore patterns of import specifiers
 * @typedef {{ readonly name: string, readonly importNames?: string[], readonly message: string }} BannedModule
 */

/** @type {BannedPackages} */
const DATABASE = {
  group: ['typeorm', 'typeorm/**', 'pg', 'pg/**', 'pg-*'],
  message: 'SQL and TypeORM live in libs/persistence alone; ask it for a store.',
};

/** @type {BannedPackages} */
const NEST = {
  group: ['@nestjs/**', 'passport', 'passport-*', 'express', 'rxjs', 'rxjs/**', 'reflect-metadata'],
  message: 'Nest and Express stay in apps/; this library is plain functions and records.',
};

/** @type {BannedPackages} */
const VALIDATOR = {
  group: ['class-validator', 'class-transformer'],
  message: 'Validated DTOs live in libs/dto alone.',
};

/** @type {BannedPackages} */
const TRANSPORT = {
  group: ['undici', 'undici/**', ...bothSpellings('http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns')],
  message: 'The core never sees the network: take the data as an argument, or add a port.',
};

/** @type {BannedPackages} */
const MACHINE = {
  group: bothSpellings('fs', 'fs/promises', 'child_process', 'worker_threads', 'cluster', 'process', 'os'),
  message: 'The core never sees the machine: take the data as an argument, or add a port.',
};

/** @type {BannedPackages} */
const NODE = {
  group: ['node:*', 'node:*/**'],
  message: 'A contract and the pages run in a browser too: no Node modules.',
};

/** @type {readonly BannedModule[]} */
const PROCESS = ['node:process', 'process'].map((name) => ({
  name,
  message: 'Only platform/env.ts reads the environment; take the setting as an argument.',
}));

/** @param {string[]} names of Node's own modules */
function bothSpellings(...names) {
  return names.flatMap((name) => [name, `node:${name}`]);
}

/**
 * What each kind of folder may not import, whatever its package.json says. Keys are globs of files; later ones replace earlier
 * ones, as ESLint does.
 * @type {readonly { readonly files: string[], readonly patterns: readonly BannedPackages[], readonly paths?: readonly BannedModule[] }[]}
 */
export const RESTRICTED_IMPORTS = [
  { files: ['apps/**', 'samples/**'], patterns: [DATABASE] },
  { files: ['apps/gateway/src/**'], patterns: [DATABASE], paths: PROCESS },
  { files: ['apps/admin-console/src/**'], patterns: [DATABASE, NEST, TRANSPORT, NODE] },
  // They run in Node, and read the pages' files.
  { files: ['apps/admin-console/src/**/*.spec.ts'], patterns: [DATABASE, NEST, TRANSPORT] },
  { files: ['libs/*-core/src/**'], patterns: [DATABASE, NEST, VALIDATOR, TRANSPORT, MACHINE] },
  { files: ['libs/persistence/src/**'], patterns: [NEST, VALIDATOR], paths: PROCESS },
  { files: ['libs/scopes/src/**'], patterns: [DATABASE, NEST, VALIDATOR, TRANSPORT, NODE] },
  { files: ['libs/dto/src/**'], patterns: [DATABASE, NEST, TRANSPORT, NODE] },
];
