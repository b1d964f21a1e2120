import { readFile, stat } from 'node:fs/promises';
import { describeFile } from './file-change.js';

/** Why a file cannot be read. */
export type UnreadFile =
  | { readonly code: 'not-a-file' | 'written-to' }
  | { readonly code: 'too-large'; readonly values: { readonly bytes: string } }
  | { readonly code: 'unreadable'; readonly values: { readonly code: string } };

/** UTF-8 of a file, or why it cannot be read. */
export type WholeText = { readonly text: string } | { readonly problem: UnreadFile };

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
      if (!file.isFile()) return { problem: { code: 'not-a-file' } };
      if (file.size > maxBytes)
        return { problem: { code: 'too-large', values: { bytes: maxBytes.toLocaleString('en') } } };
      const bytes = await read(path);
      if ((await describeFile(path)) === before) return { text: bytes.toString('utf8') };
    }
    return { problem: { code: 'written-to' } };
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return { problem: { code: 'unreadable', values: { code } } };
  }
}
