type Said = Readonly<Record<string, string>>;

/** What is said in a language; what is empty is left to the default. */
const toSaid = (sent: object): Said =>
  Object.fromEntries(
    Object.entries(sent as Record<string, string | null | undefined>)
      .map(([field, text]) => [field, text?.trim() ?? ''] as const)
      .filter(([, text]) => text !== ''),
  );

/** Texts by language as they are stored, from what was sent: the languages in which something is said. */
export const toSaidTexts = (sent: object): Readonly<Record<string, Said>> =>
  Object.fromEntries(
    Object.entries(sent as Record<string, object | null | undefined>)
      .map(([language, said]) => [language, toSaid(said ?? {})] as const)
      .filter(([, said]) => Object.keys(said).length > 0),
  );
