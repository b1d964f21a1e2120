import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../start/settings.mjs';
import {
  findAddresses,
  findMetrics,
  findPrograms,
  findScopes,
  findScreenWords,
  findScripts,
  findSettings,
  findShownTexts,
  findStartOptions,
  findUnsetVariables,
  isQuoteOf,
} from './claims.mjs';
import { readFacts } from './facts.mjs';

const facts = readFacts();
const pages = ['README.md', ...readdirSync(join(ROOT, 'docs/guides')).map((name) => `docs/guides/${name}`)]
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, markdown: readFileSync(join(ROOT, path), 'utf8') }));

/**
 * What a page can be wrong about: how it is found, and a page with one such mistake.
 * @type {readonly { kind: string, findWrong: (markdown: string) => string[], right: string, planted: string, wrong: string[] }[]}
 */
const CLAIMS = [
  {
    kind: 'settings that exist',
    findWrong: (markdown) => findSettings(markdown).filter((name) => !facts.settings.has(name)),
    right: 'Set `GATEHOUSE_ISSUER`; the library’s own `OTEL_BSP_*` count, too.',
    planted: 'Set `GATEHOUSE_ISUER=http://localhost:4000`.',
    wrong: ['GATEHOUSE_ISUER'],
  },
  {
    kind: 'metrics that are counted',
    findWrong: (markdown) => findMetrics(markdown).filter((name) => !facts.counts(name)),
    right: '`gatehouse_calls_total`, `…_connections_open`',
    planted: '`rate(gatehouse_call_total[5m])`',
    wrong: ['gatehouse_call_total'],
  },
  {
    kind: 'scripts that package.json has',
    findWrong: (markdown) => findScripts(markdown).filter((name) => !facts.scripts.has(name)),
    right: '`npm ci && npm run build`, then `npm start`.',
    planted: '```sh\nnpm run built\n```\n',
    wrong: ['built'],
  },
  {
    kind: 'options that npm start has',
    findWrong: (markdown) =>
      findStartOptions(markdown).filter((option) => !facts.help.includes(` ${option}`)),
    right: '`npm start -- --new-operator`',
    planted: '`npm start -- --new-admin`',
    wrong: ['--new-admin'],
  },
  {
    kind: 'programs that are there',
    findWrong: (markdown) => findPrograms(markdown).filter((program) => !facts.hasProgram(program)),
    right: '`node apps/gateway/dist/main.js`, and `samples/flows/jwt-bearer.mjs`',
    planted: '```sh\nnode apps/gateway/dist/server.js\n```\n',
    wrong: ['apps/gateway/dist/server.js'],
  },
  {
    kind: 'addresses that are served',
    findWrong: (markdown) => findAddresses(markdown).filter((address) => !facts.serves(address)),
    right:
      '`GET /health/ready`, <http://localhost:4000/account/security>, `<your issuer>/sign-in/callback/<slug>`',
    planted: '```sh\ncurl http://localhost:4000/oauth2/tokens\n```\n',
    wrong: ['/oauth2/tokens'],
  },
  {
    kind: 'words of the screens as they are',
    findWrong: (markdown) => findScreenWords(markdown).filter((word) => !facts.screens.has(word)),
    right:
      '_Applications → the application → Clients_; then\n_Refused everywhere since +…_, not `a_b_c`. **Careful.**',
    planted: '_Applications → Enrol application_, **Identity providers → Add one**',
    wrong: ['Enrol application', 'Add one'],
  },
  {
    kind: 'texts that somebody really reads',
    findWrong: (markdown) =>
      findShownTexts(markdown).filter((quoted) => !facts.shown.some((text) => isQuoteOf(quoted, text))),
    right:
      '| "The directory … cannot be reached" | See the log |\n| "We cannot reach ... right now" | Wait |\n',
    planted: '| "The directory … cannot be found" | See the log |\n',
    wrong: ['The directory … cannot be found'],
  },
  {
    kind: 'no shell variable that was not set before',
    findWrong: (markdown) => findUnsetVariables(markdown, facts.settings),
    right: '```sh\nA=…   # why\nread -r B\ncurl "$A/$B" "$DATABASE_URL" -w \'%header{x}\'\n```\n',
    planted: '```sh\ncurl "$EPOCH"\nEPOCH=1\n```\n',
    wrong: ['EPOCH'],
  },
  {
    kind: 'scopes that exist, or that it defines',
    findWrong: (markdown) => findScopes(markdown).filter((name) => !facts.scopes.has(name)),
    right:
      '_Scopes → Define scope_: a name such as `orders.read`.\n`scope=orders.read`, `scope=openid`, `"allowedScopes": ["photos"]`, `gatehouse.read`',
    planted: '```sh\ncurl -d scope=pictures\n```\n',
    wrong: ['pictures'],
  },
];

for (const { kind, findWrong, right, planted, wrong } of CLAIMS) {
  describe(`the guides name ${kind}`, () => {
    it('and a mistake would be found', () => {
      assert.deepEqual(findWrong(right), []);
      assert.deepEqual(findWrong(planted), wrong);
    });

    for (const { path, markdown } of pages) {
      it(`in ${path}`, () => assert.deepEqual(findWrong(markdown), []));
    }
  });
}

it('the facts are not empty', () => {
  const { settings, scripts, screens, shown, scopes } = facts;
  assert.ok([settings, scripts, screens, scopes].every(({ size }) => size > 5) && shown.length > 5);
});
