import { stat } from 'node:fs/promises';

const describe = async (path: string): Promise<string> => {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch (error) {
    return `none (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`;
  }
};

/**
 * Tells when a file is another one than was last read, and no longer being written: it looked the same twice in a row.
 * By asking: what tells of changes does not work on every file system, and not where a link is moved to another file.
 */
export class FileChange {
  private read = '';
  private seen = '';

  constructor(private readonly path: string) {}

  /** Before the first reading, and before one for another reason. */
  async remember(): Promise<void> {
    this.read = await describe(this.path);
    this.seen = this.read;
  }

  /** @returns whether it is to be read now */
  async look(): Promise<boolean> {
    const now = await describe(this.path);
    const isSettled = now === this.seen;
    this.seen = now;
    if (!isSettled || now === this.read) return false;
    this.read = now;
    return true;
  }
}
