import { aClient, anAuthorizationRequest } from '@gatehouse/oauth-core/testing';
import type { SessionView } from '@gatehouse/persistence';
import { decide } from './decision.js';

const aSession = (changes: Partial<SessionView> = {}): SessionView => ({
  userId: 'b2a1c3d4-0000-4000-8000-000000000009',
  username: 'ada',
  displayName: 'Ada',
  operatorRole: null,
  authenticatedAt: 0,
  authorizationId: null,
  authorizedScopes: [],
  ...changes,
});

describe('what happens next with an authorization request', () => {
  it('nobody is signed in: sign in', () => {
    expect(decide(anAuthorizationRequest(), aClient(), undefined)).toEqual({ next: 'sign-in' });
  });

  it('nothing has been allowed: ask for all', () => {
    expect(decide(anAuthorizationRequest(), aClient(), aSession())).toEqual({
      next: 'consent',
      question: { newScopes: ['photos'], allowedScopes: [] },
    });
  });

  it('some has been allowed: ask for what is new', () => {
    const request = anAuthorizationRequest({ scopes: ['photos', 'albums'] });
    expect(decide(request, aClient(), aSession({ authorizedScopes: ['photos'] }))).toEqual({
      next: 'consent',
      question: { newScopes: ['albums'], allowedScopes: ['photos'] },
    });
  });

  it('all has been allowed: grant what was asked, not all that was ever allowed', () => {
    const session = aSession({ authorizedScopes: ['photos', 'albums'] });
    expect(decide(anAuthorizationRequest(), aClient(), session)).toEqual({
      next: 'grant',
      scopes: ['photos'],
    });
  });

  it('a first-party application: grant without asking, once somebody is signed in', () => {
    const client = aClient({ isFirstParty: true });
    expect(decide(anAuthorizationRequest(), client, undefined)).toEqual({ next: 'sign-in' });
    expect(decide(anAuthorizationRequest(), client, aSession())).toEqual({
      next: 'grant',
      scopes: ['photos'],
    });
  });
});

describe("the built-in scopes follow the operator's role, even for a first-party application", () => {
  const request = anAuthorizationRequest({ scopes: ['gatehouse.read', 'gatehouse.write'] });
  const client = aClient({ isFirstParty: true });

  it.each([
    ['admin', { next: 'grant', scopes: ['gatehouse.read', 'gatehouse.write'] }],
    ['viewer', { next: 'grant', scopes: ['gatehouse.read'] }],
    [null, { next: 'refuse' }],
  ] as const)('role %p', (operatorRole, decision) => {
    expect(decide(request, client, aSession({ operatorRole }))).toEqual(decision);
  });

  it('also where an earlier authorization has more: a role can be taken away', () => {
    const session = aSession({
      operatorRole: 'viewer',
      authorizedScopes: ['gatehouse.read', 'gatehouse.write'],
    });
    expect(decide(request, aClient(), session)).toEqual({ next: 'grant', scopes: ['gatehouse.read'] });
  });

  it('are left out of the question for whoever cannot have them', () => {
    const mixed = anAuthorizationRequest({ scopes: ['photos', 'gatehouse.write'] });
    expect(decide(mixed, aClient(), aSession())).toEqual({
      next: 'consent',
      question: { newScopes: ['photos'], allowedScopes: [] },
    });
  });
});
