// `npm test`
import { checkNodeVersion } from '../start/node-version.mjs';

if (checkNodeVersion()) {
  const { main } = await import('./test-run.mjs');
  process.exit(await main());
} else {
  process.exitCode = 1;
}
