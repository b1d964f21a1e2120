/** Jest `globalTeardown` to `postgres.global-setup.mjs`. */
export { stopTestPostgres as default } from './test-postgres.mjs';
