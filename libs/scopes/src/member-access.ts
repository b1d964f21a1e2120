import { isAdminScope, type OperatorRole } from './admin-scopes.js';

/** What somebody may do with one application, weakest first. */
export const ACCESS_RIGHTS = ['view', 'manage'] as const;
export type AccessRight = (typeof ACCESS_RIGHTS)[number];

/** Roles inside an organization: a viewer views its applications, a manager manages them and who belongs to it. */
export const ORGANIZATION_ROLES = ['viewer', 'manager'] as const;
export type OrganizationRole = (typeof ORGANIZATION_ROLES)[number];

/** Of what a right is asked for. */
export type AccessSubject = 'application' | 'authorization' | 'access-token' | 'organization';

/** What a member needs for one operation of the admin REST API. */
export type MemberRule =
  /** Nothing: it tells of no single object, or of the caller alone. */
  | { readonly kind: 'open' }
  /** Nothing: the store leaves out what the member may not see. */
  | { readonly kind: 'filtered' }
  | {
      readonly kind: 'right';
      readonly right: AccessRight;
      readonly subject: AccessSubject;
      readonly from: 'path' | 'query' | 'body';
      readonly parameter: string;
      /** Fields of the body that a member may set; every other one may only stay what it is. Undefined: all. */
      readonly fields?: readonly string[];
    };

const OPEN: MemberRule = { kind: 'open' };
const FILTERED: MemberRule = { kind: 'filtered' };
const onApplication = (right: AccessRight, fields?: readonly string[]): MemberRule => ({
  kind: 'right',
  right,
  subject: 'application',
  from: 'path',
  parameter: 'id',
  ...(fields && { fields }),
});
const onOrganization = (right: AccessRight): MemberRule => ({
  kind: 'right',
  right,
  subject: 'organization',
  from: 'path',
  parameter: 'id',
});
const onAuthorization = (right: AccessRight): MemberRule => ({
  kind: 'right',
  right,
  subject: 'authorization',
  from: 'path',
  parameter: 'id',
});

const onAccessToken = (right: AccessRight): MemberRule => ({
  kind: 'right',
  right,
  subject: 'access-token',
  from: 'path',
  parameter: 'tokenId',
});

/** What people know an application by: once an operator has verified it, only operators change it. */
const IDENTITY_FIELDS: readonly string[] = ['name', 'publisher', 'homepageUrl', 'logo'];
const APPLICATION_FIELDS = [
  'name',
  'description',
  'publisher',
  'contactEmail',
  'contactPhone',
  'homepageUrl',
  'privacyUrl',
  'termsUrl',
];
const NEW_CLIENT_FIELDS = ['kind', 'redirectUris', 'allowedScopes'];
/** Not: what skips consent, names other users or clients, adds claims or grants, or makes tokens live longer. */
const CLIENT_FIELDS = [
  'version',
  'enabled',
  'redirectUris',
  'allowedScopes',
  'defaultScopes',
  'tokenEndpointAuthMethod',
  'jwks',
  'jwksUri',
  'certificates',
  'tlsClientName',
  'postLogoutRedirectUris',
  'backchannelLogoutUri',
  'frontchannelLogoutUri',
  'requiresRequestObject',
  'requiresPushedRequest',
  'dpopBoundAccessTokens',
  'certificateBoundAccessTokens',
  'senderConstraint',
];

/** Method and path of every operation that members have, as Express spells it, below `/api`. */
export const MEMBER_RULES: Readonly<Record<string, MemberRule>> = {
  'GET /me': OPEN,
  'GET /addresses': OPEN,
  'GET /scopes': FILTERED,

  'GET /applications': FILTERED,
  'POST /applications': {
    kind: 'right',
    right: 'manage',
    subject: 'organization',
    from: 'body',
    parameter: 'organizationId',
    fields: ['organizationId', ...APPLICATION_FIELDS, ...NEW_CLIENT_FIELDS],
  },
  'GET /applications/:id': onApplication('view'),
  'PATCH /applications/:id': onApplication('manage', [
    'version',
    'enabled',
    'origins',
    ...APPLICATION_FIELDS,
  ]),
  'DELETE /applications/:id': onApplication('manage'),
  'POST /applications/:id/clients': onApplication('manage', NEW_CLIENT_FIELDS),
  'PATCH /applications/:id/clients/:clientId': onApplication('manage', CLIENT_FIELDS),
  'DELETE /applications/:id/clients/:clientId': onApplication('manage'),
  'POST /applications/:id/clients/:clientId/secrets': onApplication('manage'),
  'DELETE /applications/:id/clients/:clientId/secrets/:secretId': onApplication('manage'),
  'GET /applications/:id/clients/:clientId/token-bindings': onApplication('view'),
  'POST /applications/:id/clients/:clientId/keys': onApplication('manage'),
  'GET /applications/:id/logo': onApplication('view'),
  'PUT /applications/:id/logo': onApplication('manage', ['version', 'logo']),
  'DELETE /applications/:id/logo': onApplication('manage'),
  'GET /applications/:id/apis': onApplication('view'),
  'GET /applications/:id/apis/:apiId': onApplication('view'),
  'GET /applications/:id/api-keys': onApplication('view'),
  'POST /applications/:id/api-keys': onApplication('manage'),
  'PATCH /applications/:id/api-keys/:keyId': onApplication('manage'),
  'DELETE /applications/:id/api-keys/:keyId': onApplication('manage'),
  'GET /applications/:id/access': onApplication('view'),
  'POST /applications/:id/shares': onApplication('manage'),
  'DELETE /applications/:id/shares/:userId': onApplication('manage'),

  'GET /limits/applications/:id': onApplication('view'),
  'GET /limits/uses': {
    kind: 'right',
    right: 'view',
    subject: 'application',
    from: 'query',
    parameter: 'applicationId',
  },

  'POST /trials': {
    kind: 'right',
    right: 'manage',
    subject: 'application',
    from: 'body',
    parameter: 'applicationId',
  },
  'GET /applications/:id/access-tokens': onApplication('view'),

  'GET /authorizations': FILTERED,
  'POST /authorizations/find': FILTERED,
  'GET /authorizations/:id': onAuthorization('view'),
  'GET /authorizations/:id/uses': onAuthorization('view'),
  'DELETE /authorizations/:id': onAuthorization('manage'),
  'DELETE /authorizations/:id/scopes/:scope': onAuthorization('manage'),
  'DELETE /authorizations/:id/grants/:grantId': onAuthorization('manage'),
  'GET /access-tokens/:tokenId': onAccessToken('view'),
  'DELETE /access-tokens/:tokenId': onAccessToken('manage'),

  'GET /traffic': FILTERED,
  'GET /calls': FILTERED,
  'GET /calls/stream': FILTERED,
  'GET /calls/:requestId': FILTERED,
  'GET /errors': FILTERED,
  'GET /errors/:requestId': FILTERED,

  'GET /organizations': FILTERED,
  'GET /organizations/:id': onOrganization('view'),
  'GET /organizations/:id/applications': onOrganization('view'),
  'GET /organizations/:id/members': onOrganization('view'),
  'POST /organizations/:id/members': onOrganization('manage'),
  'DELETE /organizations/:id/members/:userId': onOrganization('manage'),
};

/**
 * The rule for an operation; undefined: members do not have it, and neither one that nobody has thought about.
 * @param path below `/api`, with `:parameter`s
 */
export function findMemberRule(method: string, path: string): MemberRule | undefined {
  const key = `${method === 'HEAD' ? 'GET' : method} ${path}`;
  return Object.hasOwn(MEMBER_RULES, key) ? MEMBER_RULES[key] : undefined;
}

/** Whether somebody has rights by organization and sharing alone. Without a role nobody has more than that. */
export const isBoundToOwn = (role: OperatorRole | null): boolean => role === null || role === 'member';

/** Whether a right includes another. */
export const includesRight = (has: AccessRight | undefined, needed: AccessRight): boolean =>
  has !== undefined && ACCESS_RIGHTS.indexOf(has) >= ACCESS_RIGHTS.indexOf(needed);

const isUnset = (value: unknown): boolean =>
  value == null || value === false || value === '' || (Array.isArray(value) && value.length === 0);

const isSame = (one: unknown, other: unknown): boolean =>
  (isUnset(one) && isUnset(other)) || JSON.stringify(one) === JSON.stringify(other);

/**
 * The fields of a change that a member may not make. What a form sends along unchanged does no harm.
 * @param before what is there, empty for something new
 */
export function listForbiddenFields(
  { fields }: { readonly fields?: readonly string[] },
  change: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>>,
): readonly string[] {
  if (fields === undefined) return [];
  const isLocked = (name: string): boolean =>
    !fields.includes(name) || (before['isVerified'] === true && IDENTITY_FIELDS.includes(name));
  return Object.keys(change).filter((name) => isLocked(name) && !isSame(change[name], before[name]));
}

const toList = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);

const SCOPE_FIELDS = ['allowedScopes', 'scopes'] as const;

/**
 * The scopes that a member may not hand out: those that no API of the catalogue asks for, and those over Gatehouse itself.
 * What is there already may stay.
 */
export function listForbiddenScopes(
  change: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>>,
  open: ReadonlySet<string>,
): readonly { readonly field: string; readonly scopes: readonly string[] }[] {
  return SCOPE_FIELDS.flatMap((field) => {
    const had = toList(before[field]);
    const scopes = toList(change[field]).filter(
      (name) => !had.includes(name) && (isAdminScope(name) || !open.has(name)),
    );
    return scopes.length === 0 ? [] : [{ field, scopes }];
  });
}
