import { anAccessToken } from '../testing/index.js';
import { isRevoked, NO_REVOCATIONS } from './revocation-set.js';

const token = anAccessToken({ details: { origins: ['9f1c0d5e-0000-4000-8000-00000000000a'] } });
const application = anAccessToken({ userId: null, grantId: null, authorizationId: null });

describe('isRevoked', () => {
  it('is false while nothing is revoked', () => {
    expect(isRevoked(NO_REVOCATIONS, token)).toBe(false);
    expect(isRevoked(NO_REVOCATIONS, application)).toBe(false);
  });

  it.each([
    ['itself', { accessTokens: new Set([token.tokenId]) }],
    ['its grant', { grants: new Set([token.grantId ?? '']) }],
    ['its authorization', { authorizations: new Set([token.authorizationId ?? '']) }],
    ['one that it was exchanged from', { accessTokens: new Set(token.details.origins) }],
    ['its user', { users: new Set([token.userId ?? '']) }],
  ])('an access token is revoked with %s, and another one is not', (_, revoked) => {
    expect(isRevoked({ ...NO_REVOCATIONS, ...revoked }, token)).toBe(true);
    expect(isRevoked({ ...NO_REVOCATIONS, ...revoked }, anAccessToken())).toBe(false);
    expect(isRevoked({ ...NO_REVOCATIONS, ...revoked }, application)).toBe(false);
  });
});
