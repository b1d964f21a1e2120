import { ACR_MFA, ACR_PASSWORD } from '../openid/acr.js';
import { aClient } from '../testing/builders.js';
import { findReachableToken, listGrantsWith } from './reachable-token.js';

const NOW = 1_800_000_000_000;
const PHOTOS = 'https://api.example/photos';
const directory = {
  findAudience: (scopes: Iterable<string>) => ([...scopes].includes('photos') ? [PHOTOS] : []),
};
const find = (changes: Parameters<typeof aClient>[0]) =>
  findReachableToken(aClient(changes), directory, PHOTOS, NOW);

describe('the access token with the most rights that a client can get', () => {
  it('has every allowed scope, and is for the API that uses one of them (RFC 8707 §2.2)', () => {
    expect(find({})).toMatchObject({ scopes: new Set(['photos', 'albums']), audience: [PHOTOS] });
    expect(find({ allowedScopes: new Set(['albums']), resources: [] })).toMatchObject({ audience: [] });
  });

  it('is for an API that the client may name, where it has a scope for it or needs none', () => {
    const named = { resources: [PHOTOS], allowedScopes: new Set(['albums']) };
    expect(find({ ...named, defaultScopes: ['albums'] })?.audience).toEqual([PHOTOS]);
    expect(find({ resources: [PHOTOS], allowedScopes: new Set(), defaultScopes: [] })?.audience).toEqual([
      PHOTOS,
    ]);
    expect(find({ ...named, resources: ['https://api.example/other'] })?.audience).toEqual([]);
  });

  it('tells of the strongest sign-in that one of its grants has (RFC 9470 §3)', () => {
    const of = (...grantTypes: string[]) => find({ grantTypes: new Set(grantTypes) })?.details;
    expect(of('client_credentials')).toEqual({});
    expect(of('urn:ietf:params:oauth:grant-type:jwt-bearer')).toEqual({ authenticatedAt: NOW / 1000 });
    expect(of('client_credentials', 'password')).toMatchObject({ acr: ACR_PASSWORD });
    expect(of('password', 'authorization_code')).toMatchObject({ acr: ACR_MFA });
  });

  it('is none where no grant leads to one', () => {
    expect(find({ grantTypes: new Set(['refresh_token']) })).toBeUndefined();
  });
});

it('the grants that tell of a sign-in are fewer, the stronger it must be', () => {
  const count = (acr: string | null, maxAgeSeconds: number | null) =>
    listGrantsWith({ acr, maxAgeSeconds }).length;
  expect([count(null, null), count(null, 60), count(ACR_PASSWORD, null), count(ACR_MFA, 60)]).toEqual([
    9, 8, 6, 5,
  ]);
  expect(listGrantsWith({ acr: 'urn:unknown', maxAgeSeconds: null })).toEqual([]);
});
