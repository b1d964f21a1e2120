import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { REAL_WORLD } from '@gatehouse/oauth-core';
import {
  createDueDeliveryStore,
  type DeliveryOutcome,
  type DueDelivery,
  SEALED_AS,
} from '@gatehouse/persistence';
import { Courier } from '../platform/courier.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { findAskedPause, findRetrySeconds } from '../platform/retry-pause.js';
import { signWebhook } from './webhook-signature.js';

const LOOK_EVERY_MS = 1_000;
/** Of one webhook: one that does not answer holds up no other. */
const AT_ONCE = 5;
const TIMEOUT_MS = 10_000;
const ANSWER_CHARACTERS = 1_000;
const GIVE_UP_SECONDS = 5 * 86_400;
/** Standard Webhooks: "410 Gone" asks to send nothing more. */
const GONE = 410;

/**
 * Sends events to webhooks. Each is sent at least once: a receiver knows it by its `webhook-id`.
 */
@Injectable()
export class WebhookCourier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly store;
  private readonly courier;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = createDueDeliveryStore(platform.database.controlPool);
    this.courier = new Courier<DueDelivery>(platform.logger, {
      everyMs: LOOK_EVERY_MS,
      atOnce: AT_ONCE,
      warnings: {
        take: 'events are not sent to webhooks',
        deliver: 'how an event was sent is not stored',
      },
      take: (busy) => this.store.take(AT_ONCE, busy),
      laneOf: ({ webhookId }) => webhookId,
      deliver: (delivery) => this.deliver(delivery),
      // What was not stored is due again in a minute.
      putOff: () => Promise.resolve(),
      describe: ({ webhookId }) => ({ webhookId }),
    });
  }

  onApplicationBootstrap(): void {
    this.courier.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.courier.stop();
  }

  /** Sends what is due now, in the background. */
  kick(): void {
    this.courier.kick();
  }

  /** However it went, it is stored: operators look at each attempt. */
  private async deliver(delivery: DueDelivery): Promise<void> {
    const { logger } = this.platform;
    const outcome = await this.send(delivery);
    await this.store.settle(delivery, outcome);
    if (outcome.error === null) return;
    const { webhookId, type, attempts } = delivery;
    logger.warn('an event was not taken', { webhookId, type, attempts, error: outcome.error });
    if (await this.store.giveUp(webhookId, outcome.status === GONE ? 0 : GIVE_UP_SECONDS))
      logger.warn('a webhook is switched off: it kept failing', { webhookId });
  }

  private async send({
    url,
    eventId,
    type,
    at,
    data,
    attempts,
    ...secrets
  }: DueDelivery): Promise<DeliveryOutcome> {
    const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
    const startedAt = REAL_WORLD.now();
    const finish = (
      status: number | null,
      answer: string | null,
      error: string | null,
      askedSeconds: number | null = null,
    ): DeliveryOutcome => ({
      at: new Date(startedAt).toISOString(),
      milliseconds: Math.round(REAL_WORLD.now() - startedAt),
      status,
      error,
      askedSeconds,
      answer,
      retryAfterSeconds:
        error === null || status === GONE ? null : findRetrySeconds(attempts, Math.random(), askedSeconds),
    });
    try {
      const response = await this.platform.guardedFetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Gatehouse-Webhooks/1',
          ...signWebhook(eventId, body, this.openSecrets(secrets), Math.floor(startedAt / 1_000)),
        },
        body,
        timeoutMs: TIMEOUT_MS,
      });
      // PostgreSQL has no NUL in texts.
      const answer = (await response.text()).replaceAll('\0', '').slice(0, ANSWER_CHARACTERS);
      return finish(
        response.status,
        answer,
        response.ok ? null : `answered ${response.status}`,
        findAskedPause(response, REAL_WORLD.now()),
      );
    } catch (error) {
      return finish(null, null, error instanceof Error ? error.message : String(error));
    }
  }

  private openSecrets({
    webhookId,
    sealedSecret,
    sealedPreviousSecret,
  }: Pick<DueDelivery, 'webhookId' | 'sealedSecret' | 'sealedPreviousSecret'>): string[] {
    return [sealedSecret, sealedPreviousSecret].flatMap((sealed) =>
      sealed === null
        ? []
        : [this.platform.sealing.open(sealed, SEALED_AS.webhookSecret(webhookId)).toString()],
    );
  }
}
