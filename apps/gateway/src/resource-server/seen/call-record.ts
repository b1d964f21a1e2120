import type { CacheUse, Caller, Credential, RouteMatch, ToolFacts } from '@gatehouse/gateway-core';
import type { OAuthError } from '@gatehouse/oauth-core';
import type { Refusal } from '../refusal.js';
import type { CallTrace } from './call-trace.js';

/**
 * What is noted of a call on its way, one object a call. Everybody writes what they know and nobody reads it before the
 * answer has ended: see `CallRecorder`.
 */
export class CallRecord {
  /** Of the process's clock, in milliseconds, as all times here. */
  readonly startedAt = performance.now();
  match: RouteMatch | undefined = undefined;
  caller: Caller | undefined = undefined;
  refusal: Refusal | undefined = undefined;
  /** What was refused as such, and why. */
  credential: Credential | undefined = undefined;
  error: OAuthError | undefined = undefined;
  /** The last one tried. */
  target: string | undefined = undefined;
  attempts = 0;
  sentAt = 0;
  answeredAt = 0;
  bytesOut = 0;
  cache: CacheUse | null = null;
  /** Of an MCP server, where its messages are read: of several the last that was looked at. */
  tool: ToolFacts | undefined = undefined;
  /** Undefined: there are no traces. */
  trace: CallTrace | undefined = undefined;

  /** A call goes to a target. */
  send(target: string): void {
    this.target = target;
    this.attempts += 1;
    if (this.sentAt === 0) this.sentAt = performance.now();
  }

  /** The head of the target's answer is there. */
  answer(): void {
    this.answeredAt = performance.now();
  }
}
