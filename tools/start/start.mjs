// `npm start`
import { checkNodeVersion } from './node-version.mjs';

if (checkNodeVersion()) {
  const { main } = await import('./launcher.mjs');
  // Handles of libraries must not keep a launcher alive that has stopped everything.
  process.exit(await main(process.argv.slice(2)));
} else {
  process.exitCode = 1;
}
