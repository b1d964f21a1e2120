import type { SnapshotSection } from './snapshot.js';

export interface ReadingLaneOptions {
  readonly read: (sections: readonly SnapshotSection[]) => Promise<void>;
  readonly onError: (error: Error) => void;
  /** Whether there is a use in trying again. */
  readonly mayRetry: () => boolean;
}

const RETRY_MS = 500;

/** Reads sections one read after the other, and what could not be read again until it can. */
export class ReadingLane {
  /** The last read failed: something that was heard of is not known. */
  hasFailed = false;
  #stale = new Set<SnapshotSection>();
  #scheduled: Promise<void> | undefined;
  #reading: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;
  #isStopped = false;
  readonly #options: ReadingLaneOptions;

  constructor(options: ReadingLaneOptions) {
    this.#options = options;
  }

  /**
   * Calls that arrive while a read is under way share the next one: it begins after all of them, so each sees its
   * own write.
   */
  refresh(sections: readonly SnapshotSection[]): Promise<void> {
    for (const section of sections) this.#stale.add(section);
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

  /** Resolves once everything that was named so far is read, or could not be. */
  settle(): Promise<void> {
    return (this.#scheduled ?? this.#reading).catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#retry);
    await this.settle();
  }

  async #read(sections: readonly SnapshotSection[]): Promise<void> {
    try {
      await this.#options.read(sections);
      this.hasFailed = false;
    } catch (error) {
      for (const section of sections) this.#stale.add(section);
      this.hasFailed = true;
      this.#tryAgain();
      throw error;
    }
  }

  #tryAgain(): void {
    if (this.#isStopped) return;
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      if (this.#options.mayRetry()) this.refresh([]).catch(this.#options.onError);
    }, RETRY_MS).unref();
  }
}
