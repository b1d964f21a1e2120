import { setTimeout as delay } from 'node:timers/promises';

/** Keys of one statement: beyond that, a statement keeps those behind it waiting for too long. */
const MAX_KEYS = 64;

interface Waiting<Key, Row> {
  readonly key: Key;
  readonly resolve: (row: Row | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Finds rows by unique keys. A look-up that comes alone is sent at once; those that come while it is under way wait for it
 * and share the next statement. A statement always begins after its look-ups did: nobody reads what was true before they
 * asked.
 * @param select the rows of these keys, in any order
 * @param isOf whether it was this key that found the row
 * @param pauseMs from one statement to the next, where many come at once: fewer and larger ones cost both sides less
 */
export function createBatchedFind<Key, Row>(
  select: (keys: readonly Key[]) => Promise<readonly Row[]>,
  isOf: (row: Row, key: Key) => boolean,
  pauseMs = 0,
): (key: Key) => Promise<Row | undefined> {
  let waiting: Waiting<Key, Row>[] = [];
  let isBusy = false;

  async function answer(batch: readonly Waiting<Key, Row>[]): Promise<void> {
    try {
      const rows = await select(batch.map(({ key }) => key));
      for (const { key, resolve } of batch) resolve(rows.find((row) => isOf(row, key)));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  async function drain(): Promise<void> {
    isBusy = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_KEYS);
      waiting = waiting.slice(MAX_KEYS);
      if (pauseMs === 0) await answer(batch);
      else await Promise.all([answer(batch), delay(pauseMs)]);
    }
    isBusy = false;
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (!isBusy) void drain();
    });
}
