import type { ScopeDefinition } from './scope.js';

/** Roles an operator can have, weakest first. An end user has none. */
export const OPERATOR_ROLES = ['viewer', 'operator', 'admin'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

/** Scopes of Gatehouse's own REST API. */
export const ADMIN_SCOPES = {
  read: 'gatehouse.read',
  write: 'gatehouse.write',
} as const;

/** Their definitions, for the console and the consent page. */
export const ADMIN_SCOPE_DEFINITIONS: readonly ScopeDefinition[] = [
  {
    name: ADMIN_SCOPES.read,
    title: 'See the configuration of Gatehouse',
    description: 'Applications, APIs, scopes, users and authorizations; never a secret.',
  },
  {
    name: ADMIN_SCOPES.write,
    title: 'Change the configuration of Gatehouse',
    description: 'Register, change and delete applications, APIs, scopes and users; revoke authorizations.',
  },
];

/** Whether a scope belongs to Gatehouse's own REST API. */
export function isAdminScope(name: string): boolean {
  return name.startsWith('gatehouse.');
}

/** The scopes of the REST API that a person may carry, by role; nobody without a role has any. */
export function findRoleScopes(role: OperatorRole | null): readonly string[] {
  if (role === null) return [];
  return role === 'viewer' ? [ADMIN_SCOPES.read] : [ADMIN_SCOPES.read, ADMIN_SCOPES.write];
}
