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

/** Whatever a request comes on: its connection, or its part of one (HTTP/2). */
export interface Carrier {
  /** So far; what is not content may be counted too. */
  readonly bytesRead: number;
  destroy(): void;
}

/** Watches a request, if it has content that is still to come. */
export type SeeContent = (request: Request, carrier: Carrier) => void;

/** What has come of a request's content, and whether the client was the one that held it up. */
interface Progress {
  readonly carrier: Carrier;
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
    const { carrier } = progress;
    const came = carrier.bytesRead - progress.bytesRead;
    // While it is paused, or nobody has begun to read it, the gateway is the one who waits.
    const isOwed = request.readableFlowing === true && !progress.wasPaused;
    if (isOwed && came < least) {
      pending.delete(request);
      carrier.destroy();
      return;
    }
    const wasPaused = request.readableFlowing !== true;
    Object.assign(progress, { bytesRead: carrier.bytesRead, since: now, wasPaused });
  }

  return (request, carrier) => {
    if (!isBodyPending(request)) return;
    const progress = { carrier, bytesRead: carrier.bytesRead, since: Date.now(), wasPaused: false };
    pending.set(request, progress);
    request.on('pause', () => (progress.wasPaused = true));
    request.on('close', () => pending.delete(request));
    sweep ??= setInterval(look, Math.min(1_000, windowMs)).unref();
  };
}
