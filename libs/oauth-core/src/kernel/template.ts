/** `{subject.fact}` in a template; `{node}` has no fact. */
export interface Placeholder {
  /** As it was written, with its braces. */
  readonly whole: string;
  readonly subject: string;
  /** Empty where there is none; may have dots: `claim.tenant`. */
  readonly fact: string;
}

/** Text, or what stands in place of a text that is not known yet. */
export type TemplatePart = string | Placeholder;

const PLACEHOLDER = /\{([a-z]+)(?:\.([\w:/-]+(?:\.[\w:/-]+)*))?\}/g;

/**
 * Takes a template apart: the one language for claims of access tokens and for what the gateway writes. What only looks
 * like a placeholder (`{"a": 1}`) is text.
 */
export function parseTemplate(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const { 0: whole, 1: subject = '', 2: fact = '', index } of template.matchAll(PLACEHOLDER)) {
    if (index > end) parts.push(template.slice(end, index));
    parts.push({ whole, subject, fact });
    end = index + whole.length;
  }
  if (end < template.length) parts.push(template.slice(end));
  return parts;
}
