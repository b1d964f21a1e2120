import { type FileHandle, open } from 'node:fs/promises';
import type { Env } from '../env.js';
import type { Logger } from '../logger.js';
import { WORKER_REOPEN_LOG } from '../worker-messages.js';
import { LineWriter, type LostLines, type Sink } from './line-writer.js';

/** Where lines go, a few hundred at a time. */
interface LogSink extends Sink {
  /** The file may have been moved away. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

const FLUSH_MS = 200;
/** Earlier, once there is so much. */
const FLUSH_CHARACTERS = 65_536;
/** Of a file. Linux puts down what one call appends in one piece. */
const FILE_PIECE_BYTES = 131_072;
/** Of standard output, which may be a pipe: POSIX promises no more than PIPE_BUF, as it is on Linux. */
const PIPE_PIECE_BYTES = 4_096;
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
  private readonly writer: LineWriter;

  constructor(
    private readonly sink: LogSink,
    private readonly logger: Pick<Logger, 'warn' | 'info'>,
  ) {
    this.writer = new LineWriter(sink);
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
    const failure = (await this.reopenStale(lines.length)) ?? (await this.writeLines(lines));
    this.dropped += failure?.lost ?? 0;
    if (failure !== undefined && !this.isFailing)
      this.logger.warn('the access log cannot be written: lines are lost', { error: failure.error.message });
    if (failure === undefined && this.isFailing) this.logger.info('the access log is written again');
    this.isFailing = failure !== undefined;
  }

  private async reopenStale(lines: number): Promise<LostLines | undefined> {
    try {
      if (this.isStale) await this.sink.reopen();
      this.isStale = false;
      return undefined;
    } catch (error) {
      return { lost: lines, error: error as Error };
    }
  }

  private writeLines(lines: readonly string[]): Promise<LostLines | undefined> {
    return lines.length === 0 ? Promise.resolve(undefined) : this.writer.write(lines);
  }
}

/** Appends, so that several processes may write to one file. */
async function openFile(path: string): Promise<LogSink> {
  // Who called what is nobody's business but the operators'.
  const openIt = (): Promise<FileHandle> => open(path, 'a', 0o640);
  let file = await openIt();
  return {
    pieceBytes: FILE_PIECE_BYTES,
    // Not appendFile: that goes on after a short write, behind what others have written meanwhile.
    write: async (bytes) => (await file.write(bytes)).bytesWritten,
    async reopen() {
      const next = await openIt();
      await file.close();
      file = next;
    },
    close: () => file.close(),
  };
}

const standardOutput: LogSink = {
  pieceBytes: PIPE_PIECE_BYTES,
  write: (bytes) =>
    new Promise((resolve, reject) =>
      process.stdout.write(bytes, (error) => (error == null ? resolve(bytes.length) : reject(error))),
    ),
  reopen: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Calls back when the file was moved away: on SIGHUP, as every daemon does whose log is rotated, or told by the supervisor. */
function onRotation(isWorker: boolean, reopen: () => void): void {
  if (!isWorker) process.on('SIGHUP', reopen);
  else
    process.on('message', (message) => {
      if (message === WORKER_REOPEN_LOG) reopen();
    });
}

/**
 * @returns undefined: none is wanted
 * @throws when the file cannot be opened
 */
export async function openAccessLog(
  { accessLog: path, worker }: Pick<Env, 'accessLog' | 'worker'>,
  logger: Logger,
): Promise<AccessLog | undefined> {
  if (path === '') return undefined;
  if (path === 'stdout') return new AccessLog(standardOutput, logger);
  const opened = openFile(path).then((file) => new AccessLog(file, logger));
  // Listened to from here on, not once it is open: the file may be moved between the two.
  onRotation(
    worker > 0,
    () => void opened.then((log) => log.reopen()).then(() => logger.info('the access log was opened anew')),
  );
  return opened;
}
