/** What can be wrong with what is said of an API. */
export const API_FIELD_PROBLEMS = {
  'unknown-provider': 'There is no such provider; it may have been deleted.',
} as const satisfies Readonly<Record<string, string>>;
