import type { IncomingMessage } from 'node:http';
import { isBodyPending } from '../unread-body.js';

export interface SlowClientBounds {
  /** How long a client may let the gateway wait. */
  readonly slowClientSeconds: number;
  /** Of a request's content, over that time, on average. 0: any rate will do, as long as something comes. */
  readonly slowClientBytesPerSecond: number;
}

interface Request extends Pick<IncomingMessage, 'complete' | 'headers' | 'readableFlowing' | 'destroyed'> {
  on(event: 'pause' | 'close', listener: () => void): unknown;
}

/** Counts what has come; what is not content may be counted too. */
interface Counter {
  readonly bytesRead: number;
}

interface Cuttable {
  destroy(): void;
}

/**
 * Watches a request, if it has content that is still to come.
 * @param cuttable what is cut: the connection, or over HTTP/2 the stream alone
 */
export type SeeContent = (request: Request, counter: Counter, cuttable: Cuttable) => void;

/** What has come of a request's content, and whether the client was the one that held it up. */
interface Progress {
  readonly counter: Counter;
  readonly cuttable: Cuttable;
  bytesRead: number;
  since: number;
  /** The upstream took less than came, for a moment at least: not the client's doing. */
  wasPaused: boolean;
}

/**
 * Cuts off clients that send a request's content so slowly that they only mean to keep a connection and a call to an upstream
 * busy. Costs a request without content two look-ups.
 * @returns to be told of each request
 */
export function cutSlowBodies({ slowClientSeconds, slowClientBytesPerSecond }: SlowClientBounds): SeeContent {
  if (slowClientBytesPerSecond === 0) return () => undefined;
  const windowMs = slowClientSeconds * 1_000;
  const least = slowClientSeconds * slowClientBytesPerSecond;
  const pending = new Map<Request, Progress>();
  let sweep: NodeJS.Timeout | undefined;

  function look(): void {
    const now = Date.now();
    for (const [request, progress] of pending) {
      if (!isBodyPending(request) || request.destroyed) pending.delete(request);
      else if (now - progress.since >= windowMs) judge(request, progress, now);
    }
    if (pending.size > 0) return;
    clearInterval(sweep);
    sweep = undefined;
  }

  function judge(request: Request, progress: Progress, now: number): void {
    const { counter, cuttable } = progress;
    const came = counter.bytesRead - progress.bytesRead;
    // While it is paused, or nobody has begun to read it, the gateway is the one who waits.
    const isOwed = request.readableFlowing === true && !progress.wasPaused;
    if (isOwed && came < least) {
      pending.delete(request);
      cuttable.destroy();
      return;
    }
    const wasPaused = request.readableFlowing !== true;
    Object.assign(progress, { bytesRead: counter.bytesRead, since: now, wasPaused });
  }

  return (request, counter, cuttable) => {
    if (!isBodyPending(request)) return;
    const progress = { counter, cuttable, bytesRead: counter.bytesRead, since: Date.now(), wasPaused: false };
    pending.set(request, progress);
    request.on('pause', () => (progress.wasPaused = true));
    request.on('close', () => pending.delete(request));
    sweep ??= setInterval(look, Math.min(1_000, windowMs)).unref();
  };
}
