export * from './test-database.js';
export * from './test-rows.js';
export * from './wait-until.js';
