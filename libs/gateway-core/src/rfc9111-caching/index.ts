export * from './cache-control.js';
export * from './cache-status.js';
export type * from './caching-policy.js';
export * from './freshness.js';
export * from './http-date.js';
export * from './request-directives.js';
export * from './storable.js';
export * from './validators.js';
