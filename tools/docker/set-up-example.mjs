// The one-shot service `setup` of docker-compose.yml: puts the worked example in and leaves the print shop its credentials.
import { readFile } from 'node:fs/promises';
import { adminApi } from '../admin-api/admin-api.mjs';
import { writePrivateJson } from '../start/secrets.mjs';
import { seedExample } from '../start/seed-example.mjs';
import { readSecret } from './secret-files.mjs';

const RECORD = '/run/example/example.json';
const CREDENTIALS = '/run/example/print-shop.json';

/** @type {import('../start/seed-example.mjs').Example | undefined} */
const known = JSON.parse(await readFile(RECORD, 'utf8').catch(() => 'null')) ?? undefined;
const example =
  known ??
  (await seedExample({
    api: adminApi({
      issuer: 'http://localhost:4000',
      adminUrl: 'http://localhost:4002',
      setupClient: { id: 'gatehouse-setup', secret: await readSecret('setupClientSecret') },
    }),
    callbackUrl: 'http://localhost:4100/callback',
    photoApiUrl: 'http://localhost:4101',
    known,
  }));
await writePrivateJson(RECORD, example);
await writePrivateJson(CREDENTIALS, { clientId: example.clientId, clientSecret: example.clientSecret });
console.log(
  `Open http://localhost:4100 and sign in as ${example.user.username}, password ${example.user.password}`,
);
console.log(
  'The console is at http://localhost:4002; its first operator was printed once: docker compose logs gatehouse',
);
