import { describeApi } from '../openapi/describe-api.js';
import { checkJsonBody, createRequestCheckers, dropUncompilable } from './request-checker.js';

const read = (operation: object, schemas: object = {}) =>
  describeApi(
    {
      openapi: '3.1.0',
      info: { title: 'Pets', version: '1' },
      paths: { '/pets/{id}': { post: { ...operation, security: [] } } },
      components: { schemas },
    },
    'authenticated',
  ).contract;

describe('a schema that cannot be compiled', () => {
  it.each([{ type: 'text' }, { multipleOf: 'x' }])('is not checked, and named: %j', (schema) => {
    const contract = read(
      { parameters: [{ name: 'q', in: 'query', schema }] },
      { Bad: { properties: { type: 7 } } },
    );
    const { contract: kept, dropped } = dropUncompilable(contract);
    expect(dropped.map(({ key }) => key)).toEqual(['POST /pets/{id}']);
    expect(kept.operations['POST /pets/{id}']?.parameters[0]?.schema).toBe(true);
  });

  it.each([{}, { unevaluatedProperties: false }])('is not checked where others refer to it: %j', (more) => {
    const schema = {
      properties: { a: { $ref: '#/components/schemas/Bad' }, b: { type: 'integer' } },
      ...more,
    };
    const body = { requestBody: { content: { 'application/json': { schema } } } };
    const { contract, dropped } = dropUncompilable(read(body, { Bad: { type: 7 } }));
    expect(dropped).toHaveLength(1);
    const decision = createRequestCheckers(contract)('POST', '/pets/7')?.decideBody('application/json');
    expect(typeof decision === 'function' && checkJsonBody(decision, '{"a":1,"b":2}')).toEqual([]);
  });
});

describe('schemas that refer to one another', () => {
  const Node = {
    type: 'object',
    properties: { next: { $ref: '#/components/schemas/Node' }, n: { type: 'integer' } },
  };
  const problemsOf = (schema: object, schemas: object, text: string) => {
    const contract = read({ requestBody: { content: { 'application/json': { schema } } } }, schemas);
    const decision = createRequestCheckers(contract)('POST', '/pets/7')?.decideBody('application/json');
    return typeof decision === 'function' ? checkJsonBody(decision, text) : undefined;
  };
  const whole = { allOf: [{ $ref: '#/components/schemas/Node' }], unevaluatedProperties: false };

  it.each([
    [
      { items: { $ref: '#/components/schemas/Node' } },
      '[{"next":{"n":"x"}}]',
      '#/0/next/n',
      'must be integer',
    ],
    [{ $ref: '#/components/schemas/Node' }, '{"next":{"next":[]}}', '#/next/next', 'must be object'],
    [whole, '{"next":{"n":"x"}}', '#/next/n', 'must be integer'],
    [whole, '{"n":1,"x":1}', '#', 'must not have the property "x"'],
  ])('name the place below them: %j', (schema, text, pointer, detail) => {
    expect(problemsOf(schema, { Node }, text)).toEqual([{ pointer, detail }]);
    expect(
      problemsOf(
        schema,
        { Node },
        text.replace('"x":1', '"next":{}').replace('"x"', '1').replace('[]', '{}'),
      ),
    ).toEqual([]);
  });

  it('are compiled when they are needed, however many are connected', () => {
    const names = Array.from({ length: 1000 }, (_, index) => index);
    const schemas = Object.fromEntries(
      names.map((index) => [
        `S${index}`,
        {
          properties: {
            next: { $ref: `#/components/schemas/S${(index + 1) % names.length}` },
            n: { type: 'integer' },
          },
        },
      ]),
    );
    expect(problemsOf({ $ref: '#/components/schemas/S0' }, schemas, '{"next":{"n":"x"}}')).toEqual([
      { pointer: '#/next/n', detail: 'must be integer' },
    ]);
    const body = {
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } } },
    };
    expect(dropUncompilable(read(body, schemas)).dropped).toEqual([]);
  });
});
