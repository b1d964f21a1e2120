export * from './admin-scopes.js';
export * from './match.js';
export * from './scope.js';
