import { verify } from 'node:crypto';
import type { AccessToken } from '../kernel/access-token.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { SigningKey } from '../kernel/signing-key.js';

interface Claims {
  readonly iss: string;
  readonly exp: number;
  readonly aud: string | readonly string[];
  readonly sub: string;
  readonly client_id: string;
  readonly iat: number;
  readonly jti: string;
  readonly scope: string;
  readonly grant_id?: string;
  readonly authorization_id?: string;
}

const refusal = (reason: string): OAuthError =>
  new OAuthError('invalid_token', 'The access token is not valid.', reason);

/**
 * RFC 9068 §4: verifies a JWT access token of ours. The header must be one that we write, to the byte: type,
 * algorithm and key are thereby settled before anything is parsed.
 * @throws OAuthError invalid_token. Expiry is not checked here.
 */
export function verifyJwtAccessToken(
  issuer: string,
  keysByHeader: ReadonlyMap<string, SigningKey>,
  text: string,
): AccessToken {
  const headerEnd = text.indexOf('.');
  const payloadEnd = text.indexOf('.', headerEnd + 1);
  const key = keysByHeader.get(text.slice(0, headerEnd));
  if (key === undefined || payloadEnd === -1) throw refusal('no published key has this header');
  const signatureText = text.slice(payloadEnd + 1);
  const signature = Buffer.from(signatureText, 'base64url');
  // RFC 7515 §2: no padding, no other characters. Node skips over them, and one access token would have many texts.
  if (signature.toString('base64url') !== signatureText) throw refusal('signature is not base64url');
  const isGenuine = verify(
    'sha256',
    Buffer.from(text.slice(0, payloadEnd)),
    { key: key.publicKey, dsaEncoding: 'ieee-p1363' },
    signature,
  );
  if (!isGenuine) throw refusal('signature does not verify');
  // What we signed has our shape.
  const claims = JSON.parse(
    Buffer.from(text.slice(headerEnd + 1, payloadEnd), 'base64url').toString(),
  ) as Claims;
  if (claims.iss !== issuer) throw refusal('issued by another issuer');
  return {
    format: 'jwt',
    tokenId: claims.jti,
    clientId: claims.client_id,
    subject: claims.sub,
    userId: claims.grant_id === undefined ? null : claims.sub,
    scopes: new Set(claims.scope === '' ? [] : claims.scope.split(' ')),
    audience: typeof claims.aud === 'string' ? [claims.aud] : claims.aud,
    issuedAt: claims.iat,
    expiresAt: claims.exp,
    authorizationId: claims.authorization_id ?? null,
    grantId: claims.grant_id ?? null,
  };
}
