import fc from 'fast-check';
import { readDocument } from './read-document.js';

const NAMES = [
  'get',
  'parameters',
  'requestBody',
  'content',
  'schema',
  '$ref',
  'security',
  'in',
  'name',
  'items',
];
const OTHERS = [
  '__proto__',
  'constructor',
  'servers',
  'application/json',
  'type',
  'properties',
  'pattern',
  'allOf',
];
const TEXTS = [
  '#/paths',
  '#',
  '#/components/schemas/a',
  'path',
  'query',
  'string',
  '(',
  'object',
  '~',
  '%',
  '{a}',
];

const dictionary = <T>(names: readonly string[], values: fc.Arbitrary<T>) =>
  fc.dictionary(fc.constantFrom(...names), values, { maxKeys: 4, noNullPrototype: true });

const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.oneof(fc.constantFrom(...TEXTS), fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 3 }),
    dictionary([...NAMES, ...OTHERS], tie('value')),
  ),
}));

const operations = fc.record(
  {
    parameters: fc.array(
      fc.record({
        name: fc.constantFrom('b', 'x'),
        in: fc.constantFrom('query', 'path', 'header', 'cookie'),
        schema: values,
      }),
    ),
    security: values,
    requestBody: fc.record({ content: fc.record({ 'application/json': fc.record({ schema: values }) }) }),
    responses: fc.constant({ 200: { description: 'x' } }),
  },
  { requiredKeys: ['responses'] },
);

const documents = fc.record({
  openapi: fc.constantFrom('3.0.3', '3.1.0'),
  info: fc.constant({ title: 'x', version: '1' }),
  paths: dictionary(
    ['/a', '/a/{b}', '/{x}.json', '/*', '/a?', '/{b}/a'],
    fc.oneof(values, dictionary(['get', 'post', 'trace'], operations)),
  ),
  components: fc.oneof(
    fc.constant({}),
    dictionary(['schemas', 'securitySchemes', 'parameters'], dictionary(['a', 'b'], values)),
  ),
});

describe('reading a document', () => {
  it('always ends with an answer: fuzzed', async () => {
    const outcomes = { problems: 0, served: 0 };
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        const read = await readDocument(JSON.stringify(document), 'authenticated');
        if (read.problems === undefined) outcomes.served += 1;
        else outcomes.problems += 1;
      }),
      { numRuns: 120 },
    );
    // Otherwise the documents are not worth much.
    expect(Math.min(outcomes.problems, outcomes.served)).toBeGreaterThan(5);
  });

  it('reads a large document: a megabyte, 500 operations', async () => {
    const schema = (index: number) => ({
      type: 'object',
      description: 'x'.repeat(1_000),
      properties: {
        next: { $ref: `#/components/schemas/S${index - (index % 5) + ((index + 1) % 5)}` },
        name: { type: 'string' },
      },
    });
    const operation = (index: number) => ({
      description: 'y'.repeat(700),
      requestBody: {
        content: { 'application/json': { schema: { $ref: `#/components/schemas/S${index}` } } },
      },
      responses: { 200: { description: 'Done' } },
    });
    const each = <T>(make: (index: number) => T): T[] =>
      Array.from({ length: 500 }, (_, index) => make(index));
    const text = JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Large', version: '1' },
      paths: Object.fromEntries(each((index) => [`/things${index}/{id}`, { post: operation(index) }])),
      components: { schemas: Object.fromEntries(each((index) => [`S${index}`, schema(index)])) },
    });
    expect(text.length).toBeGreaterThan(1_000_000);
    const read = await readDocument(text, 'authenticated');
    expect(read.problems ?? Object.keys(read.api.contract.operations)).toHaveLength(500);
  });
});
