/** What went wrong, in words for the person at the page. */
export interface PageProblem {
  readonly title: string;
  readonly detail: string;
  readonly requestId?: string;
}

/** Whoever would be signed out, and where "Sign out" leads. */
export interface SignOutFacts {
  readonly displayName: string;
  readonly username: string;
  /** The application that asks, where it says who it is. */
  readonly application?: string;
  readonly address: string;
}

/** What an operator has made of the pages; absent members: as Gatehouse itself. */
export interface BrandFacts {
  readonly name?: string;
  /** `#rrggbb`. */
  readonly accent?: string;
  readonly logoPath?: string;
  readonly supportUrl?: string;
  readonly termsUrl?: string;
  readonly privacyUrl?: string;
}

/** What the server wrote into the document. */
export interface ServerFacts {
  readonly error?: PageProblem;
  readonly signOut?: SignOutFacts;
  readonly brand?: BrandFacts;
}

/** Reads `<meta name="gatehouse-page">`; no facts when there is none. */
export function findServerFacts(): ServerFacts {
  const content = document.querySelector('meta[name="gatehouse-page"]')?.getAttribute('content');
  return content == null ? {} : (JSON.parse(content) as ServerFacts);
}
