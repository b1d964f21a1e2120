import { toHostName } from './host-names.js';

it.each([
  ['API.Example.com', 'api.example.com'],
  ['api.example.com.:8443', 'api.example.com'],
  [undefined, ''],
])('the host name of %s is %j', (host, name) => expect(toHostName(host)).toBe(name));

it.each([
  ['[2001:db8::1]', '[2001:db8::1]'],
  ['[2001:DB8::1]:8443', '[2001:db8::1]'],
])('an IPv6 address keeps its colons, for they stand in brackets (RFC 3986 §3.2.2): %s', (host, name) =>
  expect(toHostName(host)).toBe(name),
);

it('what is longer than a name can be is none (RFC 1035 §2.3.4)', () => {
  const name = `${'a'.repeat(61)}.`.repeat(4);
  expect(toHostName(`${name}example`)).toBe('');
  expect(toHostName(name.slice(0, 246) + 'example')).toHaveLength(253);
});
