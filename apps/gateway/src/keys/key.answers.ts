import type { KeyDetail } from '@gatehouse/dto';
import type { SigningKeyRecord } from '@gatehouse/persistence';
import { findActivation, findPair } from '../platform/key-rotation.js';
import type { Env } from '../platform/env.js';

const toText = (date: Date | null): string | null => date?.toISOString() ?? null;

/** Signing keys as the admin REST API shows them. */
export function toKeyDetails(
  keys: readonly SigningKeyRecord[],
  { signingAlgorithm, keyRotationDays }: Pick<Env, 'signingAlgorithm' | 'keyRotationDays'>,
): KeyDetail[] {
  return keys.map((key) => {
    const activation =
      key.state === 'next' ? findActivation(findPair(keys, key.algorithm), keyRotationDays) : undefined;
    return {
      kid: key.kid,
      algorithm: key.algorithm,
      state: key.state,
      isDefault: key.algorithm === signingAlgorithm,
      signer: key.isOutside ? 'outside' : 'gatehouse',
      createdAt: key.createdAt.toISOString(),
      activatesAt: activation === undefined ? null : new Date(activation).toISOString(),
      activatedAt: toText(key.activatedAt),
      retiredAt: toText(key.retiredAt),
      expiresAt: toText(key.expiresAt),
    };
  });
}

/** What an order to rotate leads to, for the operator who gave it. */
export function explainRotation(effectiveAt: Date, isCompromised: boolean, now: Date): string {
  if (isCompromised) {
    return (
      'A new key signs from now on. Every node of Gatehouse refuses what the revoked key signed; a resource server ' +
      'that verifies by itself does so once it has read our keys again, within five minutes.'
    );
  }
  const kept = 'The key before it stays published for 25 hours, so that what it signed lives on.';
  if (effectiveAt > now)
    return `The next key is published and begins to sign at ${effectiveAt.toISOString()}. ${kept}`;
  return `The next key, which has been published for a while, signs from now on. ${kept}`;
}
