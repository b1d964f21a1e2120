import { IsBoolean, IsIn, IsOptional } from 'class-validator';

/** How the next signing key of an algorithm begins. */
export class RotateKey {
  /** `now`: as soon as every node knows it. `published`: once it has been published for a day, whatever caches our keys. */
  @IsOptional()
  @IsIn(['now', 'published'])
  when?: 'now' | 'published';

  /** The present key is revoked: the next one begins at once, and what the present one signed is refused. */
  @IsOptional()
  @IsBoolean()
  compromised?: boolean;
}

/** A signing key, without its private part. */
export interface KeyDetail {
  readonly kid: string;
  readonly algorithm: 'ES256' | 'RS256' | 'PS256' | 'EdDSA';
  readonly state: 'next' | 'active' | 'retired' | 'revoked';
  /** Signs for clients that ask for no algorithm of their own. */
  readonly isDefault: boolean;
  /** Where its private part is. */
  readonly signer: 'gatehouse' | 'outside';
  readonly createdAt: string;
  /** Of a next key; null: when an operator says so. */
  readonly activatesAt: string | null;
  readonly activatedAt: string | null;
  readonly retiredAt: string | null;
  /** Of a retired key: nothing that it signed lives longer, and it is published until then. */
  readonly expiresAt: string | null;
}

export interface KeyRotation {
  /** When the next key begins to sign; past or present: it does. */
  readonly effectiveAt: string;
  /** The same in words, and what becomes of what the present key signed. */
  readonly explanation: string;
  readonly keys: readonly KeyDetail[];
}
