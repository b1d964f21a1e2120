import { constants, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { HEADERS_TIMEOUT_MS, KEEP_ALIVE_TIMEOUT_MS } from '../../platform/listener.js';

/** Of all uploads of a connection that are on the wire at once. */
const CONNECTION_WINDOW_BYTES = 1_048_576;

/** How many streams a client may reset before their answers have ended: so many at once, and so many a second after. */
const RESETS_AT_ONCE = 200;
const RESETS_PER_SECOND = 20;

/** One client's connection, and the streams that are open on it. */
export class Http2Connection {
  private hasBegun = false;
  private openStreams = 0;
  private resets = RESETS_AT_ONCE;
  private countedAt = 0;
  private wasOver = false;

  constructor(
    private readonly session: ServerHttp2Session,
    private readonly socket: TLSSocket,
    /** How long the client may let the gateway wait. */
    private readonly slowClientMs: number,
  ) {
    session.setLocalWindowSize(CONNECTION_WINDOW_BYTES);
    session.setTimeout(HEADERS_TIMEOUT_MS);
    session.on('timeout', () => this.onSilence());
  }

  /** @returns whether anybody waits for its answer: else it was reset as it came */
  begin(stream: ServerHttp2Stream): boolean {
    if (stream.closed) {
      this.countReset(Date.now());
      return false;
    }
    if (!this.hasBegun) this.session.setTimeout(KEEP_ALIVE_TIMEOUT_MS);
    this.hasBegun = true;
    this.openStreams += 1;
    stream.on('close', () => {
      this.openStreams -= 1;
      if (stream.aborted) this.countReset(Date.now());
    });
    return true;
  }

  /**
   * RFC 9113 §6.8: says which requests are the last, and ends with their answers. What a client sends meanwhile is not
   * processed; it knows, and may send it again elsewhere.
   */
  leave(): void {
    if (!this.session.closed && !this.session.destroyed) this.session.close();
  }

  /**
   * Resets a stream. A client that takes nothing from the connection would keep it open, since the reset cannot reach it, and the
   * call behind it too: it is cut off.
   */
  reset(stream: ServerHttp2Stream): void {
    if (stream.destroyed) return;
    stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    const cut = setTimeout(() => this.cut(), this.slowClientMs).unref();
    stream.on('close', () => clearTimeout(cut));
  }

  /**
   * To be called each time that a slow client may take. Node leaves it to the client to close a connection that has ended (by
   * GOAWAY, for an error, after silence), for as long as it likes.
   */
  look(): void {
    const { destroyed, closed } = this.session;
    const isOver = destroyed || (closed && this.openStreams === 0);
    if (isOver && this.wasOver) this.cut();
    this.wasOver = isOver;
  }

  cut(): void {
    this.session.destroy();
    this.socket.destroy();
  }

  /** RFC 9113 §10.5: a call costs more than its reset: whoever does nothing else is cut off (CVE-2023-44487). */
  private countReset(now: number): void {
    const gained = ((now - this.countedAt) / 1_000) * RESETS_PER_SECOND;
    this.resets = Math.min(RESETS_AT_ONCE, this.resets + gained) - 1;
    this.countedAt = now;
    if (this.resets < 0 && !this.session.destroyed)
      this.session.destroy(new Error('too many resets'), constants.NGHTTP2_ENHANCE_YOUR_CALM);
  }

  /** Streams have time-outs of their own. */
  private onSilence(): void {
    if (this.openStreams === 0) this.leave();
  }
}
