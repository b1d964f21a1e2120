/** Jest `globalSetup`, to be paired with `postgres.global-teardown.mjs`. Each spec makes its own databases in this one server. */
export { startTestPostgres as default } from './test-postgres.mjs';
