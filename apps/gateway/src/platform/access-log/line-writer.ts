/** Where bytes go. */
export interface Sink {
  /** What one `write` puts down in one piece, also where others write to the same. */
  readonly pieceBytes: number;
  /** Once. @returns how many bytes were taken */
  write(bytes: Buffer): Promise<number>;
}

/** Lines that were not taken, and why. */
export interface LostLines {
  readonly lost: number;
  readonly error: Error;
}

const LINE_FEED = 0x0a;

/** As many whole lines as one write may have; one at least, however long it is. */
function findEnd(lines: Buffer, pieceBytes: number): number {
  if (lines.length <= pieceBytes) return lines.length;
  const last = lines.lastIndexOf(LINE_FEED, pieceBytes - 1);
  return (last === -1 ? lines.indexOf(LINE_FEED) : last) + 1;
}

function countLines(lines: Buffer): number {
  let count = 0;
  for (let at = lines.indexOf(LINE_FEED); at !== -1; at = lines.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}

/**
 * Writes whole lines at a time, so that those of several processes never mix. A disk that becomes full may take a part of
 * a line, ours or another's: what is written after that begins on a line of its own, and the part is all that is torn.
 */
export class LineWriter {
  private mayBeTorn = false;

  constructor(private readonly sink: Sink) {}

  /** @param lines without their ends */
  async write(lines: readonly string[]): Promise<LostLines | undefined> {
    let left = Buffer.from(`${lines.join('\n')}\n`);
    try {
      while (left.length > 0) left = left.subarray(await this.writePiece(left));
      return undefined;
    } catch (error) {
      return { lost: countLines(left), error: error as Error };
    }
  }

  /** @returns the length of the lines that were taken whole */
  private async writePiece(left: Buffer): Promise<number> {
    const piece = left.subarray(0, findEnd(left, this.sink.pieceBytes));
    const wasTorn = this.mayBeTorn;
    const bytes = wasTorn ? Buffer.concat([Buffer.from([LINE_FEED]), piece]) : piece;
    this.mayBeTorn = true;
    const taken = await this.sink.write(bytes);
    this.mayBeTorn = taken < bytes.length;
    if (!this.mayBeTorn) return piece.length;
    // A line of which a part was taken is written again, once.
    const ofPiece = Math.max(0, taken - (bytes.length - piece.length));
    const whole = piece.subarray(0, ofPiece).lastIndexOf(LINE_FEED) + 1;
    if (wasTorn && whole === 0) throw new Error('no whole line is taken');
    return whole;
  }
}
