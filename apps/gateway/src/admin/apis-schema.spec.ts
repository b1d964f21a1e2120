import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describeApisDocument } from './apis-schema.js';

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
const validate = ajv.compile(describeApisDocument());

const api = (changes: object = {}): object => ({
  revision: 1,
  apis: [
    {
      key: 'photos',
      name: 'Photos',
      basePath: '/photos',
      targets: [{ url: 'http://127.0.0.1:1' }],
      routes: [{ path: '/a', access: 'public' }],
      ...changes,
    },
  ],
});
const findErrors = (document: object): string[] =>
  validate(document)
    ? []
    : (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);

it('takes what the classes take, with nothing said that has a default', () => {
  expect(findErrors(api())).toEqual([]);
  expect(
    findErrors(api({ tls: null, policies: { cors: { origins: ['*'] }, circuitBreaker: null } })),
  ).toEqual([]);
});

it.each<[string, object, string]>([
  ['a setting that is not known', { colour: 'red' }, '/apis/0 additionalProperties'],
  ['a wrong choice', { routes: [{ path: '/a', access: 'nobody' }] }, '/apis/0/routes/0/access enum'],
  ['a number that is too small', { connectTimeoutMs: 1 }, '/apis/0/connectTimeoutMs minimum'],
  ['no key', { key: undefined }, '/apis/0 required'],
  ['a private key', { tls: { clientKey: 'PEM' } }, '/apis/0/tls additionalProperties'],
])('shows an editor %s', (_, changes, error) => {
  expect(findErrors(JSON.parse(JSON.stringify(api(changes))) as object)).toContain(error);
});
