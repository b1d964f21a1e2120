// The first service of docker-compose.yml: no password is ever a default.
import { makeSecrets } from './secret-files.mjs';

await makeSecrets();
