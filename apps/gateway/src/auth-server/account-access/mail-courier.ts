import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { createMessageStore, type OutboxMessage } from '@gatehouse/persistence';
import type { Transporter } from 'nodemailer';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';

/** Loaded where there is a mail server. */
const mailer = () => import('nodemailer');

const LOOK_EVERY_MS = 1_000;
const AT_ONCE = 10;
const TIMEOUT_MS = 10_000;

/**
 * Sends what waits in the outbox, off the path of every request: how long an answer takes never tells whether somebody is
 * known. Without a mail server the messages stay where an operator reads them.
 */
@Injectable()
export class MailCourier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly messages;
  private transport: Transporter | undefined;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.messages = createMessageStore(platform.database.pool);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { smtpUrl, mailFrom } = this.platform.env;
    if (smtpUrl === '') return;
    const { createTransport } = await mailer();
    this.transport = createTransport(smtpUrl, {
      from: mailFrom,
      connectionTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    } as Parameters<typeof createTransport>[1]);
    this.timer = setInterval(() => this.kick(), LOOK_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
    this.transport?.close();
  }

  private kick(): void {
    this.round ??= this.sendDue()
      .catch((error: unknown) => this.platform.logger.warn('mail is not sent', { error }))
      .finally(() => (this.round = undefined));
  }

  private async sendDue(): Promise<void> {
    const due = await this.messages.takeDue(AT_ONCE);
    await Promise.all(due.map((message) => this.send(message)));
  }

  private async send(message: OutboxMessage): Promise<void> {
    const { id, recipient, subject, attempts } = message;
    try {
      await this.transport?.sendMail({ to: recipient, subject, text: this.platform.mail.open(message) });
      await this.messages.markSent(id);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.platform.logger.warn('mail not sent; it will be tried again', { id, attempts, error: reason });
      await this.messages.markFailed(id, reason.slice(0, 500));
    }
  }
}
