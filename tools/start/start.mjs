// `npm start`. Imports nothing before the version is known to be right: an older Node would stop at syntax it cannot read.
const NEEDED = { major: 20, minor: 19 };
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < NEEDED.major || (major === NEEDED.major && minor < NEEDED.minor)) {
  console.error(
    `Gatehouse needs Node ${NEEDED.major}.${NEEDED.minor} or newer; this is ${process.version}. See https://nodejs.org/en/download`,
  );
  process.exitCode = 1;
} else {
  const { main } = await import('./launcher.mjs');
  process.exitCode = await main(process.argv.slice(2));
  // Handles of libraries must not keep a launcher alive that has stopped everything.
  process.exit();
}
