import { SPECS_AT_ONCE, jestConfig } from '../../jest.base.mjs';

export default jestConfig(import.meta.dirname, {
  globalSetup: '<rootDir>/../../libs/persistence/e2e.global-setup.mjs',
  globalTeardown: '<rootDir>/../../tools/test-setup/postgres.global-teardown.mjs',
  maxWorkers: SPECS_AT_ONCE,
  // Real processes on a slow machine: a process may need a while to start.
  testTimeout: 60_000,
});
