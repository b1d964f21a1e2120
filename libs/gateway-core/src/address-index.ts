import { findWildcardSuffix, toHostName } from './host-names.js';

/** What is published at hosts and below base paths. */
export interface Addressed {
  /** Host names in lower case, `*.example.com` for all below; none: every host. */
  readonly hosts: readonly string[];
  /** Normalized; empty for `/`. */
  readonly basePath: string;
}

/**
 * Finds what is published at an address. The host decides first: the exact name, then the longest `*.` that covers it, then
 * what has no hosts; under each of them the longest base path. What has no hosts is not found at a host that something
 * claims by name, so that a host shows nothing but what was published there; the gateway's own host shows both.
 */
export interface AddressIndex<T extends Addressed> {
  /** @param host as the Host header has it */
  find(path: string, host: string | undefined): T | undefined;
  /** What has exactly this base path. */
  findExact(basePath: string, host: string | undefined): T | undefined;
}

/** Base paths under one host. */
class BasePaths<T> {
  private readonly byPath = new Map<string, T>();
  /** Segments of the longest: no request costs more look-ups than that. */
  private depth = 0;

  add(basePath: string, value: T): void {
    this.byPath.set(basePath, value);
    this.depth = Math.max(this.depth, basePath.split('/').length - 1);
  }

  get(basePath: string): T | undefined {
    return this.byPath.get(basePath);
  }

  find(path: string): T | undefined {
    let found = this.byPath.get('');
    let end = 0;
    for (let depth = 0; depth < this.depth && end !== -1; depth += 1) {
      end = path.indexOf('/', end + 1);
      found = this.byPath.get(end === -1 ? path : path.slice(0, end)) ?? found;
    }
    return found;
  }
}

/**
 * @param published what can be found
 * @param claimed all that claims a host, also what is not served: a host is not opened to others by switching something off
 * @param ownHost the gateway's own host name, where what has no hosts is always found
 */
export function indexAddresses<T extends Addressed>(
  published: readonly T[],
  claimed: readonly Pick<Addressed, 'hosts'>[],
  ownHost = '',
): AddressIndex<T> {
  const everywhere = new BasePaths<T>();
  const exact = new Map<string, BasePaths<T>>();
  const below = new Map<string, BasePaths<T>>();
  const claim = (host: string): BasePaths<T> => {
    const suffix = findWildcardSuffix(host);
    const [map, key] = suffix === undefined ? [exact, host] : [below, suffix];
    const known = map.get(key) ?? new BasePaths<T>();
    map.set(key, known);
    return known;
  };
  for (const { hosts } of claimed) hosts.forEach(claim);
  for (const one of published) {
    if (one.hosts.length === 0) everywhere.add(one.basePath, one);
    for (const host of one.hosts) claim(host).add(one.basePath, one);
  }

  function search(host: string | undefined, ask: (paths: BasePaths<T>) => T | undefined): T | undefined {
    const name = toHostName(host);
    const own = exact.get(name);
    let found = own && ask(own);
    let isClaimed = own !== undefined;
    for (let dot = name.indexOf('.'); found === undefined && dot !== -1; dot = name.indexOf('.', dot + 1)) {
      const wild = below.get(name.slice(dot + 1));
      if (wild === undefined) continue;
      isClaimed = true;
      found = ask(wild);
    }
    if (found !== undefined) return found;
    return isClaimed && name !== ownHost ? undefined : ask(everywhere);
  }

  // Where no API has a host, a call does not pay for them.
  const hasHosts = exact.size > 0 || below.size > 0;
  return {
    find: (path, host) => (hasHosts ? search(host, (paths) => paths.find(path)) : everywhere.find(path)),
    findExact: (basePath, host) =>
      hasHosts ? search(host, (paths) => paths.get(basePath)) : everywhere.get(basePath),
  };
}
