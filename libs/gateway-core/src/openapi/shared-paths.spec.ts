import { describeApi } from './describe-api.js';

const describe1 = (paths: object) =>
  describeApi(
    {
      openapi: '3.1.0',
      info: { title: 'Orders', version: '1' },
      components: {
        securitySchemes: {
          oauth: { type: 'oauth2', flows: {} },
          oidc: { type: 'openIdConnect', openIdConnectUrl: 'https://x.example' },
          bearer: { type: 'http', scheme: 'bearer' },
        },
      },
      paths,
    },
    'authenticated',
  );
const publicGet = { get: { security: [] } };

describe('a path that is a part of another', () => {
  it.each<[string, object, object, unknown[]]>([
    ['less than it', { security: [] }, { security: [{ oauth: ['a'] }] }, [['/o/{id}', ['a']]]],
    ['more than it', { security: [{ oauth: ['a'] }] }, { security: [] }, [['/o/{id}', ['a']]]],
    ['any token', { security: [] }, { security: [{ bearer: [] }] }, [['/o/{id}', []]]],
    [
      'something else',
      { security: [{ oauth: ['a'] }] },
      { security: [{ oidc: ['b'] }] },
      [['/o/{id}', ['a', 'b']]],
    ],
    [
      'alternatives',
      { security: [{ oauth: ['a'] }, { oauth: ['b'] }] },
      { security: [{ oauth: ['c'] }] },
      [],
    ],
  ])('whose requests another one takes open nothing: it needs %s', (_, whole, part, expected) => {
    for (const parted of ['/o/{id}.pdf', '/o/x-{id}']) {
      // Wherever in the document it is.
      for (const paths of [
        { [parted]: { get: part }, '/o/{id}': { get: whole }, '/o/mine': publicGet },
        { '/o/mine': publicGet, '/o/{id}': { get: whole }, [parted]: { get: part } },
      ]) {
        const { operations, notes } = describe1(paths);
        const own = operations.filter(({ path }) => path !== '/o/mine');
        expect(own.map(({ path, scopes }) => [path, scopes])).toEqual(expected);
        expect(own.every(({ access }) => access !== 'public')).toBe(true);
        expect(operations.find(({ path }) => path === '/o/mine')?.access).toBe('public');
        expect(notes.map(({ pointer }) => pointer)).toContain(`/paths/~1o~1${parted.slice(3)}/get`);
      }
    }
  });

  it('restricts what is written out only where it is meant', () => {
    const paths = {
      '/{kind}/x.pdf': publicGet,
      '/{kind}/y.pdf': publicGet,
      '/o/{id}x.pdf': { get: { security: [{ oauth: ['a'] }] } },
    };
    expect(describe1(paths).operations.map(({ path, scopes }) => [path, scopes])).toEqual([
      ['/{kind}/x.pdf', ['a']],
      ['/{kind}/y.pdf', []],
    ]);
  });
});
