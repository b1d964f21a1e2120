/** What can be deleted or switched off with a preview of what that affects; applications have one for many at a time. */
export const EFFECT_SUBJECTS = [
  'organization',
  'api',
  'provider',
  'identity-provider',
  'directory',
  'trusted-issuer',
  'outside-issuer',
  'scope',
  'details-type',
  'user',
] as const;
export type EffectSubject = (typeof EFFECT_SUBJECTS)[number];

/** Has to be changed first: a deletion is refused until there is none. */
export const BLOCKING_EFFECTS = ['ownedApplications', 'usingApis', 'askingApis'] as const;

/** In the order in which people are told. */
export const EFFECTS = [
  ...BLOCKING_EFFECTS,
  'members',
  'strandedMembers',
  'routes',
  'callingApplications',
  'callsLastDay',
  'orphanedScopes',
  'fetchedTokens',
  'linkedAccounts',
  'onlyWayIn',
  'unreachable',
  'linkedSubjects',
  'assertingClients',
  'mappedApplications',
  'clients',
  'apiKeys',
  'scopeAuthorizations',
  'allowedApplications',
  'refreshTokens',
  'sessions',
  'managedAlone',
] as const;
export type Effect = (typeof EFFECTS)[number];

/** What would be affected by deleting something, or by switching it off. */
export interface Effects {
  /** False while something counted here has to be changed first. */
  readonly mayDelete: boolean;
  /** Without what would be none. */
  readonly effects: readonly { readonly what: Effect; readonly count: number }[];
}
