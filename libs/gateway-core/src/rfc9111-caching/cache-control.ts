/**
 * The directives of a Cache-Control field by lower-case name; without an argument: empty. Of a directive that is said
 * twice with different arguments the argument is null.
 */
export type Directives = ReadonlyMap<string, string | null>;

// RFC 9110 §5.6.1, §5.6.2, §5.6.4: an element of a list, which may be empty; both forms of an argument are accepted.
const ELEMENT =
  /[\t ]*(?:([!#$%&'*+\-.^_`|~0-9A-Za-z]+)(?:=(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+\-.^_`|~0-9A-Za-z]*)))?[\t ]*)?(?:,|$)/y;

const NOTHING: Directives = new Map();
/** What cannot be read could be a prohibition. */
const UNREADABLE: Directives = new Map([['no-store', '']]);

// RFC 9111 §1.2.2
const MAX_DELTA_SECONDS = 2_147_483_648;

/** RFC 9111 §5.2: what all lines of a Cache-Control field say. Fails closed: what cannot be read is `no-store`. */
export function parseCacheControl(values: readonly string[]): Directives {
  if (values.length === 0) return NOTHING;
  const text = values.join(',');
  const directives = new Map<string, string | null>();
  let position = 0;
  while (position < text.length) {
    ELEMENT.lastIndex = position;
    const element = ELEMENT.exec(text);
    if (element === null || element[0] === '') return UNREADABLE;
    position += element[0].length;
    const name = element[1]?.toLowerCase();
    if (name === undefined) continue;
    const argument = element[2]?.replace(/\\(.)/g, '$1') ?? element[3] ?? '';
    const known = directives.get(name);
    directives.set(name, known === undefined || known === argument ? argument : null);
  }
  return directives;
}

/**
 * RFC 9111 §1.2.2, §4.2.1: the argument of a directive in seconds. One that is no number, or not the only one, is 0.
 * @returns undefined where the directive is not there
 */
export function findSeconds(directives: Directives, name: string): number | undefined {
  const argument = directives.get(name);
  if (argument === undefined) return undefined;
  if (argument === null || !/^\d+$/.test(argument)) return 0;
  return Math.min(Number(argument), MAX_DELTA_SECONDS);
}
