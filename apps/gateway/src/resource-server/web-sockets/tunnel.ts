import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { encodeCloseFrame, FrameTracker } from '@gatehouse/gateway-core';

/** How long both sides have to say goodbye after a close frame. */
const GOODBYE_MS = 1_000;

/** One direction: bytes go on as they come, as fast as the other side takes them. */
class Direction {
  readonly frames = new FrameTracker();
  private readonly onData = (chunk: Buffer): void => this.pass(chunk);
  private readonly onDrain = (): void => void this.from.resume();
  private readonly onEnd = (): void => void this.to.end();

  constructor(
    private readonly from: Duplex,
    private readonly to: Duplex,
    private readonly onPassed: () => void,
  ) {}

  start(first: Buffer): void {
    if (first.length > 0) this.pass(first);
    this.from.on('data', this.onData).on('end', this.onEnd);
    this.to.on('drain', this.onDrain);
  }

  /** Nothing more passes; a close frame, where one can begin, is the last that is heard. */
  stop(closeFrame: Buffer): void {
    this.from.off('data', this.onData).off('end', this.onEnd);
    this.to.off('drain', this.onDrain);
    // What still comes is read and dropped: unread, it would reset the connection before the frame is through.
    this.from.resume();
    if (this.frames.canBegin() && this.to.writable) this.to.end(closeFrame);
    else this.to.end();
  }

  private pass(chunk: Buffer): void {
    this.onPassed();
    this.frames.push(chunk);
    if (!this.to.write(chunk)) this.from.pause();
  }
}

/** Both directions of a WebSocket between a client and an upstream, untouched but for its end. */
export class Tunnel {
  /** Epoch milliseconds. */
  lastPassedAt = Date.now();
  private readonly up: Direction;
  private readonly down: Direction;
  private isClosing = false;

  constructor(
    private readonly client: Duplex,
    private readonly upstream: Duplex,
  ) {
    const onPassed = (): void => void (this.lastPassedAt = Date.now());
    this.up = new Direction(client, upstream, onPassed);
    this.down = new Direction(upstream, client, onPassed);
  }

  /** @param firstBytes what the client had sent beyond its handshake */
  start(firstBytes: Buffer, onClosed: () => void): void {
    let open = 2;
    const [one, other] = [this.client, this.upstream];
    for (const socket of [one, other]) {
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        one.destroy();
        other.destroy();
        open -= 1;
        if (open === 0) onClosed();
      });
    }
    this.up.start(firstBytes);
    this.down.start(Buffer.alloc(0));
  }

  /** Tells both sides why it ends (RFC 6455 §5.5.1), and cuts it if they do not go by themselves. */
  close(code: number, reason: string): void {
    if (this.isClosing) return;
    this.isClosing = true;
    // RFC 6455 §5.1: a client masks, a server does not.
    this.up.stop(encodeCloseFrame(code, reason, randomBytes(4)));
    this.down.stop(encodeCloseFrame(code, reason));
    const cut = setTimeout(() => this.client.destroy(), GOODBYE_MS);
    this.client.on('close', () => clearTimeout(cut));
  }
}
