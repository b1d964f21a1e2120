import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { REAL_WORLD } from '@gatehouse/oauth-core';
import { createSignalStore, type DueSignal, SEALED_AS } from '@gatehouse/persistence';
import { findRetrySeconds } from '../../platform/retry-pause.js';
import { checkTaken, Courier } from '../../platform/courier.js';
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
 * RFC 8935: pushes SETs to those who want them pushed.
 */
@Injectable()
export class SignalCourier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly signals;
  private readonly courier;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.signals = createSignalStore(platform.database.pool);
    this.courier = new Courier<DueSignal>(platform.logger, {
      everyMs: LOOK_EVERY_MS,
      atOnce: AT_ONCE,
      warnings: { take: 'security events are not pushed', deliver: 'a security event was not taken' },
      take: (busy) => this.signals.takeDue(AT_ONCE, busy),
      laneOf: ({ streamId }) => streamId,
      deliver: (signal) => this.push(signal),
      putOff: async (signal, { askedSeconds, message }) => {
        const seconds = findRetrySeconds(signal.attempts, Math.random(), askedSeconds);
        if (seconds === null) await this.signals.reject(signal.streamId, [signal.id], message);
        else await this.signals.retry(signal, seconds, message);
      },
      describe: ({ clientId, attempts }) => ({ clientId, attempts }),
    });
  }

  onApplicationBootstrap(): void {
    this.courier.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.courier.stop();
  }

  private async push(signal: DueSignal): Promise<void> {
    const { id, streamId, clientId } = signal;
    const response = await this.send(signal);
    // RFC 8935 §2.2: 202. A client that is gone has nothing to be told.
    if (response === undefined) return this.signals.acknowledge(streamId, [id]);
    checkTaken(response, [200, 202, 400], REAL_WORLD.now());
    if (response.status !== 400) return this.signals.acknowledge(streamId, [id]);
    // §2.4: the receiver says that it cannot take it, which another attempt would not change.
    this.platform.logger.warn('a security event was refused', { clientId });
    await this.signals.reject(streamId, [id], await readRefusal(response));
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
