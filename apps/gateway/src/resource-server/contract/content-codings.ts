import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

/** RFC 9110 §8.4.1: content codings that can be undone for a look at the content. */
const DECODERS: Readonly<Record<string, (bytes: Buffer, bound: Bound) => Promise<Buffer>>> = {
  gzip: promisify<Buffer, Bound, Buffer>(gunzip),
  // RFC 9110 §8.4.1.3: the same.
  'x-gzip': promisify<Buffer, Bound, Buffer>(gunzip),
  deflate: promisify<Buffer, Bound, Buffer>(inflate),
  br: promisify<Buffer, Bound, Buffer>(brotliDecompress),
};

interface Bound {
  readonly maxOutputLength: number;
}

/** For the Accept-Encoding header of an answer (RFC 9110 §12.5.3). */
export const KNOWN_CODINGS = 'gzip, deflate, br';

/** Null: the content is as it is; undefined: in a coding, or several, that cannot be undone here. */
export function findCoding(values: readonly string[]): string | null | undefined {
  const codings = values
    .flatMap((value) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const [coding = null] = codings;
  if (coding === null) return null;
  return codings.length === 1 && Object.hasOwn(DECODERS, coding) ? coding : undefined;
}

/** @returns the content; why there is none: it is larger than it may be, or broken */
export async function decodeContent(
  bytes: Buffer,
  coding: string | null,
  maxBytes: number,
): Promise<Buffer | 'too-large' | 'broken'> {
  if (coding === null) return bytes;
  try {
    return (await DECODERS[coding]?.(bytes, { maxOutputLength: maxBytes })) ?? 'broken';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'broken';
  }
}
