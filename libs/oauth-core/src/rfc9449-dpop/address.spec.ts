import { isSameAddress } from './address.js';

const ADDRESSES = ['https://api.example/photos/a-b', 'https://other.example/'];

describe('the address in a proof (RFC 9449 §4.3, RFC 3986 §6.2)', () => {
  it.each([
    'https://api.example/photos/a-b',
    'https://api.example/photos/a-b?page=2',
    'https://api.example/photos/a-b#top',
    'HTTPS://API.EXAMPLE:443/photos/a%2Db',
    'https://api.example/x/../photos/a-b',
    'https://other.example',
  ])('is the same: %s', (htu) => {
    expect(isSameAddress(htu, ADDRESSES)).toBe(true);
  });

  it.each([
    'http://api.example/photos/a-b',
    'https://api.example:444/photos/a-b',
    'https://api.example/photos/a%2Fb',
    'https://api.example/photos/A-b',
    'https://api.example/photos/a-b/',
    'https://user@evil.example/photos/a-b',
    '/photos/a-b',
    '',
  ])('is another: %s', (htu) => {
    expect(isSameAddress(htu, ADDRESSES)).toBe(false);
  });
});
