import type { Pool } from 'pg';
import type { Database } from '../../database.js';
import { openTestDatabase } from '../../testing/index.js';
import { maintainTraffic } from '../../traffic-partitions.js';
import { toJsonb } from './jsonb.js';
import { createTrafficWriterStore } from './traffic-writer.store.js';

let database: Database;
let pool: Pool;
beforeAll(async () => {
  database = await openTestDatabase();
  pool = database.pool;
});
afterAll(() => database.close());

describe('text that PostgreSQL does not take', () => {
  it.each([
    ['a\u0000b', 'a\uFFFDb'],
    ['\uD83D', '\uFFFD'],
    ['\uDE00\uD83D', '\uFFFD\uFFFD'],
    ['\u{1F600}\u0001\\u0000 "\\\u0000\n', '\u{1F600}\u0001\\u0000 "\\\uFFFD\n'],
    ['\\ud83d', '\\ud83d'],
  ])('is replaced, and nothing else: %j', async (text, stored) => {
    const { rows } = await pool.query<{ readonly value: unknown }>('SELECT $1::jsonb AS value', [
      toJsonb({ [text]: [text] }),
    ]);
    expect(rows[0]?.value).toEqual({ [stored]: [stored] });
  });

  it('keeps no call out of the call log', async () => {
    const details = { refusal: { title: 'No', detail: '\uDC00', error: null, reason: 'sub "a\u0000b"' } };
    await maintainTraffic(pool, { callLogHours: 6, trafficDays: 3 });
    await createTrafficWriterStore(pool).write({
      node: 'a node',
      calls: [
        {
          at: Date.now(),
          requestId: 'an id',
          method: 'GET',
          path: '/a\u0000b\uD800',
          status: 401,
          check: 'credentials',
          apiId: null,
          applicationId: null,
          clientId: null,
          userId: null,
          durationMs: 1,
          details: details as never,
        },
      ],
      seconds: [],
      counts: [],
      uses: [],
    });
    const { rows } = await pool.query('SELECT path, details FROM calls');
    expect(rows).toEqual([
      {
        path: '/a\uFFFDb\uFFFD',
        details: { refusal: { title: 'No', detail: '\uFFFD', error: null, reason: 'sub "a\uFFFDb"' } },
      },
    ]);
  });
});
