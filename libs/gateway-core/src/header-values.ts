/** Header fields as Node and undici give them: name, value, name, value … */
export type RawHeaders = readonly string[];

/** Every value of a header: of several, Node keeps one, and another reader might believe another one. */
export function listValues(raw: RawHeaders, lowerCaseName: string): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index];
    if (name?.length === lowerCaseName.length && name.toLowerCase() === lowerCaseName) {
      values.push(raw[index + 1] ?? '');
    }
  }
  return values;
}
