import { SPECS_AT_ONCE, jestConfig } from '../../jest.base.mjs';

export default jestConfig(import.meta.dirname, {
  testMatch: ['<rootDir>/src/**/*.e2e-spec.ts'],
  maxWorkers: SPECS_AT_ONCE,
  testTimeout: 120_000,
  globalSetup: '<rootDir>/../../libs/persistence/e2e.global-setup.mjs',
  globalTeardown: '<rootDir>/../../tools/test-setup/postgres.global-teardown.mjs',
});
