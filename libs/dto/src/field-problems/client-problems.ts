/** What can be wrong with what is said of applications, clients, people and terms. */
export const CLIENT_FIELD_PROBLEMS = {
  'unknown-organization': 'There is no such organization; it may have been deleted.',
} as const satisfies Readonly<Record<string, string>>;
