import { toCaller } from '../caller.js';
import { buildAccessToken, buildRoute } from '../testing/builders.js';
import {
  describeRequiredDetail,
  findConditionProblem,
  hasRequiredDetail,
  type RequiredDetail,
} from './required-detail.js';

const required: RequiredDetail = {
  type: 'payment',
  actions: ['initiate'],
  locations: [],
  datatypes: [],
  conditions: [{ field: 'identifier', equals: 'path.id' }],
};
const detail = { type: 'payment', actions: ['initiate', 'status'], identifier: 'p-1' };
const call = {
  route: buildRoute({ path: '/payments/{id}' }),
  innerPath: '/payments/p-1',
  query: '',
  method: 'POST',
};

const callerWith = (...authorizationDetails: (typeof detail)[]) =>
  toCaller(buildAccessToken({ details: { authorizationDetails } }), null);
const isLetIn = (changes: Partial<RequiredDetail> = {}, at: Partial<typeof call> = {}): boolean =>
  hasRequiredDetail(callerWith(detail), { ...required, ...changes }, { ...call, ...at });

describe('a route that demands a detail lets in', () => {
  it('whoever has it, among others', () => {
    const other = { ...detail, identifier: 'p-2' };
    expect(hasRequiredDetail(callerWith(other, detail), required, call)).toBe(true);
    // What one detail lacks another does not make up for.
    const parts = callerWith({ ...detail, actions: [] }, other);
    expect(hasRequiredDetail(parts, required, call)).toBe(false);
  });

  it('nobody without one', () => {
    expect(hasRequiredDetail(toCaller(buildAccessToken(), null), required, call)).toBe(false);
    expect(hasRequiredDetail({ ...callerWith(detail), accessToken: null }, required, call)).toBe(false);
  });

  it.each<[string, Partial<RequiredDetail>, Partial<typeof call>, boolean]>([
    ['another type', { type: 'transfer' }, {}, false],
    ['an action that it has not', { actions: ['initiate', 'cancel'] }, {}, false],
    ['a datatype, where it has none', { datatypes: ['balances'] }, {}, false],
    ['another path parameter', {}, { innerPath: '/payments/p-2' }, false],
    ['the same path parameter, encoded', {}, { innerPath: '/payments/p%2D1' }, true],
    ['the method', { conditions: [{ field: 'identifier', equals: 'method' }] }, { method: 'p-1' }, true],
    [
      'a query parameter',
      { conditions: [{ field: 'identifier', equals: 'query.id' }] },
      { query: 'id=p-1' },
      true,
    ],
    [
      'one that comes twice',
      { conditions: [{ field: 'identifier', equals: 'query.id' }] },
      { query: 'id=p-1&id=p-1' },
      false,
    ],
    ['a field that it has not', { conditions: [{ field: 'amount.value', equals: 'path.id' }] }, {}, false],
    ['what every object has', { conditions: [{ field: 'constructor.name', equals: 'path.id' }] }, {}, false],
  ])('by %s', (_, changes, at, isIn) => {
    expect(isLetIn(changes, at)).toBe(isIn);
  });

  it('and tells others what to ask for', () => {
    expect(describeRequiredDetail(required)).toBe(
      'This needs an authorization detail of the type payment, with actions initiate, and identifier as the path parameter id has it: ask for it in authorization_details.',
    );
  });
});

describe('a condition', () => {
  it.each([
    [{ field: 'identifier', equals: 'path.id' }, undefined],
    [{ field: 'a..b', equals: 'method' }, 'detail-field-malformed'],
    [{ field: 'a', equals: 'body.id' }, 'detail-fact-unknown'],
    [{ field: 'a', equals: 'path.name' }, 'detail-parameter-missing'],
  ])('%j: %s', (condition, code) => {
    expect(findConditionProblem(condition, '/payments/{id}')?.code).toBe(code);
  });
});
