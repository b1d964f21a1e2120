const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What is wrong with an address; undefined when nothing is. */
export function findUrlProblem(
  text: string,
  protocols: readonly string[],
  originOnly: boolean,
): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  if (!protocols.includes(url.protocol)) return `must begin with ${protocols.join(' or ')}//`;
  if (originOnly && url.origin !== text.replace(/\/$/, ''))
    return 'must be an origin: scheme, host and port alone';
  return undefined;
}

/** Whoever can read or change what passes between us and the signer can sign: not over a plain network. */
export function findSignerProblem(text: string): string | undefined {
  const problem = findUrlProblem(text, ['http:', 'https:'], false);
  if (problem !== undefined) return problem;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || LOCAL_HOSTS.has(hostname)
    ? undefined
    : 'must begin with https://, unless it is on this machine';
}

/** Passwords travel to it: over TLS, or not off this machine. */
export function findLdapProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be an address such as ldaps://directory.example';
  const { protocol, hostname } = new URL(text);
  if (protocol === 'ldaps:' || (protocol === 'ldap:' && LOCAL_HOSTS.has(hostname))) return undefined;
  return 'must begin with ldaps://, since passwords travel there';
}
