import { indexAddresses } from './address-index.js';

const at = (name: string, basePath: string, ...hosts: readonly string[]) => ({ name, basePath, hosts });

const PUBLISHED = [
  at('plain', '/a'),
  at('deeper', '/a/b'),
  at('exact', '/a', 'photos.example.com'),
  at('root', '', 'photos.example.com', 'shop.example.org'),
  at('wild', '/w', '*.example.com'),
  at('wilder', '/w', '*.eu.example.com'),
  at('own', '/o', 'gateway.example'),
];
const CLAIMED = [...PUBLISHED, at('off', '/off', 'closed.example')];
const index = indexAddresses(PUBLISHED, CLAIMED, 'gateway.example');

describe('what is published at an address', () => {
  it.each([
    ['the exact name before a wildcard', 'photos.example.com', '/a/x', 'exact'],
    ['a host says nothing of capitals, port and final dot', 'PHOTOS.Example.com.:8443', '/a', 'exact'],
    ['the longest base path at its host; "/" is the shortest', 'photos.example.com', '/ab', 'root'],
    ['a wildcard where the exact name has nothing', 'a.example.com', '/w', 'wild'],
    ['a wildcard covers more than one label', 'a.b.example.com', '/w/x', 'wild'],
    ['the longer wildcard', 'a.eu.example.com', '/w', 'wilder'],
    ['a wildcard does not cover its own suffix', 'example.com', '/w', undefined],
    ['nothing of others at a host that is claimed', 'shop.example.org', '/a', 'root'],
    ['nor below a wildcard', 'a.example.com', '/a', undefined],
    ['nor at the host of an API that is switched off', 'closed.example', '/a', undefined],
    ['what has no hosts, elsewhere', 'elsewhere.example', '/a/b/c', 'deeper'],
    ['and for an address in place of a name', '[::1]:8080', '/a', 'plain'],
    ['and without a host', undefined, '/a', 'plain'],
    ["both at the gateway's own host", 'gateway.example', '/a', 'plain'],
    ["both at the gateway's own host", 'gateway.example', '/o', 'own'],
    ['what is at hosts, nowhere else', 'elsewhere.example', '/w', undefined],
  ])('%s', (_, host, path, name) => {
    expect(index.find(path, host)?.name).toBe(name);
  });

  it('is found by its base path alone', () => {
    expect(index.findExact('/a', 'photos.example.com')?.name).toBe('exact');
    expect(index.findExact('', 'photos.example.com')?.name).toBe('root');
    expect(index.findExact('/a/x', 'photos.example.com')).toBeUndefined();
    expect(index.findExact('/a', undefined)?.name).toBe('plain');
  });

  it('costs no more look-ups than the longest base path has segments, however long a path is', () => {
    expect(index.find('/a'.repeat(8_000), 'elsewhere.example')?.name).toBe('plain');
    expect(index.find('/w', `${'a.'.repeat(8_000)}example.com`)).toBeUndefined();
  });
});
