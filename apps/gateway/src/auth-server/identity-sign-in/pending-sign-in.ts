import type { Sealing } from '../../platform/sealing.js';

/** What is remembered, sealed, while somebody is away at an identity provider. */
export interface PendingSignIn {
  readonly interactionId: string;
  readonly providerId: string;
  readonly version: number;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Epoch seconds: whoever signed in there before must have done so again; null: whenever it was. */
  readonly notBefore: number | null;
}

const CONTEXT = 'identity-sign-in';

export const sealPendingSignIn = (sealing: Sealing, pending: PendingSignIn): string =>
  sealing.seal(Buffer.from(JSON.stringify(pending)), CONTEXT).toString('base64');

/** Undefined: sealed under a master key that is no longer there. */
export function openPendingSignIn(sealing: Sealing, sealed: string): PendingSignIn | undefined {
  try {
    return JSON.parse(sealing.open(Buffer.from(sealed, 'base64'), CONTEXT).toString()) as PendingSignIn;
  } catch {
    return undefined;
  }
}
