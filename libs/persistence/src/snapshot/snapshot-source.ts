import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type EpochSection, isEpochSection, readEpoch } from '../nodes/epochs.js';
import { loadSections } from './load-sections.js';
import { SNAPSHOT_SECTIONS, type Snapshot, type SnapshotSection, type SnapshotSource } from './snapshot.js';

export interface SnapshotSourceOptions {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly onError: (error: Error) => void;
}

/** A snapshot source that holds a connection and must be stopped. */
export interface RunningSnapshotSource extends SnapshotSource {
  stop(): Promise<void>;
}

const CHANNEL = 'gatehouse';
const RECONNECT_MS = 500;
// After a read that failed.
const RETRY_MS = 500;
// Notifications are the fast path; this heals whatever they missed.
const POLL_MS = 30_000;
// A connection that died without a word is found by asking.
const HEARTBEAT_MS = 2_000;
const HEARTBEAT_TIMEOUT_MS = 3_000;

const isSection = (text: string | undefined): text is SnapshotSection =>
  (SNAPSHOT_SECTIONS as readonly (string | undefined)[]).includes(text);

/**
 * Loads the first snapshot and follows `NOTIFY gatehouse` from then on. While the connection is down the last
 * snapshot stays in use and `isListening()` is false; after a reconnect everything is read anew.
 * @throws when the database cannot be read at the start
 */
export async function startSnapshotSource(options: SnapshotSourceOptions): Promise<RunningSnapshotSource> {
  const source = new PgSnapshotSource(options);
  try {
    await source.start();
  } catch (error) {
    await source.stop();
    throw error;
  }
  return source;
}

type ChangeListener = Parameters<SnapshotSource['onChange']>[0];

class PgSnapshotSource implements RunningSnapshotSource {
  #snapshot: Snapshot | undefined;
  #connection: pg.Client | undefined;
  /** Whether everything has been read since the connection listens. */
  #isCaughtUp = false;
  #reconnecting: Promise<void> | undefined;
  #reading: Promise<void> = Promise.resolve();
  #stale = new Set<SnapshotSection>();
  #scheduled: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #timers: NodeJS.Timeout[] = [];
  readonly #stopping = new AbortController();
  readonly #listeners = new Set<ChangeListener>();
  readonly #seen = new Map<EpochSection, number>();
  readonly #seenListeners = new Set<() => void>();
  #heardAt = 0;
  /** The last read failed: something that was heard of is not known. */
  #hasFailed = false;
  readonly #options: SnapshotSourceOptions;

  constructor(options: SnapshotSourceOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await this.#catchUp();
    this.#every(POLL_MS, () => this.refresh(...SNAPSHOT_SECTIONS));
    this.#every(HEARTBEAT_MS, () => this.#checkConnection());
  }

  current(): Snapshot {
    if (this.#snapshot === undefined) throw new Error('the snapshot has not been read yet');
    return this.#snapshot;
  }

  isListening(): boolean {
    return this.#connection !== undefined && this.#isCaughtUp;
  }

  heardAt(): number {
    return this.#heardAt;
  }

  seenEpochs(): ReadonlyMap<EpochSection, number> {
    return this.#seen;
  }

  onSeen(listener: () => void): () => void {
    this.#seenListeners.add(listener);
    return () => this.#seenListeners.delete(listener);
  }

  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Calls that arrive while a read is under way share the next one: it begins after all of them, so each sees its
   * own write.
   */
  refresh(...sections: SnapshotSection[]): Promise<void> {
    for (const section of sections) this.#stale.add(section);
    // An application that is disabled is seen in both: who acknowledges its epoch must refuse its API keys as well.
    if (this.#stale.has('clients')) this.#stale.add('applications');
    this.#scheduled ??= this.#reading.then(() => {
      const due = [...this.#stale];
      this.#stale = new Set();
      this.#scheduled = undefined;
      const read = this.#read(due);
      this.#reading = read.catch(() => undefined);
      return read;
    });
    return this.#scheduled;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#retry);
    await this.#reconnecting;
    await this.#connection?.end();
    await this.#reading;
  }

  async #read(sections: readonly SnapshotSection[]): Promise<void> {
    const beganAt = Date.now();
    const [epoch, loaded] = await this.#load(sections).catch((error: unknown) => {
      // Still due, at the next read of anything.
      for (const section of sections) this.#stale.add(section);
      this.#hasFailed = true;
      throw error;
    });
    this.#hasFailed = false;
    const snapshot = { ...this.#snapshot, ...loaded } as Snapshot;
    this.#snapshot = snapshot;
    if (sections.length === SNAPSHOT_SECTIONS.length) this.#heardAt = beganAt;
    for (const listener of this.#listeners) listener(snapshot, new Set(sections));
    this.#see(sections.filter(isEpochSection), epoch);
  }

  /** The epoch first: what is read after it is at least as new. */
  async #load(sections: readonly SnapshotSection[]): Promise<[epoch: number, loaded: Partial<Snapshot>]> {
    const { pool } = this.#options;
    const epoch = sections.some(isEpochSection) ? await readEpoch(pool) : 0;
    return [epoch, await loadSections(pool, sections, this.#snapshot)];
  }

  #see(sections: readonly EpochSection[], epoch: number): void {
    const further = sections.filter((section) => epoch > (this.#seen.get(section) ?? -1));
    for (const section of further) this.#seen.set(section, epoch);
    if (further.length > 0) for (const listener of this.#seenListeners) listener();
  }

  /** Reads what a notification named, and what is still due; tries again until that works. */
  #follow(...sections: SnapshotSection[]): void {
    this.refresh(...sections).catch((error: unknown) => {
      this.#options.onError(error as Error);
      if (this.#stopping.signal.aborted) return;
      this.#retry ??= setTimeout(() => {
        this.#retry = undefined;
        this.#follow();
      }, RETRY_MS).unref();
    });
  }

  /** Listens first and reads then, so that nothing falls in between; the node counts as listening after both. */
  async #catchUp(): Promise<void> {
    const connection = this.#connection ?? (await this.#connect());
    await this.refresh(...SNAPSHOT_SECTIONS);
    this.#isCaughtUp = this.#connection === connection;
  }

  async #connect(): Promise<pg.Client> {
    const connection = new pg.Client({
      connectionString: this.#options.url,
      connectionTimeoutMillis: HEARTBEAT_TIMEOUT_MS,
      keepAlive: true,
    });
    connection.on('error', (error) => this.#lose(connection, error));
    connection.on('end', () => this.#lose(connection));
    connection.on('notification', ({ payload }) => {
      if (isSection(payload)) this.#follow(payload);
    });
    try {
      await connection.connect();
      await connection.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      connection.end().catch(() => undefined);
      throw error;
    }
    this.#connection = connection;
    return connection;
  }

  #lose(connection: pg.Client, error?: Error): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    this.#isCaughtUp = false;
    if (this.#stopping.signal.aborted) return;
    this.#options.onError(error ?? new Error('the notification connection ended'));
    connection.end().catch(() => undefined);
    this.#reconnecting ??= this.#reconnect().finally(() => (this.#reconnecting = undefined));
  }

  async #reconnect(): Promise<void> {
    const { signal } = this.#stopping;
    while (!this.isListening()) {
      const isStopping = await pause(RECONNECT_MS, false, { signal }).catch(() => true);
      if (isStopping) return;
      await this.#catchUp().catch((error: unknown) => this.#options.onError(error as Error));
    }
  }

  async #checkConnection(): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    const silence = new Promise<never>((_, reject) =>
      setTimeout(
        () => reject(new Error('the notification connection is silent')),
        HEARTBEAT_TIMEOUT_MS,
      ).unref(),
    );
    const askedAt = Date.now();
    try {
      await Promise.race([connection.query('SELECT 1'), silence]);
    } catch (error) {
      this.#lose(connection, error as Error);
      return;
    }
    // What was notified before the answer came with it, and is being read.
    await (this.#scheduled ?? this.#reading).catch(() => undefined);
    if (this.isListening() && !this.#hasFailed) this.#heardAt = Math.max(this.#heardAt, askedAt);
  }

  #every(milliseconds: number, work: () => Promise<void>): void {
    const timer = setInterval(() => void work().catch(this.#options.onError), milliseconds);
    timer.unref();
    this.#timers.push(timer);
  }
}
