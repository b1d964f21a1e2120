import 'reflect-metadata';
import { FIELD_PROBLEMS } from '@gatehouse/dto';
import { diagnosePattern, findPatternProblem, PATTERN_SENTENCES } from '@gatehouse/gateway-core';
import { tellRuleProblem } from './rule-problems.js';

it('says of paths what callers and OpenAPI documents are told of them', () => {
  expect(FIELD_PROBLEMS).toMatchObject(PATTERN_SENTENCES);
});

it.each(['a', '/a//b', '/*/a', '/a{b}', '/a*', '/a b', '/..', '/%2f', '/%zz', '/%ff'])(
  'says what is wrong with the pattern %j by a code',
  (pattern) => {
    const [problem, ...others] = tellRuleProblem('routes.0.path', diagnosePattern(pattern));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ field: 'routes.0.path', message: findPatternProblem(pattern) });
    expect(Object.keys(PATTERN_SENTENCES)).toContain(problem?.code);
  },
);

it('says nothing where nothing is wrong', () => {
  expect(tellRuleProblem('routes.0.path', diagnosePattern('/a/{id}/*'))).toEqual([]);
});
