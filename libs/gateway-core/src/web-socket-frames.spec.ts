import fc from 'fast-check';
import { Receiver, Sender } from 'ws';
import { encodeCloseFrame, FrameTracker } from './web-socket-frames.js';

/** What a receiver that we did not write makes of a close frame. */
function readClose(frame: Buffer, isServer: boolean): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const receiver = new Receiver({ isServer });
    receiver.on('conclude', (code: number, reason: Buffer) => resolve([code, String(reason)]));
    receiver.on('error', reject);
    receiver.write(frame);
  });
}

const MASK = Buffer.from([1, 2, 3, 4]);

describe('a close frame (RFC 6455 §5.5.1)', () => {
  it('is masked towards a server, and not towards a client (RFC 6455 §5.1)', async () => {
    expect(await readClose(encodeCloseFrame(1008, 'no longer authorized', MASK), true)).toEqual([
      1008,
      'no longer authorized',
    ]);
    expect(await readClose(encodeCloseFrame(1001, 'good bye'), false)).toEqual([1001, 'good bye']);
    await expect(readClose(encodeCloseFrame(1001, 'good bye'), true)).rejects.toThrow(/MASK/);
  });

  it('has no more than 125 bytes of payload (RFC 6455 §5.5)', () => {
    expect(encodeCloseFrame(1008, 'x'.repeat(500))).toHaveLength(2 + 125);
  });
});

const frame = (length: number, options: { mask?: boolean; opcode?: number } = {}): Buffer =>
  Buffer.concat(
    Sender.frame(Buffer.alloc(length), {
      fin: true,
      rsv1: false,
      opcode: options.opcode ?? 2,
      mask: options.mask ?? false,
      readOnly: true,
    }),
  );

describe('where one frame ends and the next begins (RFC 6455 §5.2)', () => {
  it('is known after each byte, however frames are cut into chunks', () => {
    const lengths = fc.constantFrom(0, 1, 125, 126, 127, 65_535, 65_536, 70_000);
    const frames = fc.array(fc.tuple(lengths, fc.boolean()), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 9_999 }), (sizes, step) => {
        const parts = sizes.map(([length, mask]) => frame(length, { mask }));
        const ends = new Set([0]);
        let end = 0;
        for (const part of parts) ends.add((end += part.length));
        const bytes = Buffer.concat(parts);
        const tracker = new FrameTracker();
        for (let at = 0; at < bytes.length; at += step) {
          tracker.push(bytes.subarray(at, at + step));
          expect(tracker.canBegin()).toBe(ends.has(Math.min(at + step, bytes.length)));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is nowhere after a close frame', () => {
    const tracker = new FrameTracker();
    tracker.push(frame(2, { opcode: 8 }));
    expect(tracker.canBegin()).toBe(false);
  });
});
