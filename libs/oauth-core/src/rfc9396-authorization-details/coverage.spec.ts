import { coversDetail } from './coverage.js';

const granted = {
  type: 'payment',
  actions: ['initiate', 'status'],
  amount: { value: '1.00', currency: 'EUR' },
};

describe('a detail covers another that gives no more (RFC 9396 §6.1)', () => {
  it.each([
    [
      'the same, its members in another order',
      { ...granted, amount: { currency: 'EUR', value: '1.00' } },
      true,
    ],
    ['fewer of its actions', { ...granted, actions: ['status'] }, true],
    ['one of its locations, where it says none', { ...granted, locations: ['https://a.example'] }, true],
    ['another action', { ...granted, actions: ['cancel'] }, false],
    ['an empty list, which could mean all', { ...granted, actions: [] }, false],
    ['a list that it has not', { ...granted, datatypes: ['balances'] }, false],
    ['without its actions, which could mean all', { ...granted, actions: undefined }, false],
    ['another amount', { ...granted, amount: { value: '2.00', currency: 'EUR' } }, false],
    ['a field more', { ...granted, creditor: 'me' }, false],
    ['another type', { ...granted, type: 'transfer' }, false],
  ])('%s', (_, asked, isCovered) => {
    expect(coversDetail(granted, JSON.parse(JSON.stringify(asked)) as typeof granted)).toBe(isCovered);
  });
});
