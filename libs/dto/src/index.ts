export * from './api.dto.js';
export * from './application.dto.js';
export * from './client-settings.dto.js';
export * from './interaction.dto.js';
export * from './page.js';
export * from './redirect-uri.js';
export * from './scope.dto.js';
export * from './user.dto.js';
