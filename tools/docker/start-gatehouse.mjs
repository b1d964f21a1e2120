// Gatehouse with its secrets from files, in this same process, so that signals reach it.
import { readSecret } from './secret-files.mjs';

const [password, masterKey, setupClientSecret] = await Promise.all([
  readSecret('postgresPassword'),
  readSecret('masterKey'),
  readSecret('setupClientSecret'),
]);
process.env['DATABASE_URL'] ??= `postgres://gatehouse:${password}@postgres:5432/gatehouse`;
process.env['GATEHOUSE_MASTER_KEY'] ??= masterKey;
process.env['GATEHOUSE_SETUP_CLIENT_SECRET'] ??= setupClientSecret;

// A variable, since the gateway is built later than this file is checked.
const main = '../../apps/gateway/dist/main.js';
await import(main);
