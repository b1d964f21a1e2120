import { ADMIN_SCOPE_DEFINITIONS, ADMIN_SCOPES, findRoleScopes, isAdminScope } from './admin-scopes.js';

describe('the scopes of the admin REST API', () => {
  it('are what a role may carry: a viewer reads, nobody without a role has any', () => {
    expect(findRoleScopes('admin')).toEqual(['gatehouse.read', 'gatehouse.write']);
    expect(findRoleScopes('operator')).toEqual(['gatehouse.read', 'gatehouse.write']);
    expect(findRoleScopes('member')).toEqual(['gatehouse.read', 'gatehouse.write']);
    expect(findRoleScopes('viewer')).toEqual(['gatehouse.read']);
    expect(findRoleScopes(null)).toEqual([]);
  });

  it('are known by their prefix, so that no published API can take one', () => {
    expect(Object.values(ADMIN_SCOPES).every(isAdminScope)).toBe(true);
    expect(isAdminScope('gatehouse.later')).toBe(true);
    expect(isAdminScope('gatehouses')).toBe(false);
  });

  it('have words for the consent page', () => {
    expect(ADMIN_SCOPE_DEFINITIONS.map(({ name }) => name)).toEqual(Object.values(ADMIN_SCOPES));
  });
});
