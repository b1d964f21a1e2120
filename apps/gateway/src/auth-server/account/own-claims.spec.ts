import { readOwnClaims, writeOwnClaims } from './own-claims.js';

const BEFORE = {
  given_name: 'Ada',
  nickname: 'the enchantress',
  phone_number: '+441234567890',
  phone_number_verified: true,
  address: { formatted: 'St James’s Square\nLondon', locality: 'London' },
};

it('shows what is theirs to say, and no more', () => {
  expect(readOwnClaims(BEFORE)).toEqual({
    given_name: 'Ada',
    phone_number: '+441234567890',
    address: { locality: 'London' },
  });
});

it('keeps what is not theirs to say, and what they have not changed', () => {
  expect(writeOwnClaims(BEFORE, readOwnClaims(BEFORE))).toEqual(BEFORE);
});

it('takes back what is not said any more, the confirmation of another number, and the envelope of another address', () => {
  const own = { family_name: 'King', phone_number: '+441234567891', address: { locality: 'Ockham' } };
  expect(writeOwnClaims(BEFORE, own)).toEqual({ nickname: 'the enchantress', ...own });
  expect(writeOwnClaims(BEFORE, {})).toEqual({ nickname: 'the enchantress' });
});
