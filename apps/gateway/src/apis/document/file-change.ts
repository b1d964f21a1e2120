import { stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

/** Where a file is another one; a tool may set the time of the last writing back, and not that of the last change. */
export async function describeFile(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(path);
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch (error) {
    return `none (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`;
  }
}

/** Ten seconds: something that never stops writing does not keep a node from its start. */
const MAX_PAUSES = 40;

/**
 * Tells when a file is another one than was last read, and no longer being written: it looked the same twice in a row.
 * By asking: what tells of changes does not work on every file system, and not where a link is moved to another file.
 */
export class FileChange {
  private read = '';
  private seen = '';

  constructor(
    private readonly path: string,
    private readonly pauseMs: number,
    private readonly pause: (ms: number) => Promise<unknown> = setTimeout,
  ) {}

  /** Before the first reading: where somebody has just written to it, until it looks the same twice. */
  async settle(): Promise<void> {
    let before = await describeFile(this.path);
    if (!(await this.isFresh())) return;
    for (let pauses = 0; pauses < MAX_PAUSES; pauses += 1) {
      await this.pause(this.pauseMs);
      const now = await describeFile(this.path);
      if (now === before) return;
      before = now;
    }
  }

  /** Before each reading. */
  async remember(): Promise<void> {
    this.read = await describeFile(this.path);
    this.seen = this.read;
  }

  /** @returns whether it is to be read now */
  async look(): Promise<boolean> {
    const now = await describeFile(this.path);
    const isSettled = now === this.seen;
    this.seen = now;
    if (!isSettled || now === this.read) return false;
    this.read = now;
    return true;
  }

  private async isFresh(): Promise<boolean> {
    const file = await stat(this.path).catch(() => undefined);
    return file !== undefined && Math.abs(Date.now() - file.ctimeMs) < this.pauseMs;
  }
}
