import type { Duplex } from 'node:stream';
import type { Logger } from '../../platform/logger.js';
import type { Keeper } from '../caching/cache-side.js';
import type { CallRecord } from '../seen/call-record.js';
import type { CallShape } from '../shaping/call-shape.js';
import type { BodySource } from './request-body.js';

/** The client's side of an exchange. */
export interface ClientSide extends BodySource {
  /** What the gateway itself adds to the answer. */
  readonly answerHeaders: readonly string[] | undefined;
  /** Undefined: the answer goes to the client as it came. */
  readonly shape: CallShape | undefined;
  readonly logger: Logger;
  readonly record: Pick<CallRecord, 'bytesOut'>;
  /** Undefined: nobody keeps the answer. */
  readonly keeper: Keeper | undefined;
}

/** Hears how a call to an upstream goes, and may go on with it in another way before anything was answered. */
export interface ExchangeObserver {
  /** The head of an answer is there. True: somebody else answers the client. */
  onAnswer(status: number, headers: readonly (Buffer | string)[]): boolean;
  /**
   * There is no answer: the client gets one from here, or from another target.
   * @param canRepeat sending it again does no harm
   */
  onFailure(error: Error, canRepeat: boolean): void;
  /** There is an answer, and no telling how long it will be. */
  onStream(): void;
  /** It is over, one way or another. */
  onStreamEnd(): void;
  /** The upstream has switched protocols, as it was asked to; its headers are clean. */
  onUpgrade(headers: readonly string[], socket: Duplex): void;
  /** The answer ended before its end; the client is cut off as well. */
  onBrokenAnswer(): void;
  /** The client went away before the upstream answered. */
  onAbandoned(): void;
  /** The client sent more than it may, and nothing was answered yet. */
  onTooLarge(): void;
}
