import { type FileHandle, open } from 'node:fs/promises';
import type { Logger } from '../logger.js';

/** Where lines go, a few hundred at a time. */
interface Sink {
  write(text: string): Promise<void>;
  /** The file may have been moved away. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

const FLUSH_MS = 200;
/** Earlier, once there is so much. */
const FLUSH_CHARACTERS = 65_536;
/** What a disk that is slow or full may keep waiting. Lines beyond that are dropped, and counted. */
const MAX_WAITING_CHARACTERS = 8_388_608;

/**
 * Lines on their way to a file or to standard output. A call hands its line over and goes on: what cannot be written in
 * time is dropped.
 */
export class AccessLog {
  private waiting: string[] = [];
  private waitingCharacters = 0;
  private dropped = 0;
  private writing: Promise<void> | undefined;
  private isStale = false;
  private isFailing = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly sink: Sink,
    private readonly logger: Pick<Logger, 'warn' | 'info'>,
  ) {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  get droppedLines(): number {
    return this.dropped;
  }

  /** @param line without its end */
  add(line: string): void {
    if (this.waitingCharacters + line.length > MAX_WAITING_CHARACTERS) {
      this.dropped += 1;
      return;
    }
    this.waiting.push(line);
    this.waitingCharacters += line.length;
    if (this.waitingCharacters >= FLUSH_CHARACTERS) void this.flush();
  }

  /** The next line goes to a new file of the same name. */
  async reopen(): Promise<void> {
    // What is being written goes to the old one.
    await this.writing;
    this.isStale = true;
    await this.flush();
  }

  /** Writes what there is. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
    // What came while the last lines were written.
    await this.flush();
    await this.sink.close();
  }

  private flush(): Promise<void> {
    this.writing ??= this.write().finally(() => (this.writing = undefined));
    return this.writing;
  }

  private async write(): Promise<void> {
    const lines = this.waiting;
    this.waiting = [];
    this.waitingCharacters = 0;
    try {
      if (this.isStale) await this.sink.reopen();
      this.isStale = false;
      if (lines.length > 0) await this.sink.write(`${lines.join('\n')}\n`);
      if (this.isFailing) this.logger.info('the access log is written again');
      this.isFailing = false;
    } catch (error) {
      this.dropped += lines.length;
      if (!this.isFailing) {
        const { message } = error as Error;
        this.logger.warn('the access log cannot be written: lines are lost', { error: message });
      }
      this.isFailing = true;
    }
  }
}

/** Appends, so that several processes may write to one file: whole lines at a time. */
async function openFile(path: string): Promise<Sink> {
  // Who called what is nobody's business but the operators'.
  const openIt = (): Promise<FileHandle> => open(path, 'a', 0o640);
  let file = await openIt();
  return {
    write: (text) => file.appendFile(text),
    async reopen() {
      const next = await openIt();
      await file.close();
      file = next;
    },
    close: () => file.close(),
  };
}

const standardOutput: Sink = {
  write: (text) =>
    new Promise((resolve, reject) =>
      process.stdout.write(text, (error) => (error == null ? resolve() : reject(error))),
    ),
  reopen: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/**
 * @param path of a file, `stdout`, or nothing
 * @returns undefined: there is none
 * @throws when the file cannot be opened
 */
export async function openAccessLog(path: string, logger: Logger): Promise<AccessLog | undefined> {
  if (path === '') return undefined;
  if (path === 'stdout') return new AccessLog(standardOutput, logger);
  const log = new AccessLog(await openFile(path), logger);
  // As every daemon does whose log is rotated.
  process.on('SIGHUP', () => void log.reopen().then(() => logger.info('the access log was opened anew')));
  return log;
}
