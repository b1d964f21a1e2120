import {
  findInteractionBudget,
  listCodeBudgets,
  listPasswordBudgets,
  findUserCodeBudget,
} from './budgets.js';

const STRANGER = { address: '192.0.2.1', device: undefined };
const keysOf = (username: string, guesser = STRANGER): string[] =>
  listPasswordBudgets(username, guesser).strangers.map(({ key }) => key);

describe('guesses at a password', () => {
  it('spend the narrow budgets first: address, then name at the address, then name', () => {
    expect(keysOf('ada')).toEqual([
      'password address 192.0.2.1',
      'password address 192.0.2.1 name ada',
      'password name ada',
    ]);
  });

  it('count for one name, however it is written', () => {
    expect(keysOf('ADA')).toEqual(keysOf('ada'));
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['fe80::1%eth0', 'fe80::2', true],
    ['192.0.2.1', '192.0.2.2', false],
  ])('from %s and %s: of one network %p (RFC 6177)', (one, other, isSame) => {
    const [first] = keysOf('ada', { ...STRANGER, address: one });
    const [second] = keysOf('ada', { ...STRANGER, address: other });
    expect(first === second).toBe(isSame);
  });

  it('from a known browser have a budget of their own', () => {
    const { own } = listPasswordBudgets('ada', { ...STRANGER, device: 'laptop' });
    expect(own.map(({ key }) => key)).toEqual(['password device laptop']);
    expect(listPasswordBudgets('ada', STRANGER).own).toEqual([]);
  });
});

describe('guesses at the user codes of devices (RFC 8628 §5.1)', () => {
  it('of all addresses of an IPv6 network are of one place', () => {
    const keyOf = (address: string): string => findUserCodeBudget(address).key;
    expect(keyOf('2001:db8:1:2::1')).toBe(keyOf('2001:db8:1:2:ffff::9'));
    expect(keyOf('2001:db8:1:2::1')).not.toBe(keyOf('2001:db8:1:3::1'));
    expect(keyOf('192.0.2.1')).not.toBe(keyOf('192.0.2.2'));
  });
});

describe('guesses at a code', () => {
  it('are not paid out of guesses at a password', () => {
    const { own, strangers } = listCodeBudgets('ada', { ...STRANGER, device: 'laptop' });
    const passwords = listPasswordBudgets('ada', { ...STRANGER, device: 'laptop' });
    const keys = [...passwords.own, ...passwords.strangers].map(({ key }) => key);
    for (const { key } of [...own, ...strangers]) expect(keys).not.toContain(key);
  });

  it('are five in one interaction, as long as it lives', () => {
    expect(findInteractionBudget('1', 600)).toEqual({
      key: 'code interaction 1',
      atOnce: 5,
      refillSeconds: 600,
    });
  });
});
