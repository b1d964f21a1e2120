import i18next from 'i18next';
import { describeGrantType } from '../../../lib/grant-words';
import type { Texts } from '../../../texts/texts';

/** Where the forms have their words for the values of a field: by what it is part of and its name, or by its name. */
export const CHOICES: Readonly<Record<string, (value: string) => string>> = {
  kind: (value) => `applications:kind.${value}.title`,
  'registration-policy_kind': (value) =>
    value === 'document' ? 'audit:values.policy.document' : `registration:${value}.name`,
  clients_type: (value) => `applications:client.${value}`,
  clients_authenticationMethod: (value) =>
    value === 'none' ? 'applications:client.public' : `applications:methods.${value}.label`,
  authenticationMethod: (value) => `providers:authentication.${value}`,
  accessTokenFormat: (value) =>
    value === 'opaque' ? 'applications:client.opaque' : `authorizations:tokens.${value}`,
  refreshTokenMode: (value) => `applications:advanced.modes.${value}`,
  tlsClientName_kind: (value) => `applications:authentication.names.${value}`,
  subjectType: (value) =>
    value === 'public' ? 'audit:values.subjectType.public' : `applications:advanced.${value}`,
  shares_access: (value) => `applications:sharing.${value}`,
  'registration-request_state': (value) => `applications:requests.states.${value}`,
  stream_status: (value) => `streams:states.${value}`,
  stream_delivered: (value) => `streams:events.${value}`,
  api_access: (value) => `apis:callers.access.${value}`,
  routes_access: (value) => `apis:access.${value}`,
  scopeMatch: (value) => `apis:route.match.${value}`,
  acr: (value) => `apis:route.signIn.${value.endsWith(':mfa') ? 'twoFactors' : 'oneFactor'}`,
  management: (value) =>
    value === 'console' ? 'audit:values.management.console' : `apis:file.badges.${value}`,
  mode: (value) => `apis:validation.modes.${value}`,
  identity_kind: (value) => `apis:identity.${value}.label`,
  sharing: (value) => `apis:caching.${value}.label`,
  applications_role: (value) => `apis:callers.${value === 'caller' ? 'named' : 'servers'}.label`,
  sensitivity: (value) => `scopes:sensitivity.${value}.label`,
  icon: (value) => `scopes:icons.${value}`,
  operatorRole: (value) => `team:roles.${value}.label`,
  members_role: (value) => `organizations:members.${value}`,
  purpose: (value) => `audit:values.links.${value}`,
  keys_state: (value) => `keys:states.${value}`,
  revokedReason: (value) => `authorizations:reasons.${value}`,
  flow: (value) => `providers:flow.${value}`,
  judgement_kind: (value) => `outside-issuers:list.${value === 'jwt' ? 'byKeys' : 'byAsking'}`,
  audience_kind: (value) => `outside-issuers:audience.${value}`,
  subjectMapping: (value) => `trusted-issuers:mapping.${value}`,
  values: (value) => `settings:choices.${value === 'off' ? 'off' : 'signedIn'}`,
};

/** Whose forms have the words for entries about a type. */
const PARTS: Readonly<Record<string, readonly (keyof Texts)[]>> = {
  application: ['applications', 'authorizations'],
  api: ['apis'],
  scope: ['scopes'],
  'details-type': ['scopes'],
  user: ['team'],
  authorization: ['authorizations'],
  organization: ['organizations'],
  'registration-request': ['applications'],
  'registration-policy': ['registration'],
  stream: ['streams'],
  provider: ['providers'],
  'trusted-issuer': ['trusted-issuers'],
  'outside-issuer': ['outside-issuers', 'providers'],
  'identity-provider': ['providers'],
  'signing-keys': ['keys'],
  settings: ['settings'],
};

export const listParts = (type: string): readonly (keyof Texts)[] => ['audit', 'ui', ...(PARTS[type] ?? [])];

/** A value that is one of few, in the words of the form where it is chosen; undefined: it is no such value. */
export function findChoiceWords(owner: string, name: string, value: string): string | undefined {
  if (name === 'grantTypes') return describeGrantType(value);
  const key = (CHOICES[`${owner}_${name}`] ?? CHOICES[name])?.(value);
  return key !== undefined && i18next.exists(key) ? i18next.t(key) : undefined;
}
