import { Get, Inject } from '@nestjs/common';
import type { MessageDetail } from '@gatehouse/dto';
import { createMessageStore } from '@gatehouse/persistence';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';

const NEWEST = 100;

/** Mail as operators see it: where no mail server is set, they pass it on. */
@AdminController('messages')
export class MessagesController {
  private readonly messages;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
  ) {
    this.messages = createMessageStore(platform.database.pool);
  }

  /** For admins: a message may carry the ticket to an account. @throws ProblemError 403 */
  @Get()
  async list(@CallerParam() caller: Caller): Promise<readonly MessageDetail[]> {
    await this.callers.checkIsAdmin(caller, 'only-admins-read-messages');
    const isHere = this.platform.env.smtpUrl === '';
    return (await this.messages.list(NEWEST)).map((message) => ({
      id: message.id,
      recipient: message.recipient,
      subject: message.subject,
      body: isHere ? this.platform.mail.open(message) : null,
      createdAt: message.createdAt.toISOString(),
      sentAt: message.sentAt?.toISOString() ?? null,
      attempts: message.attempts,
      lastError: message.lastError,
    }));
  }
}
