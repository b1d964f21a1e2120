/** The words of a scope in one language. */
export interface ScopeWords {
  /** What the application may do, as a phrase that follows "wants to": for example "See your photos". */
  readonly title: string;
  /** One or two plain sentences for whoever wants to know more; may be empty. */
  readonly description: string;
}

/** By language; what is left out is said in the default words. */
export type ScopeTexts = Readonly<Partial<Record<string, Partial<ScopeWords>>>>;

/** The words for whoever reads this language: its own, where there are any, else the default ones. */
export function findScopeWords(
  { title, description, texts }: ScopeWords & { readonly texts: ScopeTexts },
  language: string,
): ScopeWords {
  return { title, description, ...(Object.hasOwn(texts, language) && texts[language]) };
}
