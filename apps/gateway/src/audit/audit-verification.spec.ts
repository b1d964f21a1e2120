import {
  type AuditStore,
  BEGINNING,
  type ChainEnd,
  type ChainedEntry,
  hashEntry,
} from '@gatehouse/persistence';
import { verifyAuditLog } from './audit-verification.js';

function chain(length: number): ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  for (let number = 1; number <= length; number += 1) {
    const entry = JSON.stringify({ number });
    entries.push({ number, entry, hash: hashEntry(entries.at(-1)?.hash ?? BEGINNING.hash, entry) });
  }
  return entries;
}

/** The log as it stands at each reading: where it begins, and its entries. */
function storeOf(all: readonly ChainedEntry[], starts: readonly ChainEnd[]): AuditStore {
  let readings = 0;
  const start = (): ChainEnd => starts[Math.min(readings, starts.length - 1)] ?? BEGINNING;
  return {
    findStart: () => Promise.resolve(start()),
    listAfter: (number: number, limit: number) => {
      readings += 1;
      const from = Math.max(number, start().number);
      return Promise.resolve(all.slice(from, from + limit));
    },
    find: (number: number) => Promise.resolve(all[number - 1]),
  } as unknown as AuditStore;
}

describe('verifying the audit log', () => {
  const entries = chain(500);
  const [first] = entries.slice(250);

  it('does not take entries for missing that were removed for their age meanwhile', async () => {
    const trimmed = storeOf(entries, [BEGINNING, first ?? BEGINNING]);
    expect(await verifyAuditLog(trimmed, {}, 5)).toMatchObject({
      isIntact: true,
      removed: 251,
      first: 252,
      last: 500,
    });
  });

  it('takes them for missing where the log does not say so', async () => {
    const cut = storeOf(entries.slice(251), [BEGINNING]);
    expect(await verifyAuditLog(cut, {}, 5)).toMatchObject({
      isIntact: false,
      problem: {
        number: 252,
        kind: 'missing',
        after: 0,
        message: 'Entries 1 to 251 are missing: entry 252 comes right after the beginning.',
      },
    });
  });

  it('goes on where an answer ended, or where the log begins by then', async () => {
    const store = storeOf(entries, [BEGINNING]);
    let time = 0;
    const part = await verifyAuditLog(store, {}, 1, () => (time += 600));
    expect(part).toMatchObject({ isIntact: true, isComplete: false, checked: 200 });
    const after = part.next ?? '';
    expect(await verifyAuditLog(store, { after }, 5)).toMatchObject({ checked: 300, first: 201, last: 500 });
    const trimmed = storeOf(entries, [first ?? BEGINNING]);
    expect(await verifyAuditLog(trimmed, { after }, 5)).toMatchObject({ isIntact: true, checked: 249 });
  });
});
