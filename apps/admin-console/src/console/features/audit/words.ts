import type { AuditEntry } from '@gatehouse/dto';
import i18next from 'i18next';
import { pages } from '../../../lib/paths';

/** What entries can be about. */
export const TYPES = [
  'application',
  'api',
  'scope',
  'details-type',
  'user',
  'organization',
  'registration-request',
  'registration-policy',
  'webhook',
  'stream',
  'authorization',
  'provider',
  'trusted-issuer',
  'outside-issuer',
  'identity-provider',
  'signing-keys',
  'limits',
  'quota',
  'brand',
  'apis-file',
  'trial',
  'settings',
  'audit',
] as const;

export const describeType = (type: string): string =>
  i18next.exists(`audit:types.${type}`)
    ? i18next.t(`audit:types.${type as 'api'}`)
    : i18next.t('audit:types.other');

/** A sentence for each: what it is made of in one language is no sentence in another. */
export function describeAction(action: string): string {
  const key = action.replaceAll('.', '_');
  if (i18next.exists(`audit:actions.${key}`)) return i18next.t(`audit:actions.${key as 'api_create'}`);
  return action.endsWith('.read')
    ? i18next.t('audit:read', { type: describeType(action.split('.', 1)[0] ?? '') })
    : i18next.t('audit:otherAction', { action });
}

/** Who it was: a name, and what they are. */
export function describeActor({ kind, name, id }: AuditEntry['actor']): {
  readonly name: string;
  readonly kind: string;
} {
  const what = i18next.t(`audit:kinds.${kind}`);
  if (kind === 'operator' || kind === 'client') return { name: name ?? id ?? what, kind: what };
  return { name: what, kind: name ?? '' };
}

const SUBJECT_PAGES: Readonly<Record<string, (id: string) => string>> = {
  application: pages.application,
  api: pages.api,
  user: pages.user,
  organization: pages.organization,
  scope: () => pages.scopes,
  'details-type': pages.detailsType,
  provider: pages.provider,
  'registration-policy': pages.registrationPolicy,
  webhook: pages.webhook,
  stream: pages.stream,
  'trusted-issuer': pages.trustedIssuer,
  'outside-issuer': pages.outsideIssuer,
  'identity-provider': pages.identityProvider,
  'signing-keys': () => pages.keys,
  limits: () => pages.limits,
  quota: () => pages.limits,
  brand: () => pages.brand,
  settings: () => pages.settings,
};

/** Where the thing is, if it still is. */
export const findSubjectPage = ({ type, id }: AuditEntry['subject']): string | undefined =>
  id === null ? undefined : SUBJECT_PAGES[type]?.(id);

export const RESULTS = ['done', 'refused', 'failed'] as const satisfies readonly AuditEntry['result'][];

/** What was done needs no badge. */
export const findBadge = (result: AuditEntry['result']): string | undefined =>
  result === 'done' ? undefined : i18next.t(`audit:results.${result}`);
