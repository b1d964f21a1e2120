import type { OutgoingCall } from '../upstreams/outgoing-call.js';

/** The cache, as it sees a call that goes to its upstream. */
export interface CacheSide {
  /** Undefined: the answer is not for the cache. */
  readonly keeper: Keeper | undefined;
  /** The call is about to be sent: what is stored may be asked about. */
  prepare(call: OutgoingCall): void;
  /**
   * The head of an answer is there.
   * @param headers as they came
   * @param repeat sends the call once more
   * @returns true: the client is answered from here
   */
  takeAnswer(status: number, headers: readonly (Buffer | string)[], repeat: () => void): boolean;
  /** There is no answer. True: the client gets one from here. */
  standIn(): boolean;
}

/** Hears an answer on its way to the client, once its head has been let through. */
export interface Keeper {
  /** @param headers without what is hop by hop, and before they are changed for this one client */
  keepHead(status: number, statusText: string, headers: readonly string[]): void;
  /** Adds what the cache did to the headers that go to the client. */
  describe(headers: string[]): void;
  keepData(chunk: Buffer): void;
  /** The answer is whole. */
  keepEnd(hasTrailers: boolean): void;
  /** The answer will never be whole. */
  drop(): void;
}
