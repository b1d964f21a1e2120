export * from './database.js';
export * from './snapshot/snapshot.js';
export * from './snapshot/snapshot-source.js';
