import 'reflect-metadata';
import { fillWithExamples, TEMPLATE_FACTS } from '@gatehouse/dto';
import { FACT_NAMES, findTemplateProblem } from '@gatehouse/gateway-core';

it('tells operators of every fact that the gateway knows, and of no other', () => {
  const told = TEMPLATE_FACTS.map(({ name }) => name);
  expect(told.toSorted()).toEqual([...FACT_NAMES].toSorted());
});

it('has an example for each, in the place of a placeholder that the gateway accepts', () => {
  for (const { name, example } of TEMPLATE_FACTS) {
    const template = name.replace(/<\w+>/, 'id');
    expect(findTemplateProblem(`{${template}}`)).toBeUndefined();
    expect(fillWithExamples(`a {${template}} b`)).toBe(`a ${example} b`);
  }
  expect(fillWithExamples('{"id": "{nobody}"}')).toBe('{"id": "{nobody}"}');
});
