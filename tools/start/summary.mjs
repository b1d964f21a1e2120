import { bold, cyan, dim, yellow } from './screen.mjs';

const LOST_PASSWORD =
  'password shown by the first start alone; lost it? In a second terminal: npm start -- --new-operator';

/** @typedef {[label: string, value: string, remark?: string]} Row */

/**
 * @param {object} facts
 * @param {import('./settings.mjs').LauncherSettings} facts.settings
 * @param {{ username: string, password: string } | undefined} facts.operator when made by this start
 * @param {import('./seed-example.mjs').Example | undefined} facts.example
 * @param {string} facts.postgres where the database is, without a password
 * @param {string} facts.dataPlace
 * @returns {string}
 */
export function renderSummary({ settings, operator, example, postgres, dataPlace }) {
  const { issuer, gatewayUrl, adminUrl, ports, roles } = settings;
  const printShop = `http://localhost:${ports.printShop}`;
  /** @type {Row[]} */
  const places = [
    ...(example === undefined
      ? []
      : [/** @type {Row} */ (['Print Shop', printShop, 'the worked example, a web site that wants photos'])]),
    ...(roles.has('admin')
      ? [/** @type {Row} */ (['Console', adminUrl, 'for operators; the REST API is at /api/docs'])]
      : []),
    ...(roles.has('auth')
      ? [/** @type {Row} */ (['Authorization server', issuer, 'the issuer; people sign in and consent here'])]
      : []),
    ...(roles.has('gateway')
      ? [
          /** @type {Row} */ ([
            'Gateway',
            gatewayUrl,
            example === undefined ? 'published APIs' : 'published APIs: GET /flickr/photos',
          ]),
        ]
      : []),
    ...(example === undefined
      ? []
      : [/** @type {Row} */ (['Photo API', example.photoApiUrl, 'behind the gateway; knows no OAuth'])]),
    ['PostgreSQL', postgres],
  ];
  /** @type {Row[]} */
  const people = [
    ...(example === undefined
      ? []
      : [/** @type {Row} */ (['End user', example.user.username, `password ${example.user.password}`])]),
    operator === undefined
      ? ['Operator', 'admin', LOST_PASSWORD]
      : ['Operator', operator.username, `password ${operator.password}   shown only now: keep it`],
  ];
  const width = Math.max(...[...places, ...people].map(([label]) => label.length));
  const valueWidth = Math.max(...places.map(([, value]) => value.length));
  const row = (/** @type {Row} */ [label, value, remark = '']) =>
    `  ${label.padEnd(width)}  ${cyan(value.padEnd(valueWidth))}  ${dim(remark)}`.trimEnd();
  const person = (/** @type {Row} */ [label, value, remark = '']) =>
    `  ${label.padEnd(width)}  ${bold(value.padEnd(valueWidth))}  ${yellow(remark)}`;
  const first =
    example === undefined
      ? `Open ${cyan(adminUrl)} first.`
      : `Open ${cyan(printShop)} first, click "Print my photos" and sign in as ${bold(example.user.username)}.`;
  return [
    '',
    `  ${bold('Gatehouse is running.')} ${first}`,
    '',
    ...places.map(row),
    '',
    ...people.map(person),
    '',
    dim(`  Ctrl-C stops everything. Data and logs are kept in ${dataPlace}. Settings: npm start -- --help`),
    '',
  ].join('\n');
}
