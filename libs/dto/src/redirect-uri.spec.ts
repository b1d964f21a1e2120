import { checkRedirectUri } from './redirect-uri.js';

describe('a redirect URI can be registered', () => {
  it.each([
    ['https, for every client', 'https://shop.example/callback', 'confidential'],
    ['https with a query (RFC 6749 §3.1.2)', 'https://shop.example/callback?from=gatehouse', 'confidential'],
    ['http on the same machine', 'http://localhost:4100/callback', 'confidential'],
    ['http on a loopback address', 'http://127.0.0.1/callback', 'public'],
    ['http on the IPv6 loopback address', 'http://[::1]:8080/callback', 'public'],
    ['a private-use scheme of a native app (RFC 8252 §7.1)', 'com.example.app:/callback', 'public'],
  ] as const)('%s', (_, uri, type) => {
    expect(checkRedirectUri(uri, type)).toBeUndefined();
  });
});

describe('a redirect URI cannot be registered, and the reason is said', () => {
  it.each([
    ['nothing', '', 'confidential', /Type the address/],
    ['no scheme', 'shop.example/callback', 'confidential', /begins with its scheme/],
    ['http elsewhere', 'http://shop.example/callback', 'confidential', /Use https/],
    [
      'a host that only begins like the own machine',
      'http://localhost.attacker.example/',
      'public',
      /Use https/,
    ],
    ['a fragment (RFC 6749 §3.1.2)', 'https://shop.example/callback#top', 'confidential', /fragment/],
    ['an empty fragment', 'https://shop.example/callback#', 'confidential', /fragment/],
    ['a wildcard (RFC 9700 §4.1.3)', 'https://*.shop.example/callback', 'confidential', /wildcards/],
    ['credentials', 'https://user:secret@shop.example/', 'confidential', /user name or password/],
    ['a space', 'https://shop.example/call back', 'confidential', /no spaces/],
    ['a line break', 'https://shop.example/\ncallback', 'confidential', /line breaks/],
    ['a script', 'javascript:alert(1)', 'public', /never redirected/],
    ['a script in capitals', 'JavaScript:alert(1)', 'public', /never redirected/],
    ['data', 'data:text/html,hello', 'public', /never redirected/],
    ['a file', 'file:///etc/passwd', 'public', /never redirected/],
    ['a private-use scheme without a domain (RFC 8252 §7.1)', 'myapp:/callback', 'public', /domain of yours/],
    [
      'a private-use scheme of a web site',
      'com.example.app:/callback',
      'confidential',
      /native applications/,
    ],
    ['letters outside ASCII', 'https://käse.example/', 'confidential', /ASCII/],
    ['more than 2000 characters', `https://shop.example/${'a'.repeat(2000)}`, 'confidential', /at most/],
  ] as const)('%s', (_, uri, type, reason) => {
    expect(checkRedirectUri(uri, type)).toMatch(reason);
  });
});
