/** The query of an address; what is empty is left out. */
export const query = (
  parameters: Readonly<Record<string, string | number | boolean | undefined>>,
): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  return search.size === 0 ? '' : `?${search.toString()}`;
};

/** Which part of a list. */
export interface ListParameters {
  readonly search?: string;
  readonly page?: number;
  readonly pageSize?: number;
}

/** Something of ours as a part of a path. */
export const part = encodeURIComponent;
