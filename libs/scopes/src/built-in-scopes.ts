import { ADMIN_SCOPE_DEFINITIONS, isAdminScope } from './admin-scopes.js';
import { isOpenIdScope, OPENID_SCOPES } from './openid-scopes.js';
import type { ScopeDefinition } from './scope.js';

/** Scopes that exist without being defined: they cannot be edited, deleted or used by a published API. */
export const BUILT_IN_SCOPES: readonly ScopeDefinition[] = [...ADMIN_SCOPE_DEFINITIONS, ...OPENID_SCOPES];

/** Whether a scope is Gatehouse's own to define. */
export const isBuiltInScope = (name: string): boolean => isAdminScope(name) || isOpenIdScope(name);
