import { randomBytes } from 'node:crypto';
import type { AuthorizationCode, RefreshToken, StoredAccessToken } from '../../ports/stores.js';
import { aCode, anAccessToken, aRefreshToken } from '../builders.js';
import type { ContractAuthorization, StoreHarness } from './store-contract.js';

// A store may keep whole seconds of an access token only.
const wholeSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

export const codeOf = ({ now }: StoreHarness, authorization: ContractAuthorization): AuthorizationCode =>
  aCode({ ...authorization, authenticatedAt: now() - 1000, expiresAt: now() + 60_000 });

export const refreshTokenOf = (
  { now }: StoreHarness,
  authorization: ContractAuthorization,
  grantId?: string,
): RefreshToken =>
  aRefreshToken({
    ...authorization,
    ...(grantId === undefined ? {} : { grantId }),
    authenticatedAt: now() - 1000,
    issuedAt: now(),
    idleExpiresAt: now() + 3_600_000,
    expiresAt: now() + 86_400_000,
  });

interface BothTokens {
  readonly accessToken: StoredAccessToken;
  readonly refreshToken: RefreshToken;
}

/** An opaque access token and a refresh token of one grant. */
export function issuedFor(
  harness: StoreHarness,
  {
    grantId,
    authorizationId,
    userId,
    clientId,
  }: Pick<AuthorizationCode, 'grantId' | keyof ContractAuthorization>,
): BothTokens {
  const issuedAt = wholeSeconds(harness.now());
  return {
    accessToken: {
      tokenHash: randomBytes(32),
      accessToken: anAccessToken({
        grantId,
        authorizationId,
        userId,
        subject: userId,
        clientId,
        issuedAt,
        expiresAt: issuedAt + 3600,
      }),
    },
    refreshToken: refreshTokenOf(harness, { authorizationId, userId, clientId }, grantId),
  };
}

/** A code that has been redeemed: its living refresh token and access token. */
export async function redeem(
  harness: StoreHarness,
  authorization: ContractAuthorization,
): Promise<BothTokens & { readonly code: AuthorizationCode }> {
  const code = codeOf(harness, authorization);
  await harness.stores.codes.insert(code);
  const issued = issuedFor(harness, code);
  if (!(await harness.stores.codes.claim(code, issued))) throw new Error('a fresh code could not be claimed');
  return { code, ...issued };
}
