import { createBatchedFind } from './batched-find.js';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

/** A table whose statements are answered by the test. */
function aTable() {
  const statements: { readonly keys: readonly string[]; answer: () => void; fail: () => void }[] = [];
  const find = createBatchedFind<string, { readonly key: string }>(
    (keys) =>
      new Promise((resolve, reject) => {
        statements.push({
          keys,
          answer: () => resolve(keys.filter((key) => key !== 'unknown').map((key) => ({ key }))),
          fail: () => reject(new Error('no connection')),
        });
      }),
    (row, key) => row.key === key,
  );
  return { find, statements };
}

describe('a batched find', () => {
  it('asks at once for a look-up that comes alone', async () => {
    const { find, statements } = aTable();
    const found = find('a');
    expect(statements.map(({ keys }) => keys)).toEqual([['a']]);
    statements[0]?.answer();
    expect(await found).toEqual({ key: 'a' });
  });

  it('asks together for those that came while a statement was under way', async () => {
    const { find, statements } = aTable();
    const first = find('a');
    const others = [find('b'), find('unknown'), find('c'), find('b')];
    expect(statements).toHaveLength(1);
    statements[0]?.answer();
    await first;
    await turn();
    expect(statements.map(({ keys }) => keys)).toEqual([['a'], ['b', 'unknown', 'c', 'b']]);
    statements[1]?.answer();
    expect(await Promise.all(others)).toEqual([{ key: 'b' }, undefined, { key: 'c' }, { key: 'b' }]);
  });

  it('never answers by a statement that began before the look-up', async () => {
    const { find, statements } = aTable();
    const first = find('a');
    const again = find('a');
    statements[0]?.answer();
    await first;
    await turn();
    expect(statements).toHaveLength(2);
    statements[1]?.answer();
    expect(await again).toEqual({ key: 'a' });
  });

  it('fails only those whose statement failed, and goes on', async () => {
    const { find, statements } = aTable();
    const lost = find('a');
    const next = find('b');
    statements[0]?.fail();
    await expect(lost).rejects.toThrow('no connection');
    await turn();
    statements[1]?.answer();
    expect(await next).toEqual({ key: 'b' });
  });

  it('keeps statements at 64 keys', async () => {
    const { find, statements } = aTable();
    const all = Array.from({ length: 70 }, (_, index) => find(`key ${index}`));
    for (let index = 0; index < 3; index += 1) {
      statements[index]?.answer();
      await turn();
    }
    expect(statements.map(({ keys }) => keys.length)).toEqual([1, 64, 5]);
    expect(await Promise.all(all)).toHaveLength(70);
  });
});
