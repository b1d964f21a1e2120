import { PLAIN_DETAILS_TYPE, type SaidDetail } from '@gatehouse/dto';
import type { AuthorizationDetail } from '@gatehouse/oauth-core';
import type { Snapshot } from '@gatehouse/persistence';
import { fillDetailTemplate, findScopeWords, listDetailFields } from '@gatehouse/scopes';
import type { Language } from './language.js';

export type SayDetail = (detail: AuthorizationDetail) => SaidDetail;

/** What is said of several; nothing where there are none. */
export const sayDetails = (
  details: readonly AuthorizationDetail[] | undefined,
  say: SayDetail,
): { readonly details?: readonly SaidDetail[] } =>
  details === undefined || details.length === 0 ? {} : { details: details.map(say) };

/** A detail as end users are told of it, in their language; by its type's name, where that is not defined any more. */
export function sayDetail(
  { detailsTypes, apis }: Pick<Snapshot, 'detailsTypes' | 'apis'>,
  detail: AuthorizationDetail,
  language: Language,
): SaidDetail {
  const type = detailsTypes.get(detail.type);
  const { icon, sensitivity } = type ?? PLAIN_DETAILS_TYPE;
  const { title, description } =
    type === undefined ? { title: detail.type, description: '' } : findScopeWords(type, language);
  return {
    type: detail.type,
    title: type === undefined ? [{ text: title, isValue: true }] : fillDetailTemplate(title, detail),
    description: fillDetailTemplate(description, detail),
    icon,
    sensitivity,
    apis: (type?.apiIds ?? []).flatMap((id) => apis.find((api) => api.id === id)?.name ?? []),
    fields: listDetailFields(detail),
  };
}
