import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type EpochSection, isEpochSection, readEpoch } from '../nodes/epochs.js';
import { loadSections } from './load-sections.js';
import { elapsedSince, laterOf, type Moment, takeMoment } from './moment.js';
import { ReadingLane } from './reading-lane.js';
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
// Notifications are the fast path; this heals whatever they missed.
const POLL_MS = 30_000;
// A connection that died without a word is found by asking.
const HEARTBEAT_MS = 2_000;
const HEARTBEAT_TIMEOUT_MS = 3_000;

/** What is read at once, whatever else is being read: how soon a revocation is known everywhere hangs on it. */
const isUrgent = (section: SnapshotSection): boolean => section === 'revocations';

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
  #timers: NodeJS.Timeout[] = [];
  readonly #stopping = new AbortController();
  readonly #listeners = new Set<ChangeListener>();
  readonly #seen = new Map<EpochSection, number>();
  readonly #seenListeners = new Set<() => void>();
  #heard: Moment = { wallMs: 0, steadyMs: -Infinity };
  readonly #urgent: ReadingLane;
  readonly #rest: ReadingLane;
  readonly #options: SnapshotSourceOptions;

  constructor(options: SnapshotSourceOptions) {
    this.#options = options;
    const lane = {
      read: (sections: readonly SnapshotSection[]) => this.#read(sections),
      onError: options.onError,
      // A new connection begins with reading everything.
      mayRetry: () => this.#connection !== undefined,
    };
    this.#urgent = new ReadingLane(lane);
    this.#rest = new ReadingLane(lane);
  }

  async start(): Promise<void> {
    await this.#catchUp();
    this.#every(POLL_MS, () => this.#readAll());
    this.#every(HEARTBEAT_MS, () => this.#checkConnection());
  }

  current(): Snapshot {
    if (this.#snapshot === undefined) throw new Error('the snapshot has not been read yet');
    return this.#snapshot;
  }

  isListening(): boolean {
    return this.#connection !== undefined && this.#isCaughtUp;
  }

  unheardMs(): number {
    return elapsedSince(this.#heard);
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

  async refresh(...sections: SnapshotSection[]): Promise<void> {
    const urgent = sections.filter(isUrgent);
    const rest = sections.filter((section) => !isUrgent(section));
    // An application that is disabled is seen in both: who acknowledges its epoch must refuse its API keys as well.
    if (rest.includes('clients')) rest.push('applications');
    await Promise.all([
      urgent.length > 0 && this.#urgent.refresh(urgent),
      rest.length > 0 && this.#rest.refresh(rest),
    ]);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const timer of this.#timers) clearInterval(timer);
    await this.#reconnecting;
    await this.#connection?.end();
    await Promise.all([this.#urgent.stop(), this.#rest.stop()]);
  }

  async #read(sections: readonly SnapshotSection[]): Promise<void> {
    const [epoch, loaded] = await this.#load(sections);
    const snapshot = { ...this.#snapshot, ...loaded } as Snapshot;
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener(snapshot, new Set(sections));
    this.#see(sections.filter(isEpochSection), epoch);
  }

  /** The epoch first: what is read after it is at least as new. */
  async #load(sections: readonly SnapshotSection[]): Promise<[epoch: number, loaded: Partial<Snapshot>]> {
    const { pool } = this.#options;
    // Behind a new connection may be another server, whose rows have versions of their own.
    const before = this.#isCaughtUp ? this.#snapshot : undefined;
    const epoch = sections.some(isEpochSection) ? await readEpoch(pool) : 0;
    return [epoch, await loadSections(pool, sections, before)];
  }

  async #readAll(): Promise<void> {
    const begun = takeMoment();
    await this.refresh(...SNAPSHOT_SECTIONS);
    this.#heard = laterOf(this.#heard, begun);
  }

  #see(sections: readonly EpochSection[], epoch: number): void {
    const further = sections.filter((section) => epoch > (this.#seen.get(section) ?? -1));
    for (const section of further) this.#seen.set(section, epoch);
    if (further.length > 0) for (const listener of this.#seenListeners) listener();
  }

  /** Listens first and reads then, so that nothing falls in between; the node counts as listening after both. */
  async #catchUp(): Promise<void> {
    const connection = this.#connection ?? (await this.#connect());
    await this.#readAll();
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
      if (isSection(payload)) this.refresh(payload).catch(this.#options.onError);
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
    const asked = takeMoment();
    try {
      await Promise.race([connection.query('SELECT 1'), silence]);
    } catch (error) {
      this.#lose(connection, error as Error);
      return;
    }
    // What was notified before the answer came with it, and is being read.
    const lanes = [this.#urgent, this.#rest];
    await Promise.all(lanes.map((lane) => lane.settle()));
    if (this.isListening() && !lanes.some(({ hasFailed }) => hasFailed))
      this.#heard = laterOf(this.#heard, asked);
  }

  #every(milliseconds: number, work: () => Promise<void>): void {
    const timer = setInterval(() => void work().catch(this.#options.onError), milliseconds);
    timer.unref();
    this.#timers.push(timer);
  }
}
