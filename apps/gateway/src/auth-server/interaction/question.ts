import type { SaidDetail, SaidScope } from '@gatehouse/dto';
import type { Consented, ConsentQuestion } from '@gatehouse/oauth-core';
import type { Snapshot } from '@gatehouse/persistence';
import type { Language } from '../../platform/language.js';
import { sayDetail } from '../../platform/said-details.js';
import { sayScope } from '../../platform/said-scopes.js';
import type { Decision } from './decision.js';

/** What the consent page asks about. Scopes in the order of the request, those that are new first. */
export interface QuestionView {
  readonly scopes: readonly (SaidScope & { readonly isNew: boolean })[];
  /** RFC 9396: what is asked for in detail, in the order of the request; absent where nothing is. */
  readonly details?: readonly (SaidDetail & { readonly isNew: boolean })[];
}

const NOTHING: Consented = { scopes: [], details: [] };

/** What the consent page asks; nothing new where everything was allowed in another tab meanwhile. */
export function findQuestion(decision: Decision): ConsentQuestion {
  if (decision.next === 'consent') return decision.question;
  const { scopes, details } = decision.next === 'grant' ? decision : NOTHING;
  return {
    newScopes: [],
    allowedScopes: scopes,
    details: details.map((detail) => ({ detail, isAllowed: true })),
  };
}

/** In the words of whoever is asked. */
export const describeQuestion = (
  snapshot: Snapshot,
  { newScopes, allowedScopes, details }: ConsentQuestion,
  language: Language,
): QuestionView => ({
  scopes: [...newScopes, ...allowedScopes].map((name) => ({
    ...sayScope(snapshot, name, language),
    isNew: newScopes.includes(name),
  })),
  ...(details.length > 0 && {
    details: details.map(({ detail, isAllowed }) => ({
      ...sayDetail(snapshot, detail, language),
      isNew: !isAllowed,
    })),
  }),
});
