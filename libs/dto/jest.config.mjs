import { jestConfig } from '../../jest.base.mjs';

// What class-transformer reads types from; the gateway has it from Nest.
export default jestConfig(import.meta.dirname, { setupFiles: ['reflect-metadata'] });
