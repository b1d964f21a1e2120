export * from './address-key.js';
export * from './count.js';
export * from './counters.js';
export * from './limit.js';
export * from './limit-key.js';
export * from './limit-plan.js';
export * from './rate-limit-header.js';
export * from './take-limits.js';
