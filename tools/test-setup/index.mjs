export { startChild } from '../processes/child-process.mjs';
export { findFreePorts } from '../processes/ports.mjs';
export { AdminApiError, adminApi } from '../admin-api/admin-api.mjs';
export { SCREENSHOTS, launchBrowser, takeScreenshot } from './browser.mjs';
export { startGatehouse, stopAllGatehouses } from './gatehouse.mjs';
export { letRunOut } from './let-run-out.mjs';
export { startOutsideProvider } from './outside-provider.mjs';
export { startOwnPostgres } from './own-postgres.mjs';
export { createTestDatabase } from './test-database.mjs';
