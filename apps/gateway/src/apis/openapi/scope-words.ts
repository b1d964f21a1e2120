import type { OpenApiScope } from '@gatehouse/dto';
import type { DescribedScope } from '@gatehouse/gateway-core';
import type { ScopeDefinition } from '@gatehouse/scopes';

const MAX_TITLE = 120;
const MAX_DESCRIPTION = 500;

/** Never half a character. */
export const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

/** A document's one text as a scope's title, and its description where the title is not all of it. */
export function toWords({
  name,
  description,
}: DescribedScope): Pick<ScopeDefinition, 'title' | 'description'> {
  const text = description.replaceAll(/\s+/g, ' ').trim();
  if (text === '') return { title: cut(name, MAX_TITLE), description: '' };
  const [sentence = text] = text.split(/(?<=[.!?]) /);
  const title = cut(sentence.replace(/(?<=.)\.$/, ''), MAX_TITLE);
  const isAll = title === text.replace(/(?<=.)\.$/, '');
  return { title, description: isAll ? '' : cut(text, MAX_DESCRIPTION) };
}

/** What becomes of a scope of the document: one that is defined keeps its words. */
export function compareScope(
  scope: DescribedScope,
  defined: ReadonlyMap<string, ScopeDefinition>,
): OpenApiScope {
  const words = toWords(scope);
  const current = defined.get(scope.name);
  if (current === undefined) return { name: scope.name, state: 'new', ...words, current: null };
  const { title, description } = current;
  const isKnown = scope.description === '' || (title === words.title && description === words.description);
  return {
    name: scope.name,
    state: isKnown ? 'known' : 'different',
    ...(isKnown ? { title, description } : words),
    current: { title, description },
  };
}
