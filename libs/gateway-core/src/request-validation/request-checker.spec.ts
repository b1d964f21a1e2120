import { describeApi } from '../openapi/describe-api.js';
import { checkJsonBody, createRequestCheckers } from './request-checker.js';

const read = (operation: object, components: object = {}, path = '/pets/{id}') =>
  describeApi(
    {
      openapi: '3.1.0',
      info: { title: 'Pets', version: '1' },
      paths: { [path]: { post: { ...operation, security: [] } } },
      components: { schemas: components },
    },
    'authenticated',
  ).contract;

interface Sent {
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const check = (parameter: object, { path = '/pets/7', query = '', headers = {} }: Sent) =>
  createRequestCheckers(read({ parameters: [parameter] }))('POST', path)?.checkParameters({
    innerPath: path,
    query,
    findHeader: (name) => headers[name],
  });

const inQuery = (schema: object, more: object = {}) => ({ name: 'q', in: 'query', schema, ...more });
const LIST = { type: 'array', items: { type: 'integer' }, maxItems: 2 };
const FILTER = {
  type: 'object',
  properties: { size: { type: 'integer' }, tags: { type: 'array' } },
  required: ['size'],
};

describe('parameters', () => {
  it.each<[string, object, Sent]>([
    ['an integer in the path', { name: 'id', in: 'path', schema: { type: 'integer' } }, {}],
    [
      'a path segment that is encoded',
      { name: 'id', in: 'path', schema: { const: 'ä b' } },
      { path: '/pets/%C3%A4%20b' },
    ],
    ['a list in the path', { name: 'id', in: 'path', schema: LIST }, { path: '/pets/1,2' }],
    ['none, where none is required', inQuery({ type: 'integer' }), {}],
    ['a number', inQuery({ type: 'number' }), { query: 'q=-1.5e3' }],
    ['a boolean', inQuery({ type: 'boolean' }), { query: 'q=true' }],
    ['null, as nothing', inQuery({ type: ['integer', 'null'] }), { query: 'q=' }],
    [
      'a text that looks like a number',
      inQuery({ type: ['string', 'integer'], minLength: 2 }),
      { query: 'q=12' },
    ],
    ['an alternative', inQuery({ oneOf: [{ type: 'integer' }, { enum: ['all'] }] }), { query: 'q=all' }],
    ['a list, exploded', inQuery(LIST), { query: 'q=1&q=2' }],
    ['a list with commas', inQuery(LIST, { explode: false }), { query: 'q=1,2' }],
    ['a list with pipes', inQuery(LIST, { explode: false, style: 'pipeDelimited' }), { query: 'q=1%7C2' }],
    ['a list with spaces', inQuery(LIST, { explode: false, style: 'spaceDelimited' }), { query: 'q=1%202' }],
    ['a deep object', inQuery(FILTER, { style: 'deepObject' }), { query: 'q[size]=1&q[tags]=a' }],
    ['a deep object, encoded', inQuery(FILTER, { style: 'deepObject' }), { query: 'q%5Bsize%5D=1' }],
    [
      'JSON',
      { name: 'q', in: 'query', content: { 'application/json': { schema: FILTER } } },
      { query: 'q=%7B%22size%22:1%7D' },
    ],
    ['an empty one that may be', inQuery({ type: 'integer' }, { allowEmptyValue: true }), { query: 'q=' }],
    [
      'a header',
      { name: 'X-Limit', in: 'header', schema: { type: 'integer' } },
      { headers: { 'x-limit': ' 3 ' } },
    ],
    [
      'a cookie',
      { name: 'c', in: 'cookie', schema: { type: 'integer' } },
      { headers: { cookie: 'a=b; c=3' } },
    ],
    ['whatever is not described', inQuery({ type: 'integer' }), { query: 'other=x' }],
  ])('takes %s', (_, parameter, sent) => expect(check(parameter, sent)).toEqual([]));

  it.each<[string, object, Sent, string]>([
    [
      'a text for an integer',
      { name: 'id', in: 'path', schema: { type: 'integer' } },
      { path: '/pets/x' },
      'must be integer',
    ],
    [
      'a number that JSON does not know',
      inQuery({ type: 'integer' }),
      { query: 'q=0x10' },
      'must be integer',
    ],
    ['spaces around a number', inQuery({ type: 'integer' }), { query: 'q=+1' }, 'must be integer'],
    ['none, where one is required', inQuery({}, { required: true }), {}, 'is required'],
    ['two of one', inQuery({ type: 'integer' }), { query: 'q=1&q=2' }, 'must be given only once'],
    [
      'a value that is not listed',
      inQuery({ enum: ['a', 'b'] }),
      { query: 'q=c' },
      'must be one of ["a","b"]',
    ],
    ['a list that is too long', inQuery(LIST), { query: 'q=1&q=2&q=3' }, 'must NOT have more than 2 items'],
    ['a wrong item', inQuery(LIST), { query: 'q=1&q=x' }, 'must be integer (at /1)'],
    [
      'a wrong member',
      inQuery(FILTER, { style: 'deepObject' }),
      { query: 'q[size]=x' },
      'must be integer (at /size)',
    ],
    [
      'what is not JSON',
      { name: 'q', in: 'query', content: { 'application/json': { schema: FILTER } } },
      { query: 'q={' },
      'must be JSON',
    ],
    [
      'a wrong format',
      inQuery({ type: 'string', format: 'uuid' }),
      { query: 'q=1' },
      'must match format "uuid"',
    ],
    [
      'a header',
      { name: 'X-L', in: 'header', schema: { type: 'integer' } },
      { headers: { 'x-l': 'x' } },
      'must be integer',
    ],
    [
      'a missing cookie',
      { name: 'c', in: 'cookie', required: true, schema: {} },
      { headers: { cookie: 'cc=3' } },
      'is required',
    ],
  ])('refuses %s', (_, parameter, sent, detail) => {
    expect(check(parameter, sent)).toMatchObject([{ detail }]);
  });
});

describe('bodies', () => {
  const PET = {
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', pattern: '^\\p{L}+$' },
      tags: { type: 'array', uniqueItems: true },
      constructor: { type: 'integer' },
      code: { not: { pattern: '^(a|aa)+$' } },
      codes: { contains: { pattern: '^(b|bb)+$' } },
      more: { additionalProperties: { type: 'integer' } },
      parent: { $ref: '#/components/schemas/Pet' },
    },
  };
  const schema = { $ref: '#/components/schemas/Pet' };
  const contract = read(
    { requestBody: { content: { 'application/json': { schema }, 'image/*': {} } } },
    { Pet: PET },
  );
  const checker = createRequestCheckers(contract)('POST', '/pets/7');
  const problemsOf = (text: string | undefined) => {
    const decision = checker?.decideBody('application/json');
    return typeof decision === 'function' ? checkJsonBody(decision, text) : undefined;
  };

  it.each(['{"name":"Ä"}', '{"name":"a","parent":{"name":"b"},"tags":[{"a":1,"b":2},{"a":1}]}'])(
    'takes %s',
    (text) => expect(problemsOf(text)).toEqual([]),
  );

  it.each([
    ['{', '#', 'The body is not JSON in UTF-8 (RFC 8259).'],
    [undefined, '#', 'The body is not JSON in UTF-8 (RFC 8259).'],
    ['[]', '#', 'must be object'],
    ['{"name":7,"name":"a"}', '#', 'must not have a name twice'],
    ['{}', '#', "must have required property 'name'"],
    ['{"name":"a","x":1}', '#', 'must not have the property "x"'],
    ['{"name":"a","parent":{"name":"1"}}', '#/parent/name', 'must match pattern "^\\p{L}+$"'],
    ['{"name":"a","tags":[{"a":1,"b":2},{"b":2,"a":1}]}', '#/tags', 'must not have the same item twice'],
    ['{"name":"a","constructor":"b"}', '#/constructor', 'must be integer'],
    [
      `${'{"name":"a","parent":'.repeat(300)}{}${'}'.repeat(300)}`,
      '#',
      'must not be nested more than 200 deep',
    ],
    [`{"name":"a","code":"${'a'.repeat(60)}!"}`, '#', 'must not take long to be matched with a pattern'],
    [
      `{"name":"a","codes":[${Array(1000)
        .fill(`"${'b'.repeat(60)}!"`)
        .join(',')}]}`,
      '#',
      'must not take long to be matched with a pattern',
    ],
    ['{"name":"a","more":{"#ä/~":"x"}}', '#/more/%23%C3%A4~1~0', 'must be integer'],
    [
      '{"name":"a","more":{"\\ud800\\u0000\\u202e":"x"}}',
      `#/more/${'%EF%BF%BD'.repeat(3)}`,
      'must be integer',
    ],
    [`{"name":"a","more":{"${'x'.repeat(1000)}":"x"}}`, '#/more', 'must be integer'],
    ['{"name":"a","\\u0000":1}', '#', 'must not have the property "\uFFFD"'],
  ])('refuses %.100s', (text, pointer, detail) => expect(problemsOf(text)).toEqual([{ pointer, detail }]));

  it('gives up what is nested beyond the stack, in a parameter too', () => {
    const recursive = { properties: { a: { $ref: '#/components/schemas/Deep' } } };
    const parameter = {
      name: 'q',
      in: 'query',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Deep' } } },
    };
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const find = createRequestCheckers(read({ parameters: [parameter] }, { Deep: recursive }));
    const parts = { innerPath: '/pets/7', query: `q=${deep}`, findHeader: () => undefined };
    expect(find('POST', '/pets/7')?.checkParameters(parts)).toMatchObject([
      { parameter: 'q', detail: 'must not be nested so deep' },
    ]);
  });

  it.each([
    ['image/png', 'unchecked'],
    ['text/plain', 'unlisted'],
    [undefined, 'unlisted'],
  ])('of %s are %s', (mediaType, decision) => expect(checker?.decideBody(mediaType)).toBe(decision));

  it('compares many items in a time that grows with their number alone', () => {
    const items = Array.from({ length: 20_000 }, (_, index) => ({ index }));
    expect(problemsOf(JSON.stringify({ name: 'a', tags: items }))).toEqual([]);
  });
});
