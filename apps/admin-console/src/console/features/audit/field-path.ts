import { AUDITED_FIELDS } from '@gatehouse/dto/audited-fields';

/** One step on the way to a field: what it is, and which one of several. */
export interface Step {
  readonly name: string;
  readonly key?: string;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

interface Pattern {
  readonly names: readonly string[];
  readonly matches: RegExp;
}

/** Keys have dots too: the names around them tell where one ends. */
function toPattern(field: string): Pattern {
  const parts = field.split('.');
  const text = parts.map((part) => (part === '*' ? '(.+)' : escape(part))).join(String.raw`\.`);
  return { names: parts, matches: new RegExp(`^${text}$`, 's') };
}

const PATTERNS: ReadonlyMap<string, readonly Pattern[]> = new Map(
  Object.entries(AUDITED_FIELDS).map(([type, fields]) => [
    type,
    // The exact before the open: what ends in a key takes everything.
    [...fields].sort((one, other) => Number(one.endsWith('*')) - Number(other.endsWith('*'))).map(toPattern),
  ]),
);

/** `clients.web-1.redirectUris` → `clients` that is `web-1`, `redirectUris`; what nobody has listed is cut at its dots. */
export function parseFieldPath(type: string, field: string): readonly Step[] {
  for (const { names, matches } of PATTERNS.get(type) ?? []) {
    const found = matches.exec(field);
    if (found === null) continue;
    const keys = found.slice(1);
    const steps: Step[] = [];
    for (const name of names) {
      const last = steps.at(-1);
      if (name !== '*' || last === undefined) steps.push({ name });
      else steps[steps.length - 1] = { ...last, key: keys.shift() ?? '' };
    }
    return steps;
  }
  return field.split('.').map((name) => ({ name }));
}
