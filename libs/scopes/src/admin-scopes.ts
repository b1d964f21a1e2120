import type { ScopeDefinition } from './scope.js';

/**
 * Roles at the console, weakest first; an end user has none. A member sees and manages only what belongs to their
 * organizations or is shared with them: `member-access.ts`.
 */
export const OPERATOR_ROLES = ['member', 'viewer', 'operator', 'admin'] as const;
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
    texts: {
      de: {
        title: 'Die Einstellungen von Gatehouse sehen',
        description: 'Anwendungen, APIs, Scopes, Benutzer und Freigaben; nie ein Geheimnis.',
      },
      fr: {
        title: 'Voir la configuration de Gatehouse',
        description: 'Applications, API, portées, utilisateurs et autorisations\u00a0; jamais un secret.',
      },
    },
    icon: 'settings',
    sensitivity: 'sensitive',
  },
  {
    name: ADMIN_SCOPES.write,
    title: 'Change the configuration of Gatehouse',
    description: 'Register, change and delete applications, APIs, scopes and users; revoke authorizations.',
    texts: {
      de: {
        title: 'Die Einstellungen von Gatehouse ändern',
        description:
          'Anwendungen, APIs, Scopes und Benutzer anlegen, ändern und löschen; Freigaben widerrufen.',
      },
      fr: {
        title: 'Modifier la configuration de Gatehouse',
        description:
          'Enregistrer, modifier et supprimer applications, API, portées et utilisateurs\u00a0; révoquer des autorisations.',
      },
    },
    icon: 'settings',
    sensitivity: 'very-sensitive',
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
