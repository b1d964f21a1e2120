import { jestConfig } from '../../jest.base.mjs';

export default jestConfig(import.meta.dirname, {
  globalSetup: '<rootDir>/../../tools/test-setup/postgres.global-setup.mjs',
  globalTeardown: '<rootDir>/../../tools/test-setup/postgres.global-teardown.mjs',
  // A spec waits for other processes half of its time; these take care of themselves on any number of cores.
  maxWorkers: 2,
  // Real processes on a slow machine: a process may need a while to start.
  testTimeout: 60_000,
});
