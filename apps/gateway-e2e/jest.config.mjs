import { SPECS_AT_ONCE, jestConfig } from '../../jest.base.mjs';

export default jestConfig(import.meta.dirname, {
  globalSetup: '<rootDir>/../../libs/persistence/e2e.global-setup.mjs',
  globalTeardown: '<rootDir>/../../tools/test-setup/postgres.global-teardown.mjs',
  maxWorkers: SPECS_AT_ONCE,
  // Real processes on a slow machine, two specs at once: ten thousand routes are written and read in one test.
  testTimeout: 180_000,
});
