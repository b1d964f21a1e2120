import { isDomainAllowed, readPerson } from './outside-person.js';

const provider = (changes: object = {}): Parameters<typeof readPerson>[0] => ({
  issuer: 'https://idp.example',
  settings: {
    clientId: 'gatehouse',
    authenticationMethod: 'client_secret_basic',
    keyId: null,
    scopes: ['openid'],
    usernameClaim: 'preferred_username',
    nameClaim: 'name',
    allowsSignUp: true,
    emailDomains: [],
    assumesEmailVerified: false,
    ...changes,
  },
});

const read = (claims: object, changes: object = {}) =>
  readPerson(provider(changes), { sub: 's', ...claims }, 'f00d');

describe('the names that an account could have', () => {
  it('are the claimed one, the confirmed address, and one that is free', () => {
    const { usernames } = read({ preferred_username: 'grace', email: 'g@a.example', email_verified: true });
    expect(usernames).toEqual(['grace', 'g@a.example', 'grace-f00d']);
  });

  it.each([
    ['has spaces', 'grace hopper'],
    ['has control characters', 'grace\u0007'],
    ['is an address', 'owner@bank.example'],
    ['is no text', 7],
    ['is too long', 'g'.repeat(101)],
  ])('are never one that %s', (_, name) => {
    for (const username of read({ preferred_username: name }).usernames)
      expect(username).toMatch(/^[\w-]{1,100}$/);
  });

  it('come from the claim that the operator has chosen', () => {
    expect(read({ nickname: 'amazing' }, { usernameClaim: 'nickname' }).usernames[0]).toBe('amazing');
  });
});

describe('an address counts (OpenID Connect Core §5.1)', () => {
  it.each([
    ['when it is confirmed', { email_verified: true }, {}, 'g@a.example'],
    ['not when it is not', { email_verified: false }, {}, null],
    ['not when that is said in words', { email_verified: 'true' }, {}, null],
    ['not when nothing is said', {}, {}, null],
    ['when nothing is said, and all are confirmed', {}, { assumesEmailVerified: true }, 'g@a.example'],
    [
      'not when it is denied, though all are',
      { email_verified: false },
      { assumesEmailVerified: true },
      null,
    ],
  ])('%s', (_, claims, settings, email) => {
    const person = read({ email: 'g@a.example', ...claims }, settings);
    expect([person.email, person.emailVerified]).toEqual([email, email !== null]);
  });

  it.each(['no address', 'a@b@c.example', '@a.example', `${'a'.repeat(250)}@a.example`])(
    'not as %j',
    (email) => {
      expect(read({ email, email_verified: true }).email).toBeNull();
    },
  );
});

describe('the name that is shown', () => {
  it('has no control characters and an end', () => {
    expect(read({ name: `Grace\u0000\n${'H'.repeat(200)}` }).displayName).toBe(`Grace  ${'H'.repeat(93)}`);
  });

  it('is made of what else there is', () => {
    expect(read({ preferred_username: 'grace' }).displayName).toBe('grace');
    expect(read({}).displayName).toBe('user-f00d');
  });
});

describe('domains', () => {
  it.each([
    [[], null, true],
    [['a.example'], 'x@a.example', true],
    [['a.example'], 'x@A.EXAMPLE', true],
    [['a.example'], 'x@b.example', false],
    [['a.example'], 'x@sub.a.example', false],
    [['a.example'], 'x@nota.example', false],
    [['a.example'], null, false],
  ])('%j let %j in: %p', (domains, email, isAllowed) => {
    expect(isDomainAllowed(domains, email)).toBe(isAllowed);
  });
});
