/** In pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** PNG (third edition) §11.2.1: the IHDR chunk is the first, and begins with width and height. */
function findPngSize(bytes: Buffer): PictureSize | undefined {
  if (bytes.length < 24 || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** A start of frame, but none of the three markers in its range that are something else (ITU-T T.81 table B.1). */
const isStartOfFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** ITU-T T.81 §B.2.2: segments follow each other; the frame header has height and width. */
function findJpegSize(bytes: Buffer): PictureSize | undefined {
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (isStartOfFrame(marker))
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    // A marker may be filled up with more bytes of 0xff.
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** RFC 9649 §2.5 to §2.7: lossy, lossless, and the extended format. */
function findWebpSize(bytes: Buffer): PictureSize | undefined {
  if (bytes.length < 30) return undefined;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}

const FINDERS = { 'image/png': findPngSize, 'image/jpeg': findJpegSize, 'image/webp': findWebpSize } as const;
export type PictureType = keyof typeof FINDERS;

/** What a picture's own head says that a browser would draw; undefined where it cannot be read. Nothing is decoded. */
export const findPictureSize = (type: PictureType, bytes: Buffer): PictureSize | undefined =>
  FINDERS[type](bytes);
