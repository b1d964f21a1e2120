import { PLAIN_SCOPE, type SaidScope } from '@gatehouse/dto';
import type { Snapshot } from '@gatehouse/persistence';
import { findScopeWords } from '@gatehouse/scopes';
import type { Language } from './language.js';

/** A scope as end users are told of it, in their language; its name, where it is not defined any more. */
export function sayScope({ scopes }: Pick<Snapshot, 'scopes'>, name: string, language: Language): SaidScope {
  const scope = scopes.get(name);
  const { icon, sensitivity } = scope ?? PLAIN_SCOPE;
  const words = scope === undefined ? { title: name, description: '' } : findScopeWords(scope, language);
  return { name, ...words, icon, sensitivity };
}
