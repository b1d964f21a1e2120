import {
  findMemberRule,
  includesRight,
  isBoundToOwn,
  listForbiddenFields,
  listForbiddenScopes,
  MEMBER_RULES,
} from './member-access.js';

it('binds members, and whoever has lost their role, to what is theirs', () => {
  expect(([null, 'member', 'viewer', 'operator', 'admin'] as const).map(isBoundToOwn)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

it('knows no rule for an operation that nobody has thought about', () => {
  expect(findMemberRule('GET', '/users')).toBeUndefined();
  expect(findMemberRule('PUT', '/applications/:id')).toBeUndefined();
  expect(findMemberRule('GET', 'constructor')).toBeUndefined();
  expect(findMemberRule('HEAD', '/applications/:id')).toBe(MEMBER_RULES['GET /applications/:id']);
});

it('lets nobody change by reading, and nobody read their way to a change', () => {
  for (const [operation, rule] of Object.entries(MEMBER_RULES)) {
    // What is asked there is a secret, and stands in the body.
    const isRead = operation.startsWith('GET ') || operation === 'POST /authorizations/find';
    expect({ operation, changes: rule.kind === 'right' && rule.right === 'manage' }).toEqual({
      operation,
      changes: !isRead,
    });
  }
});

it('includes viewing in managing, and nothing in nothing', () => {
  expect(includesRight('manage', 'view')).toBe(true);
  expect(includesRight('view', 'manage')).toBe(false);
  expect(includesRight(undefined, 'view')).toBe(false);
});

describe('fields that a member may not change', () => {
  const rule = { fields: ['redirectUris'] };
  const before = { redirectUris: ['https://a.example'], mayImpersonate: false, resources: ['x'] };

  it('are those that are not named, where they would be another', () => {
    const change = { redirectUris: [], mayImpersonate: true, resources: ['y'] };
    expect(listForbiddenFields(rule, change, before)).toEqual(['mayImpersonate', 'resources']);
  });

  it('are, once an operator has verified it, also those that people know an application by', () => {
    const change = { name: 'Your Bank', redirectUris: [] };
    const identity = { fields: ['name', 'redirectUris'] };
    expect(listForbiddenFields(identity, change, { name: 'Shop' })).toEqual([]);
    expect(listForbiddenFields(identity, change, { name: 'Shop', isVerified: true })).toEqual(['name']);
  });

  it('are not those that stay what they were, or unset', () => {
    const change = { mayImpersonate: null, resources: ['x'], isFirstParty: false };
    expect(listForbiddenFields(rule, change, before)).toEqual([]);
  });
});

describe('scopes that a member may not hand out', () => {
  const open = new Set(['photos', 'gatehouse.write']);

  it('are those that no API of the catalogue asks for, and those over Gatehouse itself whatever else', () => {
    const change = { allowedScopes: ['photos', 'secret'], scopes: ['gatehouse.write'] };
    expect(listForbiddenScopes(change, {}, open)).toEqual([
      { field: 'allowedScopes', scopes: ['secret'] },
      { field: 'scopes', scopes: ['gatehouse.write'] },
    ]);
  });

  it('are not those that were there already', () => {
    expect(listForbiddenScopes({ scopes: ['secret'] }, { scopes: ['secret'] }, open)).toEqual([]);
  });
});
