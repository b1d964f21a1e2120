import { ADMIN_SCOPES, BUILT_IN_SCOPES, findRoleScopes, isBuiltInScope } from './admin-scopes.js';

describe('the scopes of the admin REST API', () => {
  it('are what a role may carry: a viewer reads, nobody without a role has any', () => {
    expect(findRoleScopes('admin')).toEqual(['gatehouse.read', 'gatehouse.write']);
    expect(findRoleScopes('operator')).toEqual(['gatehouse.read', 'gatehouse.write']);
    expect(findRoleScopes('viewer')).toEqual(['gatehouse.read']);
    expect(findRoleScopes(null)).toEqual([]);
  });

  it('are known by their prefix, so that no published API can take one', () => {
    expect(Object.values(ADMIN_SCOPES).every(isBuiltInScope)).toBe(true);
    expect(isBuiltInScope('gatehouse.later')).toBe(true);
    expect(isBuiltInScope('gatehouses')).toBe(false);
  });

  it('have words for the consent page', () => {
    expect(BUILT_IN_SCOPES.map(({ name }) => name)).toEqual(Object.values(ADMIN_SCOPES));
  });
});
