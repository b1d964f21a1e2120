import type { RouteInput } from '@gatehouse/dto';
import { findPageLocale } from '../../../lib/language';

/** The scopes that a route wants: "photos and albums", or "photos or albums". */
export const formatScopes = (scopes: readonly string[], match: RouteInput['scopeMatch']): string =>
  new Intl.ListFormat(findPageLocale(), {
    type: match === 'any' ? 'disjunction' : 'conjunction',
  }).format(scopes);
