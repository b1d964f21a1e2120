import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OpenApiPreview } from '@gatehouse/dto';
import { describeFieldProblem, FIELD_PROBLEMS, type FieldProblemCode } from '@gatehouse/dto/field-problems';
import fc from 'fast-check';
import { closeGatewayStage, type GatewayStage, openGatewayStage } from '../gateway-stage.js';
import { ORDERS, PETSTORE } from './documents.js';

let stage: GatewayStage;
const petstore = PETSTORE('pets.example');

beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);

interface Refused {
  readonly errors?: readonly {
    readonly field: string;
    readonly message: string;
    readonly code: string;
    readonly values?: Readonly<Record<string, string>>;
  }[];
}

const preview = <T = Refused>(document: string) =>
  stage.admin.request<T>('POST', '/api/apis/openapi/preview', { document });

describe('a document that cannot be served is refused, with the place', () => {
  const broken = (change: (document: ReturnType<typeof ORDERS>) => object): string =>
    JSON.stringify(change(ORDERS('https://orders.example')), null, 2);

  it.each<[string, () => string, RegExp]>([
    ['no OpenAPI', () => 'hello', /not an OpenAPI document/],
    ['Swagger 2.0', () => '{"swagger":"2.0"}', /convert it to OpenAPI 3/],
    ['another version', () => 'openapi: 3.2.0\npaths: {}', /"3\.2\.0" is not supported/],
    ['YAML that is broken', () => 'openapi: 3.0.0\npaths: {\n', /line \d/],
    ['JSON that is broken', () => '{\n"openapi": "3.0.0",\n"paths": {]\n}', /line 3/],
    [
      'a wrong type',
      () => broken((document) => ({ ...document, paths: { '/a': { get: { responses: 7 } } } })),
      /at \/paths\/~1a\/get\/responses, line \d+/,
    ],
    [
      'no title',
      () => broken((document) => ({ ...document, info: { version: '1' } })),
      /must have required property 'title'.*at \/info, line 3/,
    ],
    [
      'a reference to nothing',
      () => petstore.replace('#/components/parameters/limit', '#/components/parameters/other'),
      /nothing at "#\/components\/parameters\/other".*line 19/,
    ],
    [
      'a reference to a file',
      () => petstore.replace('#/components/schemas/Pet', 'file:///etc/hostname'),
      /"file:\/\/\/etc\/hostname" is not followed.*line 36/,
    ],
    [
      'a relative reference',
      () => petstore.replace('#/components/schemas/Pet', '../../package.json'),
      /is not followed/,
    ],
    [
      'a character that cannot be stored',
      () => broken((document) => ({ ...document, info: { title: 'a\u0000', version: '1' } })),
      /cannot be stored/,
    ],
    [
      'half a character',
      () => broken((document) => ({ ...document, info: { title: '\ud800', version: '1' } })),
      /cannot be stored/,
    ],
    [
      'too deep nesting',
      () => `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
      /deep|not an OpenAPI|does not say/,
    ],
    ['too deep YAML', () => `openapi: 3.0.0\npaths: ${'['.repeat(5_000)}${']'.repeat(5_000)}`, /./],
    ['aliases that mean too much', () => bomb(), /too many aliases|values/],
    ['too much', () => 'x'.repeat(2_000_001), /shorter than or equal to 2000000/],
  ])('%s', async (_, write, message) => {
    const { status, body } = await preview(write());
    expect({ status, field: body.errors?.[0]?.field }).toEqual({ status: 400, field: 'document' });
    expect(body.errors?.map((error) => error.message).join('\n')).toMatch(message);
    const unsaid = body.errors?.filter(({ code, values, message: said }) => !isSaid(code, values, said));
    expect(unsaid).toEqual([]);
  });

  /** Whether the sentence is the one of the code, with its values: what other languages say by it. */
  const isSaid = (code: string, values: Readonly<Record<string, string>> = {}, message: string): boolean =>
    code === 'isLength' ||
    (code in FIELD_PROBLEMS && message.startsWith(describeFieldProblem(code as FieldProblemCode, values)));

  const bomb = (): string => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `  l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`,
    );
    return [
      'openapi: 3.0.0',
      'info: { title: a, version: b }',
      'paths: {}',
      'x-bomb:',
      '  l0: &l0 [lol]',
      ...levels,
    ].join('\n');
  };

  it('never fetches what a document refers to', async () => {
    let fetched = 0;
    const server = createServer((_, response) => {
      fetched += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pet.json`;
    for (const place of ['#/components/schemas/Pet', '#/components/parameters/limit'])
      expect((await preview(petstore.replace(place, url))).status).toBe(400);
    server.close();
    expect(fetched).toBe(0);
  });

  it('takes schemas that refer to one another so that they would never end written out', async () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 40 }, (_, level) => {
        const next = { $ref: `#/components/schemas/S${level + 1}` };
        return [`S${level}`, level === 39 ? { type: 'string' } : { properties: { a: next, b: next } }];
      }),
    );
    const document = broken((orders) => ({
      ...orders,
      components: {
        ...orders.components,
        schemas: { ...schemas, Order: { $ref: '#/components/schemas/S0' } },
      },
    }));
    expect((await preview<OpenApiPreview>(document)).body.routes).toHaveLength(2);
  });
});

describe('whatever is uploaded', () => {
  it('is never our fault: fuzzed', async () => {
    const names = fc.constantFrom(
      'get',
      'post',
      'parameters',
      'requestBody',
      'content',
      'schema',
      '$ref',
      'security',
      'in',
      'name',
      '__proto__',
      'constructor',
      'servers',
      'application/json',
      'type',
      'properties',
      'pattern',
      'nullable',
      'x',
    );
    const leaves = fc.oneof(
      fc.constantFrom('#/paths', '#', '#/a', 'path', 'query', 'string', '(', 'object', '~', '%'),
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        leaves,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(names, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value;
    const methods = fc.dictionary(
      fc.constantFrom('get', 'post', 'parameters', 'servers', '$ref', 'trace'),
      values,
      { maxKeys: 3, noNullPrototype: true },
    );
    const documents = fc.record({
      openapi: fc.constantFrom('3.0.3', '3.1.0'),
      info: fc.constant({ title: 'x', version: '1' }),
      paths: fc.dictionary(fc.constantFrom('/a', '/a/{b}', '/{x}.json', '/*', '', '/a?'), methods, {
        maxKeys: 3,
        noNullPrototype: true,
      }),
      components: fc.oneof(
        fc.constant({}),
        fc.dictionary(fc.constantFrom('schemas', 'securitySchemes', 'parameters'), values, {
          noNullPrototype: true,
        }),
      ),
      security: values,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          documents.map((document) => JSON.stringify(document)),
          fc.string({ minLength: 1 }),
        ),
        async (document) => {
          const { status } = await preview(document);
          return status === 200 || status === 400;
        },
      ),
      { numRuns: 15 },
    );
  });
});
