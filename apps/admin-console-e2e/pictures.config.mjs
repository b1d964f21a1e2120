import config from './jest.config.mjs';

/** `npm run docs:pictures`: no tests, but journeys that leave the pictures of docs/guides. */
export default {
  ...config,
  testMatch: ['<rootDir>/src/pictures/*.pictures.ts'],
  // All of them have the ports that a newcomer has.
  maxWorkers: 1,
};
