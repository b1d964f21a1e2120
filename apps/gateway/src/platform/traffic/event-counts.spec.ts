import type { EventCount, EventWriterStore } from '@gatehouse/persistence';
import { createLogger } from '../logger.js';
import { EventCounts } from './event-counts.js';

const AT = Date.parse('2026-11-26T03:17:20Z');
const CLIENT = { applicationId: 'an-application', clientId: 'a-client' };

/** Keeps what is written; while it is away, it takes nothing. */
class Store implements EventWriterStore {
  readonly written: EventCount[] = [];
  isAway = false;

  write(counts: readonly EventCount[]): Promise<void> {
    if (this.isAway) return Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
    this.written.push(...counts);
    return Promise.resolve();
  }
}

const open = () => {
  const store = new Store();
  const counts = new EventCounts(
    store,
    createLogger('error', () => undefined),
  );
  return { store, counts };
};
const count = (counts: EventCounts, label: string, at = Date.now()): void =>
  counts.count('token', label, CLIENT, at);

describe('counts of access tokens', () => {
  it('are one number for each minute, grant type and client', async () => {
    const { store, counts } = open();
    const now = Date.now();
    count(counts, 'refresh_token', now);
    count(counts, 'refresh_token', now);
    count(counts, 'client_credentials', now);
    counts.count('sign-in', 'refused', null, now);
    await counts.stop();
    const minute = Math.floor(now / 60_000) * 60_000;
    expect(store.written).toEqual([
      { minute, kind: 'token', label: 'refresh_token', ...CLIENT, events: 2 },
      { minute, kind: 'token', label: 'client_credentials', ...CLIENT, events: 1 },
      { minute, kind: 'sign-in', label: 'refused', applicationId: null, clientId: null, events: 1 },
    ]);
  });

  it('wait while the database is away, and none is lost or told twice', async () => {
    const { store, counts } = open();
    store.isAway = true;
    count(counts, 'refresh_token');
    await counts.stop();
    count(counts, 'refresh_token');
    store.isAway = false;
    await counts.stop();
    await counts.stop();
    expect(store.written.reduce((all, { events }) => all + events, 0)).toBe(2);
  });

  it('are not kept for minutes that the database has no place for any more', async () => {
    const { store, counts } = open();
    count(counts, 'refresh_token', AT - 365 * 86_400_000);
    await counts.stop();
    expect(store.written).toEqual([]);
  });
});
