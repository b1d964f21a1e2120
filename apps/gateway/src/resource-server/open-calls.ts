import type { SnapshotSource } from '@gatehouse/persistence';
import type { Logger } from '../platform/logger.js';
import { isVouchedFor } from './hearing.js';
import type { AdmittedCall } from './passage.js';

/** Why a call that goes on and on is ended by the gateway. */
export type EndReason = 'credential' | 'unheard' | 'idle' | 'stopping';

/** A call that may outlive what its caller proved itself with. */
export interface OpenCall {
  readonly admitted: AdmittedCall;
  readonly isWebSocket: boolean;
  /** Whether its caller was looked at since it is open: between its admission and then, changes were not heard. */
  isChecked: boolean;
  /** @param now epoch milliseconds */
  isIdle(now: number): boolean;
  /** Ends it; nothing passes any more. Can be repeated. */
  end(why: EndReason): void;
}

/** Finds out whether a call would be admitted now. What is not known is no. */
export type CheckAgain = (call: AdmittedCall, settle: (isAdmitted: boolean) => void) => void;

interface Options {
  readonly snapshots: Pick<SnapshotSource, 'onChange'>;
  readonly logger: Pick<Logger, 'info'>;
}

const SWEEP_MS = 250;
/** What outside issuers take back is not told to us: it is looked for, as far as what is remembered does not answer. */
const LOOK_MS = 5_000;
// What changes there says nothing about who may call.
const BESIDE_THE_POINT: ReadonlySet<string> = new Set(['brand', 'identityProviders', 'providers', 'scopes']);

/**
 * The WebSockets and endless answers of one node. Each ends when its caller's credential does: when that expires, and as
 * soon as the node hears that it was revoked, or the route closed to it; and when the node has heard nothing for too long to
 * say.
 */
export class OpenCalls {
  private readonly all = new Set<OpenCall>();
  private readonly webSockets = new Map<string, number>();
  private webSocketCount = 0;
  private sweep: NodeJS.Timeout | undefined;
  /** Epoch milliseconds. */
  private nextLookAt = 0;
  private isStopping = false;
  private readonly stopWatching: () => void;

  constructor(
    private readonly options: Options,
    private readonly checkAgain: CheckAgain,
  ) {
    this.stopWatching = options.snapshots.onChange((_, changed) => {
      for (const section of changed) if (!BESIDE_THE_POINT.has(section)) return this.checkAll();
    });
  }

  /** @param apiId undefined: of all APIs */
  countWebSockets(apiId?: string): number {
    return apiId === undefined ? this.webSocketCount : (this.webSockets.get(apiId) ?? 0);
  }

  add(open: OpenCall): void {
    this.all.add(open);
    if (open.isWebSocket) this.count(open.admitted.match.api.id, 1);
    this.sweep ??= setInterval(() => this.endOverdue(), SWEEP_MS).unref();
    if (this.isStopping) open.end('stopping');
    // Most answers are over before the first look.
    if (open.isWebSocket) this.check(open);
  }

  remove(open: OpenCall): void {
    if (!this.all.delete(open)) return;
    if (open.isWebSocket) this.count(open.admitted.match.api.id, -1);
  }

  /** The node stops: whoever is connected is told to go elsewhere. */
  endAll(): void {
    this.stopWatching();
    this.isStopping = true;
    for (const open of this.all) open.end('stopping');
  }

  private count(apiId: string, change: 1 | -1): void {
    this.webSocketCount += change;
    const left = this.countWebSockets(apiId) + change;
    if (left === 0) this.webSockets.delete(apiId);
    else this.webSockets.set(apiId, left);
  }

  private endOverdue(): void {
    if (this.all.size === 0) {
      clearInterval(this.sweep);
      this.sweep = undefined;
    }
    const now = Date.now();
    const isTimeToLook = now >= this.nextLookAt;
    if (isTimeToLook) this.nextLookAt = now + LOOK_MS;
    for (const open of this.all) {
      const { caller } = open.admitted;
      if (caller !== undefined && caller.expiresAt !== null && caller.expiresAt * 1_000 <= now) {
        this.end(open, 'credential');
      } else if (!isVouchedFor(open.admitted)) this.end(open, 'unheard');
      else if (open.isIdle(now)) this.end(open, 'idle');
      else if (!open.isChecked || (isTimeToLook && caller?.outside != null)) this.check(open);
    }
  }

  private checkAll(): void {
    for (const open of this.all) this.check(open);
  }

  private check(open: OpenCall): void {
    open.isChecked = true;
    this.checkAgain(open.admitted, (isAdmitted) => {
      if (!isAdmitted) this.end(open, 'credential');
    });
  }

  private end(open: OpenCall, why: EndReason): void {
    // Ended once: what is left of it closes by itself.
    if (!this.all.has(open)) return;
    const { requestId, match } = open.admitted;
    this.options.logger.info('an open call was ended', { requestId, api: match.api.name, why });
    this.remove(open);
    open.end(why);
  }
}
