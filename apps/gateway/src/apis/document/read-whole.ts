import { readFile, stat } from 'node:fs/promises';
import { describeFile } from './file-change.js';

/** UTF-8 of a file, or why it cannot be read: the rest of a sentence that begins with what it is. */
export type WholeText = { readonly text: string } | { readonly problem: string };

const MAX_TRIES = 3;

/**
 * Reads a file that nobody writes to meanwhile. A pipe would be waited for, and a device read, for ever: neither is opened.
 * @param maxBytes what more has is not read
 */
export async function readWhole(
  path: string,
  maxBytes: number,
  read: (path: string) => Promise<Buffer> = readFile,
): Promise<WholeText> {
  try {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const before = await describeFile(path);
      const file = await stat(path);
      if (!file.isFile()) return { problem: 'is not a file.' };
      if (file.size > maxBytes) return { problem: `has more than ${maxBytes.toLocaleString('en')} bytes.` };
      const bytes = await read(path);
      if ((await describeFile(path)) === before) return { text: bytes.toString('utf8') };
    }
    return { problem: 'was written to while it was read: it is read again.' };
  } catch (error) {
    return { problem: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).` };
  }
}
