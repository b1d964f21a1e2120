import type { DocumentFinding, PlacedFinding } from './document-findings.js';
import { at, type JsonObject, member, toList, toObject, toText } from './json.js';

const MAX_LENGTH = 2000;

/** A server's address with the default of each variable in its place (OpenAPI 3.1 §4.8.5). */
const fillIn = (server: JsonObject): string => {
  const variables = toObject(member(server, 'variables'));
  return toText(member(server, 'url')).replaceAll(/\{([^{}]+)\}/g, (text, name: string) => {
    const value = member(toObject(member(variables, name)), 'default');
    return typeof value === 'string' ? value : text;
  });
};

function findUpstream(address: string): string | undefined {
  if (address.length > MAX_LENGTH || /[{}]/.test(address) || !URL.canParse(address)) return undefined;
  const { protocol, username, password, search, hash } = new URL(address);
  const isPlain = username === '' && password === '' && search === '' && hash === '';
  return isPlain && (protocol === 'http:' || protocol === 'https:') ? address.replace(/\/+$/, '') : undefined;
}

/** Where the service is: the first server whose address is whole; undefined: the document does not say. */
export function describeServers(root: JsonObject): {
  readonly upstream: string | undefined;
  readonly notes: readonly PlacedFinding[];
} {
  const servers = toList(member(root, 'servers')).map(toObject);
  const addresses = servers.map(fillIn);
  const found = addresses.map(findUpstream);
  const index = found.findIndex((address) => address !== undefined);
  if (index === -1) {
    const [first] = addresses;
    const finding: DocumentFinding =
      first?.startsWith('/') === true && first !== '/'
        ? { code: 'openapi-no-whole-server-but-path', values: { path: first.slice(0, 100) } }
        : { code: 'openapi-no-whole-server' };
    return { upstream: undefined, notes: [{ pointer: '/servers', finding }] };
  }
  const others = addresses.filter((_, other) => other !== index);
  if (others.length === 0) return { upstream: found[index], notes: [] };
  const finding: DocumentFinding = {
    code: 'openapi-other-servers',
    values: { servers: others.slice(0, 5).join(', ').slice(0, 300) },
  };
  return { upstream: found[index], notes: [{ pointer: at('/servers', index), finding }] };
}
