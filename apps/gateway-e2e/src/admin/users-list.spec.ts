import type { Page, UserDetail } from '@gatehouse/dto';
import { runSql, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { openStage, type Stage } from '../fixtures/stage.js';

const MANY = 10_000;
const PAGE_SIZE = 200;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  // Names that are alike but for their case, addresses at two places, and texts that a search must take literally.
  await runSql(
    stage.gatehouse.databaseUrl,
    `INSERT INTO users (id, username, display_name, email)
     SELECT gen_random_uuid(), CASE n % 2 WHEN 0 THEN 'person-' ELSE 'Person-' END || n, 'Number ' || n || CASE n % 100 WHEN 0 THEN ' 100%_' ELSE '' END,
       'mail-' || n || CASE n % 4 WHEN 0 THEN '@east.example' ELSE '@west.example' END
     FROM generate_series(1, ${MANY}) n`,
  );
});
afterAll(stopAllGatehouses);

const list = (query: string): Promise<Page<UserDetail>> => stage.admin.get(`/api/users?${query}`);

/** Every page, until there is nothing on one. */
async function readAll(search: string): Promise<{ total: number; names: string[] }> {
  const names: string[] = [];
  for (let page = 1; ; page += 1) {
    const { items, total } = await list(
      `pageSize=${PAGE_SIZE}&page=${page}&search=${encodeURIComponent(search)}`,
    );
    if (items.length === 0) return { total, names };
    names.push(...items.map(({ username }) => username));
  }
}

it('is paged through to its end: each user once, by name without regard to case', async () => {
  const { total, names } = await readAll('');
  // The first operator and Ada are there besides.
  expect([total, names.length, new Set(names).size]).toEqual([MANY + 2, MANY + 2, MANY + 2]);
  const folded = names.map((name) => name.toLowerCase());
  expect(folded.indexOf('person-1')).toBeLessThan(folded.indexOf('person-10'));
  expect(folded.indexOf('person-10')).toBeLessThan(folded.indexOf('person-2'));
});

it.each([
  ['an address', 'EAST.example', MANY / 4],
  ['a part of a name', 'person-77', 111],
  ['what a pattern would take for anything', '100%_', MANY / 100],
  ['nothing that is there', 'nobody-at-all', 0],
])('is searched to its end for %s', async (_, search, count) => {
  const { total, names } = await readAll(search);
  expect([total, new Set(names).size, names.length]).toEqual([count, count, count]);
});
