export * from './access.js';
export type * from './api.js';
export * from './header-hygiene.js';
export * from './identity-headers.js';
export * from './request-target.js';
export * from './route-table.js';
