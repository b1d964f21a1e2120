import { aClient, aPublicClient } from '../testing/index.js';
import { isRegisteredRedirectUri } from './redirect-uri.js';

const isRegistered = (registered: string, given: string): boolean =>
  isRegisteredRedirectUri(aPublicClient({ redirectUris: [registered] }), given);

describe('a redirect URI is compared as a string (RFC 9700 §4.1.3)', () => {
  const registered = 'https://print.example/callback';

  it('is registered when it is the same', () => {
    expect(isRegistered(registered, registered)).toBe(true);
  });

  it.each([
    'https://print.example/callback/',
    'https://print.example/callback?x=1',
    'https://print.example/callback#',
    'https://print.example/Callback',
    'https://print.example/callback/../evil',
    'https://PRINT.example/callback',
    'https://print.example:443/callback',
    'http://print.example/callback',
    'https://print.example.evil.example/callback',
    'https://print.example@evil.example/callback',
    'https://evil.example/callback',
    '',
  ])('is not registered as %p', (given) => {
    expect(isRegistered(registered, given)).toBe(false);
  });
});

describe('the port of a loopback redirect URI is free (RFC 8252 §7.3 MUST)', () => {
  it.each([
    ['http://127.0.0.1/callback', 'http://127.0.0.1:49152/callback'],
    ['http://127.0.0.1:8000/callback', 'http://127.0.0.1:49152/callback'],
    ['http://127.0.0.1:8000/callback', 'http://127.0.0.1/callback'],
    ['http://[::1]/callback', 'http://[::1]:49152/callback'],
    ['http://localhost/callback', 'http://localhost:65535/callback'],
    ['http://127.0.0.1', 'http://127.0.0.1:49152'],
    ['http://127.0.0.1/cb?a=b', 'http://127.0.0.1:1/cb?a=b'],
  ])('registered %p, given %p', (registered, given) => {
    expect(isRegistered(registered, given)).toBe(true);
  });

  it.each([
    ['http://127.0.0.1/callback', 'http://127.0.0.1:49152/other'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:49152/callback?x=1'],
    ['http://127.0.0.1/callback', 'http://localhost:49152/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.2:49152/callback'],
    ['http://127.0.0.1/callback', 'https://127.0.0.1:49152/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:49152@evil.example/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1.evil.example/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:65536/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:99999/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:-1/callback'],
    ['http://print.example/callback', 'http://print.example:8080/callback'],
  ])('but nothing else is: registered %p, given %p', (registered, given) => {
    expect(isRegistered(registered, given)).toBe(false);
  });

  it('and not for a client with a secret, which is no native app (RFC 9700 §2.1 MUST)', () => {
    const client = aClient({ redirectUris: ['http://localhost:4100/callback'] });
    expect(isRegisteredRedirectUri(client, 'http://localhost:4100/callback')).toBe(true);
    expect(isRegisteredRedirectUri(client, 'http://localhost:4101/callback')).toBe(false);
  });
});
