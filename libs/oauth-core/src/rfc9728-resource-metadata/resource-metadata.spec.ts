import { findMetadataAddress } from './resource-metadata.js';

describe('where the metadata of a resource is (RFC 9728 §3.1)', () => {
  it.each([
    ['https://api.example', 'https://api.example/.well-known/oauth-protected-resource'],
    ['https://api.example/', 'https://api.example/.well-known/oauth-protected-resource'],
    ['https://api.example/photos', 'https://api.example/.well-known/oauth-protected-resource/photos'],
    ['https://api.example/v2/photos/', 'https://api.example/.well-known/oauth-protected-resource/v2/photos'],
    ['https://api.example/a?k=1', 'https://api.example/.well-known/oauth-protected-resource/a?k=1'],
  ])('of %s: %s', (resource, address) => {
    expect(findMetadataAddress(resource)).toBe(address);
  });
});
