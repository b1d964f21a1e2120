import type { Problem } from '../lib/api-client';

/** Whoever would be signed out, and where "Sign out" leads. */
export interface SignOutFacts {
  readonly displayName: string;
  readonly username: string;
  /** The application that asks, where it says who it is. */
  readonly application?: string;
  readonly address: string;
}

/** What a brand is called, and where its pages are. */
interface BrandText {
  readonly name?: string;
  readonly supportUrl?: string;
  readonly termsUrl?: string;
  readonly privacyUrl?: string;
}

/** What an operator has made of the pages; absent members: as Gatehouse itself. */
export interface BrandFacts extends BrandText {
  /** Where a language has its own. */
  readonly texts?: Readonly<Record<string, BrandText>>;
  /** `#rrggbb`. */
  readonly accent?: string;
  readonly logoPath?: string;
}

/** What the server wrote into the document. */
export interface ServerFacts {
  readonly error?: Problem;
  readonly signOut?: SignOutFacts;
  readonly brand?: BrandFacts;
}

/** Reads `<meta name="gatehouse-page">`; no facts when there is none. */
export function findServerFacts(): ServerFacts {
  const content = document.querySelector('meta[name="gatehouse-page"]')?.getAttribute('content');
  return content == null ? {} : (JSON.parse(content) as ServerFacts);
}
