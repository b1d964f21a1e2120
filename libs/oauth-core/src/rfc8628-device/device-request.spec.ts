import { aClient, aDeviceApproval, aDeviceCode, ISSUER, NOON } from '../testing/index.js';
import { isWaiting, toAuthorizationRequest } from './device-request.js';

describe('a device waits for its user (RFC 8628 §3.3)', () => {
  it.each([
    ['until its code expires', {}, true],
    ['not after that', { expiresAt: NOON }, false],
    ['not once it was allowed', { approval: aDeviceApproval() }, false],
    ['not once it was refused', { deniedAt: NOON - 1 }, false],
  ])('%s', (_, changes, expected) => {
    expect(isWaiting(aDeviceCode(changes), NOON)).toBe(expected);
  });
});

describe('what the user is asked', () => {
  const code = aDeviceCode({ scopes: ['photos', 'albums'], resources: ['https://api.example/flickr'] });
  const client = aClient({ isFirstParty: true, defaultMaxAgeSeconds: 60, defaultAcrValues: ['urn:a'] });
  const request = toAuthorizationRequest(ISSUER, code, client, NOON);

  it('is what the device asked for, and whatever the client always demands', () => {
    expect(request).toMatchObject({
      clientId: 'television',
      scopes: ['photos', 'albums'],
      resources: ['https://api.example/flickr'],
      maxAgeSeconds: 60,
      acrValues: ['urn:a'],
      requestedAt: NOON,
    });
  });

  it('is asked each time, since others may have begun it (RFC 8628 §5.4)', () => {
    expect(request.prompts).toEqual(['consent']);
  });

  it('is answered to the device and to no redirect URI', () => {
    expect(request).toMatchObject({
      redirectUri: `${ISSUER}/device`,
      state: null,
      codeChallenge: null,
      device: { userCode: code.userCode, deviceCodeHash: code.deviceCodeHash.toString('base64url') },
    });
  });
});
