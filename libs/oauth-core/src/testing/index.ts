export * from './authentication.js';
export * from './backchannel-builders.js';
export * from './builders.js';
export * from './memory-stores.js';
export * from './store-contract/store-contract.js';
export * from './token-plane.js';
export * from './world.js';
