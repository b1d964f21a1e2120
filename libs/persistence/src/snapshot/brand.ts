/** A picture with its media type. */
export interface BrandLogo {
  readonly type: string;
  readonly bytes: Buffer;
  /** SHA-256 of the bytes in hex: a new logo has a new address. */
  readonly hash: string;
}

/** What can be said of a brand in one language. */
export interface BrandText {
  readonly name?: string;
  readonly supportUrl?: string;
  readonly termsUrl?: string;
  readonly privacyUrl?: string;
}

export type BrandTexts = Readonly<Partial<Record<string, BrandText>>>;

/** What the end users' pages look like. Null: as Gatehouse itself. Part of the snapshot, immutable. */
export interface Brand {
  readonly name: string | null;
  /** `#rrggbb`; white is readable on it. */
  readonly accent: string | null;
  readonly supportUrl: string | null;
  readonly termsUrl: string | null;
  readonly privacyUrl: string | null;
  /** By language; what is left out is as above. */
  readonly texts: BrandTexts;
  readonly logo: BrandLogo | null;
  readonly version: number;
}
