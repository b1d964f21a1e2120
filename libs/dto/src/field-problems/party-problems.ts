/** What can be wrong with what is said of others: issuers, providers, directories, and of brand and settings. */
export const PARTY_FIELD_PROBLEMS = {
  'unknown-username': 'There is no user of this name.',
} as const satisfies Readonly<Record<string, string>>;
