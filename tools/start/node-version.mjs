const NEEDED = { major: 20, minor: 19 };

/**
 * Whether this Node is new enough. To be asked before anything else is imported: an older one stops at syntax it cannot read.
 * @returns {boolean} if not, the reason is printed
 */
export function checkNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > NEEDED.major || (major === NEEDED.major && minor >= NEEDED.minor)) return true;
  console.error(
    `Gatehouse needs Node ${NEEDED.major}.${NEEDED.minor} or newer; this is ${process.version}. See https://nodejs.org/en/download`,
  );
  return false;
}
