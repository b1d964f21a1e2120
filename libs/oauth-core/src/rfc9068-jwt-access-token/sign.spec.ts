import { decodeProtectedHeader, jwtVerify } from 'jose';
import { anAccessToken, aSigningKey, ISSUER, NOON } from '../testing/index.js';
import { signAccessToken } from './sign.js';

const key = aSigningKey();
const AUTHENTICATED_AT = NOON / 1000 - 60;

const verify = (text: string): ReturnType<typeof jwtVerify> =>
  jwtVerify(text, key.publicKey, { currentDate: new Date(NOON) });

describe('a JWT access token, read by a library that we did not write', () => {
  it('has the header of RFC 9068 §2.1 and names its key', async () => {
    const text = await signAccessToken(ISSUER, key, anAccessToken());
    expect(decodeProtectedHeader(text)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: key.kid });
  });

  it('has the claims of RFC 9068 §2.2, and where it comes from', async () => {
    const token = anAccessToken({
      scopes: new Set(['photos', 'albums']),
      details: {
        grantType: 'authorization_code',
        authenticatedAt: AUTHENTICATED_AT,
        acr: 'urn:gatehouse:acr:mfa',
        amr: ['pwd', 'otp'],
      },
    });
    const { payload } = await verify(await signAccessToken(ISSUER, key, token));
    expect(payload).toEqual({
      iss: ISSUER,
      exp: token.expiresAt,
      aud: 'https://api.example/flickr',
      sub: token.subject,
      client_id: 'print-shop',
      iat: token.issuedAt,
      jti: token.tokenId,
      scope: 'photos albums',
      grant_id: token.grantId,
      authorization_id: token.authorizationId,
      grant_type: 'authorization_code',
      auth_time: AUTHENTICATED_AT,
      acr: 'urn:gatehouse:acr:mfa',
      amr: ['pwd', 'otp'],
    });
  });

  it('of client credentials says nothing of a user', async () => {
    const token = anAccessToken({ userId: null, grantId: null, authorizationId: null });
    const { payload } = await verify(await signAccessToken(ISSUER, key, token));
    expect(payload).toMatchObject({ sub: 'print-shop', client_id: 'print-shop' });
    for (const claim of ['auth_time', 'grant_id', 'authorization_id'])
      expect(payload).not.toHaveProperty(claim);
  });

  it('for several audiences names them all (RFC 7519 §4.1.3)', async () => {
    const audience = ['https://api.example/a', 'https://api.example/b'];
    const { payload } = await verify(await signAccessToken(ISSUER, key, anAccessToken({ audience })));
    expect(payload.aud).toEqual(audience);
  });
});
