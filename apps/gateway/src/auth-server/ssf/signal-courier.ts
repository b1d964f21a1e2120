import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { createSignalStore, type DueSignal, SEALED_AS } from '@gatehouse/persistence';
import { findRetrySeconds } from '../../platform/retry-pause.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { signSignal } from './signed-signals.js';
import { describeRefusal } from './stream-request.js';

const LOOK_EVERY_MS = 1_000;
const AT_ONCE = 5;

async function readRefusal(response: Response): Promise<string> {
  let told: unknown;
  try {
    told = await response.json();
  } catch {
    // It need not say why.
  }
  return describeRefusal(typeof told === 'object' && told !== null ? { ...told } : {});
}

/**
 * RFC 8935: pushes SETs to those who want them pushed. What must be told waits in the database, so that it is told also after
 * a restart, or while the receiver is down; nodes share the work.
 */
@Injectable()
export class SignalCourier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly signals;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.signals = createSignalStore(platform.database.pool);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.kick(), LOOK_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  private kick(): void {
    this.round ??= this.pushDue()
      .catch((error: unknown) => this.platform.logger.warn('security events are not pushed', { error }))
      .finally(() => (this.round = undefined));
  }

  private async pushDue(): Promise<void> {
    const due = await this.signals.takeDue(AT_ONCE);
    await Promise.all(due.map((signal) => this.push(signal)));
  }

  private async push(signal: DueSignal): Promise<void> {
    const { id, streamId, clientId, attempts } = signal;
    const { logger } = this.platform;
    try {
      const response = await this.send(signal);
      // RFC 8935 §2.2: 202. A client that is gone has nothing to be told.
      if (response === undefined || response.status === 202 || response.status === 200)
        return await this.signals.acknowledge(streamId, [id]);
      // §2.4: the receiver says that it cannot take it, which another attempt would not change.
      if (response.status === 400) {
        logger.warn('a security event was refused', { clientId });
        return await this.signals.reject(streamId, [id], await readRefusal(response));
      }
      throw new Error(`answered ${response.status}`);
    } catch (error) {
      const seconds = findRetrySeconds(attempts, Math.random());
      const reason = error instanceof Error ? error.message : String(error);
      if (seconds === null) await this.signals.reject(streamId, [id], reason);
      else await this.signals.retry(signal, seconds, reason);
      logger.warn('a security event was not taken', { clientId, attempts, error: reason });
    }
  }

  private async send(signal: DueSignal): Promise<Response | undefined> {
    const { streamId, clientId, pushUrl, sealedAuthorization } = signal;
    const text = await signSignal(this.platform, streamId, clientId, signal);
    if (text === undefined) return undefined;
    const authorization =
      sealedAuthorization === null
        ? {}
        : {
            authorization: this.platform.sealing
              .open(sealedAuthorization, SEALED_AS.streamAuthorization(streamId))
              .toString(),
          };
    return this.platform.guardedFetch(pushUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/secevent+jwt', accept: 'application/json', ...authorization },
      body: text,
    });
  }
}
