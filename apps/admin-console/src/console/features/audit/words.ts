import type { AuditEntry } from '@gatehouse/dto';
import { pages } from '../../../lib/paths';

/** What entries can be about. */
export const TYPES: Readonly<Record<string, string>> = {
  application: 'Application',
  api: 'API',
  scope: 'Scope',
  user: 'User',
  organization: 'Organization',
  'registration-request': 'Request for an application',
  authorization: 'Authorization',
  provider: 'Token provider',
  'trusted-issuer': 'Trusted issuer',
  'outside-issuer': 'Outside issuer',
  'identity-provider': 'Identity provider',
  'signing-keys': 'Signing keys',
  limits: 'Limits',
  quota: 'Quota',
  brand: 'Brand',
  'apis-file': 'APIs file',
  trial: 'Trial request',
  settings: 'Settings',
  audit: 'Audit log',
};

const VERBS: Readonly<Record<string, string>> = {
  create: 'Created',
  update: 'Changed',
  delete: 'Deleted',
  rotate: 'Rotated',
  revoke: 'Revoked',
  remove: 'Removed',
  end: 'Ended',
  purge: 'Purged',
  link: 'Linked',
  unlink: 'Unlinked',
  send: 'Sent',
  export: 'Exported',
  import: 'Imported',
  release: 'Released',
  reset: 'Reset',
  test: 'Tested',
  connect: 'Connected',
  read: 'Read',
  trim: 'Removed the oldest entries of',
  'hand-back': 'Handed back',
};

const WHOLE: Readonly<Record<string, string>> = {
  'operator.sign-in': 'Signed in to the console',
  'operator.sign-out': 'Signed out of the console',
  'registration-request.approval.create': 'Approved a request for an application',
  'registration-request.refusal.create': 'Declined a request for an application',
  'application.share.create': 'Shared application',
  'application.share.delete': 'Took back a share of application',
  'trial.run': 'Made a trial request',
  'dismissal.update': 'Dismissed a reminder',
  'dismissal.delete': 'Brought back a reminder',
};

const spell = (word: string): string => {
  const words = word.replaceAll('-', ' ');
  return words.replace(/\b(api|apis)\b/g, (name) => (name === 'api' ? 'API' : 'APIs'));
};

/** `application.client.secret.rotate` → "Rotated client secret of application" */
export function describeAction(action: string): string {
  const whole = WHOLE[action];
  if (whole !== undefined) return whole;
  const words = action.split('.');
  const verb = words.at(-1) ?? '';
  const [first = '', ...rest] = words.slice(0, -1).map(spell);
  const what = rest.length === 0 ? first : `${rest.join(' ')} of ${first}`;
  return `${VERBS[verb] ?? spell(verb).replace(/^./, (letter) => letter.toUpperCase())} ${what}`;
}

const KINDS: Readonly<Record<AuditEntry['actor']['kind'], string>> = {
  operator: 'Operator',
  client: 'Application',
  server: 'Gatehouse itself',
  'end-user': 'An end user',
  unknown: 'Somebody unknown',
};

/** Who it was: a name, and what they are. */
export function describeActor({ kind, name, id }: AuditEntry['actor']): {
  readonly name: string;
  readonly kind: string;
} {
  if (kind === 'operator' || kind === 'client') return { name: name ?? id ?? KINDS[kind], kind: KINDS[kind] };
  return { name: KINDS[kind], kind: name ?? '' };
}

export const describeType = (type: string): string =>
  TYPES[type] ?? spell(type).replace(/^./, (letter) => letter.toUpperCase());

const SUBJECT_PAGES: Readonly<Record<string, (id: string) => string>> = {
  application: pages.application,
  api: pages.api,
  user: pages.user,
  organization: pages.organization,
  scope: () => pages.scopes,
  provider: pages.provider,
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

/** `clients.web-1.redirectUris` → "Redirect URIs" of "clients › web-1" */
export function describeField(field: string): { readonly name: string; readonly of: string } {
  const dot = field.lastIndexOf('.');
  // A setting is known by its variable.
  if (/^values\.[A-Z][A-Z0-9_]+$/.test(field)) return { name: field.slice(dot + 1), of: '' };
  const words = field.slice(dot + 1).replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return {
    name: words
      .toLowerCase()
      .replace(/^./, (letter) => letter.toUpperCase())
      .replace(
        /\b(uri|url|id|tls|jwt|mtls|jwks)(s?)\b/gi,
        (_, word: string, many: string) => word.toUpperCase() + many,
      ),
    of: dot === -1 ? '' : field.slice(0, dot).replace('.', ' › '),
  };
}

export const RESULTS: Readonly<
  Record<AuditEntry['result'], { readonly label: string; readonly color: string } | undefined>
> = {
  done: undefined,
  refused: { label: 'Refused', color: 'red' },
  failed: { label: 'Failed', color: 'red' },
};

export const RESULT_CHOICES = [
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'Failed' },
];
