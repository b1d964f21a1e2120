import { describeApi } from './describe-api.js';

const contractOf = (paths: object, more: object = {}) =>
  describeApi({ openapi: '3.1.0', info: { title: 'Pets', version: '1' }, paths, ...more }, 'authenticated')
    .contract;

describe('the schemas of a contract', () => {
  const schemaOf = (openapi: string, schema: object, schemas: object = {}) => {
    const contract = contractOf(
      { '/pets': { get: { security: [], parameters: [{ name: 'x', in: 'query', schema }] } } },
      { openapi, components: { schemas } },
    );
    return { schema: contract.operations['GET /pets']?.parameters[0]?.schema, schemas: contract.schemas };
  };

  it.each([
    [
      { type: 'string', nullable: true, enum: ['a'] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [
      { type: 'number', minimum: 1, exclusiveMinimum: true },
      { type: 'number', exclusiveMinimum: 1 },
    ],
    [
      { type: 'number', minimum: 1, exclusiveMinimum: false },
      { type: 'number', minimum: 1 },
    ],
    [{ type: 'string', example: 'x', description: 'y', xml: {} }, { type: 'string' }],
  ])('of 3.0 become those of 2020-12: %j', (schema, expected) => {
    expect(schemaOf('3.0.3', schema).schema).toEqual(expected);
  });

  it('refer to one another, in circles too, and hold nothing that nobody refers to', () => {
    const schemas = {
      Node: { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' } } },
      Alone: { type: 'string' },
    };
    const found = schemaOf('3.1.0', { $ref: '#/components/schemas/Node' }, schemas);
    expect(found.schema).toEqual({ $ref: 'urn:gatehouse:contract#/schemas/Node' });
    expect(found.schemas).toEqual({
      Node: { type: 'object', properties: { next: { $ref: 'urn:gatehouse:contract#/schemas/Node' } } },
    });
  });

  it('ask for nothing in a request that is for answers alone', () => {
    const schema = {
      type: 'object',
      required: ['id', 'name'],
      properties: { id: { readOnly: true }, name: {} },
    };
    expect(schemaOf('3.0.3', schema).schema).toMatchObject({ required: ['name'] });
  });

  it('know what is for answers alone from what is beside a reference, and from other parts', () => {
    const schemas = {
      Id: { type: 'integer' },
      Base: { properties: { id: { $ref: '#/components/schemas/Id', readOnly: true } } },
    };
    const schema = {
      allOf: [{ $ref: '#/components/schemas/Base' }, { required: ['id', 'name'] }],
      required: ['id'],
    };
    expect(schemaOf('3.1.0', schema, schemas).schema).toEqual({
      allOf: [{ $ref: 'urn:gatehouse:contract#/schemas/Base' }, { required: ['name'] }],
    });
    const circle = { allOf: [{ $ref: '#/components/schemas/Circle' }], required: ['a'] };
    expect(schemaOf('3.1.0', circle, { Circle: circle }).schema).toMatchObject({ required: ['a'] });
  });

  it('are without patterns that cannot be read, and with all else', () => {
    const schema = {
      type: 'object',
      patternProperties: { '(?<': {}, '^x': {} },
      additionalProperties: false,
      properties: { a: { pattern: '(?i)a', minLength: 1 } },
    };
    expect(schemaOf('3.1.0', schema).schema).toEqual({
      type: 'object',
      patternProperties: { '^x': {} },
      properties: { a: { minLength: 1 } },
    });
  });

  it('of one media type in several versions are alternatives', () => {
    const content = {
      'application/json;v=1': { schema: { type: 'string' } },
      'Application/JSON; v=2': { schema: { type: 'integer' } },
      'text/plain': {},
    };
    const contract = contractOf({ '/pets': { post: { security: [], requestBody: { content } } } });
    expect(contract.operations['POST /pets']?.body?.content).toEqual([
      { mediaType: 'application/json', schema: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
      { mediaType: 'text/plain', schema: null },
    ]);
  });
});
