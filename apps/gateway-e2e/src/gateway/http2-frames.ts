import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { waitUntil } from '../fixtures/wait-until.js';
import type { TlsStage } from './tls-stage.js';

/** RFC 9113 §6 */
export const FRAME = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

export const END_STREAM = 1;
export const END_HEADERS = 4;

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const HEAD_BYTES = 9;

export function encodeFrame(
  type: number,
  flags: number,
  stream: number,
  payload: Uint8Array = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** RFC 7541 §5.1, with a prefix of seven bits. */
function encodeLength(length: number): Buffer {
  if (length < 127) return Buffer.from([length]);
  const bytes = [127];
  let rest = length - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

/** RFC 7541 §6.2.2: literals that no table has a part in: whatever bytes a client may send. */
export const encodeFields = (fields: readonly (readonly [string, string])[]): Buffer =>
  Buffer.concat(
    fields.flatMap(([name, value]) => [
      Buffer.from([0]),
      ...[name, value].flatMap((text) => {
        const bytes = Buffer.from(text, 'latin1');
        return [encodeLength(bytes.length), bytes];
      }),
    ]),
  );

/** An HTTP/2 connection whose client does as it is told, valid or not. */
export interface RawHttp2 {
  readonly socket: TLSSocket;
  readonly frames: readonly Frame[];
  send(...frames: readonly Uint8Array[]): void;
  /** A whole request, or its head. */
  request(stream: number, fields: readonly (readonly [string, string])[], flags?: number): void;
  /** Waits for the end of a stream, one way or another. */
  endOf(stream: number): Promise<StreamEnd>;
  /** RFC 9113 §6.8: waits for the end of the connection. @returns the last error code; undefined: it was cut */
  ending(): Promise<number | undefined>;
}

export interface StreamEnd {
  /** A head came, and all of what belongs to it. */
  readonly isAnswered: boolean;
  readonly resetCode: number | undefined;
  /** What came as content. */
  readonly content: string;
}

function* takeFrames(state: { rest: Buffer }): Generator<Frame> {
  for (;;) {
    const { rest } = state;
    const end = rest.length < HEAD_BYTES ? Infinity : HEAD_BYTES + rest.readUIntBE(0, 3);
    if (rest.length < end) return;
    yield {
      type: rest.readUInt8(3),
      flags: rest.readUInt8(4),
      stream: rest.readUInt32BE(5),
      payload: rest.subarray(HEAD_BYTES, end),
    };
    state.rest = rest.subarray(end);
  }
}

function findEnd(frames: readonly Frame[], stream: number): StreamEnd | undefined {
  const own = frames.filter((frame) => frame.stream === stream);
  const reset = own.find(({ type }) => type === FRAME.reset);
  const isOver = own.some(({ type, flags }) => type <= FRAME.headers && (flags & END_STREAM) !== 0);
  if (reset === undefined && !isOver) return undefined;
  const content = own
    .filter(({ type }) => type === FRAME.data)
    .map(({ payload }) => payload.toString('latin1'));
  return { isAnswered: isOver, resetCode: reset?.payload.readUInt32BE(0), content: content.join('') };
}

export async function openRawHttp2({
  gatehouse,
  tls,
}: Pick<TlsStage, 'gatehouse' | 'tls'>): Promise<RawHttp2> {
  const port = Number(new URL(gatehouse.gatewayUrl).port);
  const socket = connect({ port, host: 'localhost', ca: tls.authority.pem, ALPNProtocols: ['h2'] });
  const frames: Frame[] = [];
  const state = { rest: Buffer.alloc(0) };
  let isClosed = false;
  socket.on('error', () => undefined);
  socket.on('close', () => (isClosed = true));
  socket.on('data', (chunk: Buffer) => {
    state.rest = Buffer.concat([state.rest, chunk]);
    frames.push(...takeFrames(state));
  });
  await once(socket, 'secureConnect');
  const send = (...all: readonly Uint8Array[]): void => void socket.write(Buffer.concat(all));
  send(Buffer.from(PREFACE), encodeFrame(FRAME.settings, 0, 0));
  return {
    socket,
    frames,
    send,
    request: (stream, fields, flags = END_STREAM | END_HEADERS) =>
      send(encodeFrame(FRAME.headers, flags, stream, encodeFields(fields))),
    async endOf(stream) {
      await waitUntil('the end of the stream', () => isClosed || findEnd(frames, stream) !== undefined);
      return findEnd(frames, stream) ?? { isAnswered: false, resetCode: undefined, content: '' };
    },
    async ending() {
      await waitUntil('the end of the connection', () => isClosed);
      return frames.findLast(({ type }) => type === FRAME.goaway)?.payload.readUInt32BE(4);
    },
  };
}
