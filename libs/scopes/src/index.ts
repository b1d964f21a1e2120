export * from './admin-scopes.js';
export * from './built-in-scopes.js';
export * from './match.js';
export * from './member-access.js';
export * from './openid-scopes.js';
export * from './scope.js';
export * from './scope-looks.js';
export * from './scope-texts.js';
