import { PLAIN_SCOPE } from '@gatehouse/dto';
import type { ScopeContent } from '@gatehouse/persistence';
import { toSaidTexts } from '../platform/said-texts.js';

/** A scope as it is sent. */
interface SentScope {
  readonly title: string;
  readonly description?: string | undefined;
  readonly texts?: object | null | undefined;
  readonly icon?: ScopeContent['icon'] | null | undefined;
  readonly sensitivity?: ScopeContent['sensitivity'] | null | undefined;
}

/** A scope as it is stored, from what was sent. @param kept what takes the place of what was left out */
export const toScopeContent = (
  { title, description = '', texts, icon, sensitivity }: SentScope,
  kept: Pick<ScopeContent, 'texts' | 'icon' | 'sensitivity'> = PLAIN_SCOPE,
): ScopeContent => ({
  title,
  description,
  texts: texts == null ? kept.texts : toSaidTexts(texts),
  icon: icon ?? kept.icon,
  sensitivity: sensitivity ?? kept.sensitivity,
});
