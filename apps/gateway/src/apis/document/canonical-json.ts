const sort = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sort);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sort(member)]),
  );
};

/** One text for one meaning: the order of members says nothing, and what is undefined is not there. Of JSON values. */
export const toCanonicalJson = (value: unknown): string => JSON.stringify(sort(value));
