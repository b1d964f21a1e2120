/** Writes parts of an APIs file. */
interface Writer {
  readonly api: (key: string, more?: object) => object;
  readonly route: (path: string, more?: object) => object;
  readonly document: (revision: number, apis: readonly object[]) => object;
  readonly first: () => readonly object[];
}

/** What an APIs file may be wrong about, where its third revision is in force: the file, the field, and what is said. */
export const listMistakes = ({
  api,
  route,
  document,
  first,
}: Writer): [string, () => unknown, string, RegExp][] => [
  ['half of it', () => JSON.stringify(document(4, first())).slice(0, -20), '', /./],
  [
    'a setting that is not known',
    () => document(4, [api('photos', { colour: 'red' })]),
    'apis.0.colour',
    /^colour is not known here$/,
  ],
  [
    'an unknown scope',
    () => document(4, [api('photos', { routes: [route('/a', { access: 'scopes', scopes: ['x'] })] })]),
    'apis.0.routes.0.scopes',
    /Not defined: x/,
  ],
  [
    'a private key',
    () => document(4, [api('photos', { tls: { clientKey: 'PEM' } })]),
    'apis.0.tls.clientKey',
    /must not stand in a file/,
  ],
  ['one key twice', () => document(4, [api('photos'), api('photos')]), 'apis', /each key can be used once/],
  [
    'one address twice',
    () => document(4, [api('photos'), api('x', { basePath: '/photos' })]),
    'apis.0.basePath',
    /"x" is published at \/photos already/,
  ],
  [
    'two APIs in the place of one that it no longer has',
    () => document(4, [api('x', { basePath: '/photos' }), api('y', { basePath: '/photos' })]),
    'apis.1.basePath',
    /"x" is published at \/photos already/,
  ],
  ['no revision', () => ({ apis: [] }), 'revision', /counted up/],
  [
    'an application that is not there',
    () => document(4, [api('photos', { callers: { access: 'listed', applications: ['Nobody'] } })]),
    'apis.0.callers.applications.0',
    /no application "Nobody"/,
  ],
];
