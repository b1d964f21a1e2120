import { ACR_MFA, ACR_PASSWORD, NO_CLAIMS } from '@gatehouse/oauth-core';
import { aClient, anAuthorizationRequest } from '@gatehouse/oauth-core/testing';
import type { SessionView } from '@gatehouse/persistence';
import { decide as decideStanding, type Decision, type Standing } from './decision.js';

const NOW = Date.UTC(2026, 0, 1, 13);

const decide = (
  request: Parameters<typeof decideStanding>[0],
  client: Parameters<typeof decideStanding>[1],
  session: SessionView | undefined,
  changes: Partial<Standing> = {},
): Decision =>
  decideStanding(request, client, {
    session,
    progress: {},
    isExpected: () => true,
    isRemembered: (type) => type === 'account_information',
    operatorsNeedSecondFactor: false,
    now: NOW,
    ...changes,
  });

const aSession = (changes: Partial<SessionView> = {}): SessionView => ({
  sessionId: 'b2a1c3d4-0000-4000-8000-000000000001',
  userId: 'b2a1c3d4-0000-4000-8000-000000000009',
  username: 'ada',
  displayName: 'Ada',
  operatorRole: null,
  authenticatedAt: 0,
  amr: ['pwd'],
  acr: ACR_PASSWORD,
  place: { address: null, userAgent: null },
  seenAt: 0,
  authorizationId: null,
  authorizedScopes: [],
  authorizedDetails: [],
  ...changes,
});

describe('what happens next with an authorization request', () => {
  it('nobody is signed in: sign in', () => {
    expect(decide(anAuthorizationRequest(), aClient(), undefined)).toEqual({ next: 'sign-in' });
  });

  it('nothing has been allowed: ask for all', () => {
    expect(decide(anAuthorizationRequest(), aClient(), aSession())).toEqual({
      next: 'consent',
      question: { newScopes: ['photos'], allowedScopes: [], details: [] },
    });
  });

  it('some has been allowed: ask for what is new', () => {
    const request = anAuthorizationRequest({ scopes: ['photos', 'albums'] });
    expect(decide(request, aClient(), aSession({ authorizedScopes: ['photos'] }))).toEqual({
      next: 'consent',
      question: { newScopes: ['albums'], allowedScopes: ['photos'], details: [] },
    });
  });

  it('all has been allowed: grant what was asked, not all that was ever allowed', () => {
    const session = aSession({ authorizedScopes: ['photos', 'albums'] });
    expect(decide(anAuthorizationRequest(), aClient(), session)).toEqual({
      next: 'grant',
      scopes: ['photos'],
      details: [],
    });
  });

  it('a first-party application: grant without asking, once somebody is signed in', () => {
    const client = aClient({ isFirstParty: true });
    expect(decide(anAuthorizationRequest(), client, undefined)).toEqual({ next: 'sign-in' });
    expect(decide(anAuthorizationRequest(), client, aSession())).toEqual({
      next: 'grant',
      scopes: ['photos'],
      details: [],
    });
  });
});

describe("the built-in scopes follow the operator's role, even for a first-party application", () => {
  const request = anAuthorizationRequest({ scopes: ['gatehouse.read', 'gatehouse.write'] });
  const client = aClient({ isFirstParty: true });

  it.each([
    ['admin', { next: 'grant', scopes: ['gatehouse.read', 'gatehouse.write'], details: [] }],
    ['viewer', { next: 'grant', scopes: ['gatehouse.read'], details: [] }],
    [null, { next: 'refuse', error: expect.objectContaining({ code: 'access_denied' }) }],
  ] as const)('role %p', (operatorRole, decision) => {
    expect(decide(request, client, aSession({ operatorRole }))).toEqual(decision);
  });

  it('also where an earlier authorization has more: a role can be taken away', () => {
    const session = aSession({
      operatorRole: 'viewer',
      authorizedScopes: ['gatehouse.read', 'gatehouse.write'],
    });
    expect(decide(request, aClient(), session)).toEqual({
      next: 'grant',
      scopes: ['gatehouse.read'],
      details: [],
    });
  });

  it('are left out of the question for whoever cannot have them', () => {
    const mixed = anAuthorizationRequest({ scopes: ['photos', 'gatehouse.write'] });
    expect(decide(mixed, aClient(), aSession())).toEqual({
      next: 'consent',
      question: { newScopes: ['photos'], allowedScopes: [], details: [] },
    });
  });
});

describe('where operators need a second factor', () => {
  const needed = { operatorsNeedSecondFactor: true };
  const asking = anAuthorizationRequest({ scopes: ['gatehouse.read'], requestedAt: NOW - 10_000 });
  const client = aClient({ isFirstParty: true });
  const operator = (changes: Partial<SessionView> = {}) =>
    aSession({ operatorRole: 'admin', authenticatedAt: NOW - 600_000, ...changes });

  it('one who has given it gets their rights', () => {
    const session = operator({ acr: ACR_MFA });
    expect(decide(asking, client, session, needed).next).toBe('grant');
  });

  it('one who has not, signs in anew: whoever has one is asked for it then', () => {
    expect(decide(asking, client, operator(), needed)).toEqual({ next: 'sign-in' });
  });

  it('one who has signed in just now, and has none, is refused, and told what to do', () => {
    const session = operator({ authenticatedAt: NOW - 5_000 });
    expect(decide(asking, client, session, needed)).toEqual({
      next: 'refuse',
      error: expect.objectContaining({
        code: 'unmet_authentication_requirements',
        description: expect.stringContaining('account page'),
      }),
    });
  });

  it.each([
    ['who asks for no rights over Gatehouse', operator(), anAuthorizationRequest()],
    ['who is no operator', aSession(), asking],
  ])('nothing changes for anybody %s', (_, session, request) => {
    expect(decide(request, client, session, needed)).toEqual(decide(request, client, session));
  });
});

describe('what a request demands of the sign-in (OpenID Connect Core §3.1.2.1)', () => {
  const client = aClient({ isFirstParty: true });
  const requestedAt = NOW - 10_000;
  const ask = (changes: object) => anAuthorizationRequest({ requestedAt, ...changes });
  const old = aSession({ authenticatedAt: NOW - 600_000 });
  const fresh = aSession({ authenticatedAt: NOW - 5_000 });
  const refusal = (code: string) => ({ next: 'refuse', error: expect.objectContaining({ code }) });

  it.each([{ prompts: ['login'] }, { prompts: ['create'] }, { maxAgeSeconds: 599 }, { maxAgeSeconds: 0 }])(
    'asks for a new sign-in with %p, once',
    (changes) => {
      expect(decide(ask(changes), client, old)).toEqual({ next: 'sign-in' });
      expect(decide(ask(changes), client, fresh).next).toBe('grant');
    },
  );

  it('is content with a sign-in that is young enough', () => {
    expect(decide(ask({ maxAgeSeconds: 600 }), client, old).next).toBe('grant');
  });

  it('asks which account to go on with, once', () => {
    const request = ask({ prompts: ['select_account'] });
    expect(decide(request, client, old)).toEqual({ next: 'select-account' });
    expect(decide(request, client, old, { progress: { isAccountChosen: true } }).next).toBe('grant');
    expect(decide(request, client, fresh).next).toBe('grant');
  });

  it('asks for consent whatever was allowed before, even of a first-party application', () => {
    const session = aSession({ authorizedScopes: ['photos'] });
    expect(decide(ask({ prompts: ['consent'] }), client, session)).toEqual({
      next: 'consent',
      question: { newScopes: [], allowedScopes: ['photos'], details: [] },
    });
  });

  it.each([
    [{}, undefined, 'login_required'],
    [{ maxAgeSeconds: 1 }, old, 'login_required'],
  ])('with prompt=none shows nothing and says why: %p', (changes, session, code) => {
    expect(decide(ask({ prompts: ['none'], ...changes }), client, session)).toMatchObject(refusal(code));
  });

  it('with prompt=none says that consent is missing, and grants where nothing is', () => {
    const request = ask({ prompts: ['none'] });
    expect(decide(request, aClient(), old)).toMatchObject(refusal('consent_required'));
    expect(decide(request, client, old).next).toBe('grant');
  });

  it('never answers for another user than the one that the request names (§3.1.2.2 MUST NOT)', () => {
    const isExpected = () => false;
    expect(decide(ask({}), client, old, { isExpected })).toEqual({ next: 'sign-in' });
    expect(decide(ask({}), client, fresh, { isExpected })).toMatchObject(refusal('login_required'));
    expect(decide(ask({ prompts: ['none'] }), client, old, { isExpected })).toMatchObject(
      refusal('login_required'),
    );
  });

  it('asks again for an essential acr, and refuses where a new sign-in did not reach it (§5.5.1.1)', () => {
    const claims = { ...NO_CLAIMS, essentialAcrs: [ACR_MFA] };
    expect(decide(ask({ claims }), client, old)).toEqual({ next: 'sign-in' });
    expect(decide(ask({ claims }), client, fresh)).toMatchObject(
      refusal('unmet_authentication_requirements'),
    );
    expect(decide(ask({ claims }), client, { ...fresh, acr: ACR_MFA }).next).toBe('grant');
  });
});

describe('a second factor', () => {
  const pendingSignIn = { userId: 'b2a1c3d4-0000-4000-8000-000000000009', amr: ['pwd'] };

  it('is asked for where the password alone was given, and nothing is granted', () => {
    const client = aClient({ isFirstParty: true });
    expect(decide(anAuthorizationRequest(), client, undefined, { progress: { pendingSignIn } })).toEqual({
      next: 'second-factor',
    });
  });

  it('is not asked for once the password is forgotten', () => {
    const standing = { progress: { pendingSignIn: null } };
    expect(decide(anAuthorizationRequest(), aClient(), undefined, standing)).toEqual({ next: 'sign-in' });
  });

  it.each([
    ['a password alone, for a second factor', ACR_PASSWORD, [ACR_MFA], 'sign-in'],
    ['two factors, for two', ACR_MFA, [ACR_MFA], 'grant'],
    ['two factors, for a password', ACR_MFA, [ACR_PASSWORD], 'grant'],
    ['a password alone, for either', ACR_PASSWORD, [ACR_MFA, ACR_PASSWORD], 'grant'],
    ['a password alone, for what we do not know', ACR_PASSWORD, ['urn:example:gold'], 'grant'],
  ])('acr_values: a session of %s (OpenID Connect Core §3.1.2.1)', (_, acr, acrValues, next) => {
    const client = aClient({ isFirstParty: true });
    expect(decide(anAuthorizationRequest({ acrValues }), client, aSession({ acr })).next).toBe(next);
  });

  it('that acr_values ask for is given up where the user has none', () => {
    const request = anAuthorizationRequest({ acrValues: [ACR_MFA], requestedAt: NOW });
    const session = aSession({ authenticatedAt: NOW });
    expect(decide(request, aClient({ isFirstParty: true }), session).next).toBe('grant');
  });
});

describe('what is asked for in detail (RFC 9396)', () => {
  const payment = { type: 'payment_initiation', identifier: 'p-1' };
  const account = { type: 'account_information', datatypes: ['balances'] };
  const nextFor = (changes: Parameters<typeof anAuthorizationRequest>[0], session: SessionView): string =>
    decide(anAuthorizationRequest({ scopes: [], ...changes }), aClient(), session).next;

  it('is asked about, also where no scope is', () => {
    expect(nextFor({ authorizationDetails: [payment] }, aSession())).toBe('consent');
  });

  it('is granted without a question where the very same was allowed, and its type may be remembered', () => {
    const session = aSession({ authorizedDetails: [payment, account] });
    expect(nextFor({ authorizationDetails: [account] }, session)).toBe('grant');
    expect(nextFor({ authorizationDetails: [{ ...account, datatypes: ['all'] }] }, session)).toBe('consent');
    expect(nextFor({ authorizationDetails: [payment] }, session)).toBe('consent');
  });

  it('is not asked about by prompt=none', () => {
    expect(nextFor({ authorizationDetails: [payment], prompts: ['none'] }, aSession())).toBe('refuse');
  });
});
