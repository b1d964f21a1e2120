import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

const root = import.meta.dirname;

/**
 * How many specs that start processes of their own run side by side: one of them waits about half of its time, so that a core each
 * is not too many, and more than four would only queue for the PostgreSQL that they share.
 */
export const SPECS_AT_ONCE = Math.min(4, Math.max(2, availableParallelism()));

/**
 * One Jest configuration for every project: ES modules through swc, workspace packages read from their sources.
 * @param {string} projectDirectory absolute path of the project
 * @param {import('jest').Config} [overrides]
 * @returns {import('jest').Config}
 */
export function jestConfig(projectDirectory, overrides = {}) {
  return {
    rootDir: projectDirectory,
    testMatch: ['<rootDir>/src/**/*.spec.ts'],
    extensionsToTreatAsEsm: ['.ts', '.tsx'],
    moduleNameMapper: {
      '^@gatehouse/oauth-core/testing$': resolve(root, 'libs/oauth-core/src/testing/index.ts'),
      '^@gatehouse/dto/redirect-uri$': resolve(root, 'libs/dto/src/redirect-uri.ts'),
      '^@gatehouse/dto/attention$': resolve(root, 'libs/dto/src/attention.dto.ts'),
      '^@gatehouse/dto/field-problems$': resolve(root, 'libs/dto/src/field-problems/field-problems.ts'),
      '^@gatehouse/dto/admin-problems$': resolve(root, 'libs/dto/src/admin-problems.ts'),
      '^@gatehouse/dto/portal-problems$': resolve(root, 'libs/dto/src/portal-problems.ts'),
      '^@gatehouse/dto/audited-fields$': resolve(root, 'libs/dto/src/audited-fields.ts'),
      '^@gatehouse/(.*)$': resolve(root, 'libs/$1/src/index.ts'),
      '^(\\.{1,2}/.*)\\.js$': '$1',
    },
    transform: {
      '^.+\\.tsx?$': [
        '@swc/jest',
        {
          jsc: {
            parser: { syntax: 'typescript', tsx: false, decorators: true },
            transform: { legacyDecorator: true, decoratorMetadata: true },
            target: 'es2022',
            experimental: { keepImportAttributes: true },
          },
          module: { type: 'es6' },
        },
      ],
    },
    testEnvironment: 'node',
    // The databases and the hashing of some need seconds where the machine is busy.
    testTimeout: 30_000,
    ...overrides,
  };
}
