import { compileDetailsSchema, findDetailsSchemaProblem } from './details-schema.js';

const schema = (changes: object): string =>
  JSON.stringify({ type: 'object', properties: { a: {} }, ...changes });

describe('the schema of a type', () => {
  it.each([
    ['nothing of JSON', '{', 'details-schema-no-json'],
    ['of a list', '{"type":"array"}', 'details-schema-no-object'],
    [
      'of an older draft',
      schema({ $schema: 'http://json-schema.org/draft-07/schema#' }),
      'details-schema-other-draft',
    ],
    [
      'that refers to elsewhere',
      schema({ allOf: [{ $ref: 'https://a.example' }] }),
      'details-schema-reference',
    ],
    ['that refers to nothing', schema({ $ref: '#/$defs/b' }), 'details-schema-reference'],
    ['that names itself', schema({ $id: 'urn:a' }), 'details-schema-keyword'],
    ['with a keyword that is wrong', schema({ required: 'a' }), 'details-schema-invalid'],
    [
      'with a pattern that is none',
      schema({ properties: { a: { pattern: '(' } } }),
      'details-schema-invalid',
    ],
    [
      'nested without end',
      schema({ not: JSON.parse('{"not":'.repeat(25) + 'true' + '}'.repeat(25)) }),
      'details-schema-too-deep',
    ],
  ])('%s is refused', (_, text, code) => {
    expect(findDetailsSchemaProblem(text)?.code).toBe(code);
  });

  it('may refer to its own $defs, and have properties that are called like keywords', () => {
    const text = schema({
      properties: { $ref: { type: 'string' }, b: { $ref: '#/$defs/b' } },
      $defs: { b: { type: 'number' } },
    });
    expect(findDetailsSchemaProblem(text)).toBeUndefined();
    expect(compileDetailsSchema(text)({ type: 't', b: 'x' })).toEqual({
      pointer: '/b',
      detail: 'must be number',
    });
  });
});

describe('a detail held against it (RFC 9396 §5)', () => {
  it('may have its type, whether the schema names that or not, and no field that it does not name', () => {
    for (const more of [
      {},
      { additionalProperties: false },
      { properties: { a: {}, type: { const: 't' } } },
    ]) {
      const check = compileDetailsSchema(schema(more));
      expect(check({ type: 't', a: 1 })).toBeUndefined();
      expect(check({ type: 't', b: 1 })?.detail).toBe('must not have the property "b"');
    }
  });

  it('does not hold anybody up with a pattern', () => {
    const check = compileDetailsSchema(schema({ properties: { a: { type: 'string', pattern: '^(a+)+$' } } }));
    expect(check({ type: 't', a: `${'a'.repeat(60)}!` })?.detail).toMatch(/take long/);
  });
});
