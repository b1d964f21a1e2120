import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { SignUpRequest } from '@gatehouse/dto';
import { hashSecret } from '@gatehouse/oauth-core';
import { createAccountStore, createTicketStore, type TicketPurpose } from '@gatehouse/persistence';
import { mailAccountKnown, mailPasswordChange, mailTicket } from '../../platform/account-mail.js';
import type { Language } from '../../platform/language.js';
import { findPasswordProblem } from '../../platform/password-strength.js';
import { hashPassword, PasswordsBusyError } from '../../platform/passwords.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import { AttemptsService } from '../lockout/attempts.service.js';
import { LogoutCourier } from '../logout/logout-courier.js';

/** A ticket for a new password: forgotten, or the first one. */
const PASSWORD_TICKETS: readonly TicketPurpose[] = ['reset-password', 'invite'];

const gone = (): InteractionProblem => new InteractionProblem('link-used');

/** Whoever asks, at one of our pages. */
export interface Asker {
  readonly address: string;
  /** Of the page. */
  readonly language: Language;
}

/**
 * Accounts as their own people keep them. What is answered, and how much work it takes, is the same whether an address is
 * known or not; what differs goes by mail.
 */
@Injectable()
export class AccountAccessService {
  private readonly accounts;
  private readonly tickets;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AttemptsService) private readonly attempts: AttemptsService,
    @Inject(LogoutCourier) private readonly logouts: LogoutCourier,
  ) {
    this.accounts = createAccountStore(platform.database.pool);
    this.tickets = createTicketStore(platform.database.pool);
  }

  /** Sends a link for a new password to every account with this address. @throws InteractionProblem 429 */
  async askForReset(email: string, asker: Asker): Promise<void> {
    await this.takeBudget(email, asker.address);
    this.inBackground(async () => {
      for (const owner of await this.accounts.findByEmail(email))
        await mailTicket(this.platform, owner, 'reset-password', asker.language);
    });
  }

  /** @throws InteractionProblem 400 with what makes the password too easy, 410, 503 */
  async resetPassword(ticket: string, password: string, language: Language): Promise<void> {
    const ticketHash = hashSecret(ticket);
    // What is refused below must not use up the ticket.
    if (!(await this.tickets.isLive(ticketHash, PASSWORD_TICKETS))) throw gone();
    await checkStrength(password, []);
    const passwordHash = await this.hash(password);
    const userId = await this.tickets.claim(ticketHash, PASSWORD_TICKETS);
    if (userId === undefined) throw gone();
    await this.accounts.resetPassword(userId, passwordHash);
    await this.platform.snapshots.refresh('revocations');
    this.logouts.kick();
    this.inBackground(() => mailPasswordChange(this.platform, userId, language));
  }

  /** Makes an account that counts once its address is confirmed. @throws InteractionProblem 400, 404, 429, 503 */
  async signUp({ email, displayName, password }: SignUpRequest, asker: Asker): Promise<void> {
    if (!this.platform.settings().allowsSignUp) throw new InteractionProblem('sign-up-closed');
    await checkStrength(password, [email, displayName]);
    await this.takeBudget(email, asker.address);
    // Hashed also where the address is known: the time must not tell.
    const passwordHash = await this.hash(password);
    this.inBackground(async () => {
      const userId = randomUUID();
      const isNew = await this.accounts.signUp({
        userId,
        email: email.toLowerCase(),
        displayName,
        passwordHash,
      });
      const owners = await this.accounts.findByEmail(email);
      for (const owner of owners) {
        if (isNew) await mailTicket(this.platform, owner, 'confirm-email', asker.language);
        else await mailAccountKnown(this.platform, owner, asker.language);
      }
    });
  }

  /** @throws InteractionProblem 410 */
  async confirmEmail(ticket: string): Promise<void> {
    const userId = await this.tickets.claim(hashSecret(ticket), ['confirm-email']);
    if (userId === undefined) throw gone();
    await this.accounts.confirmEmail(userId);
  }

  private async takeBudget(email: string, address: string): Promise<void> {
    await this.attempts.take({
      own: [],
      strangers: [
        { key: `account mail from ${address}`, atOnce: 20, refillSeconds: 60 },
        { key: `account mail to ${email.toLowerCase()}`, atOnce: 5, refillSeconds: 300 },
      ],
    });
  }

  private async hash(password: string): Promise<string> {
    try {
      return await hashPassword(password);
    } catch (error) {
      if (!(error instanceof PasswordsBusyError)) throw error;
      throw new InteractionProblem('busy', { retryAfterSeconds: 2 });
    }
  }

  /** Not waited for: whether there is anything to do must not be told by time. */
  private inBackground(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.platform.logger.error('account mail is not written', { error }));
  }
}

/** @throws InteractionProblem 400 */
async function checkStrength(password: string, ownWords: readonly string[]): Promise<void> {
  const problem = await findPasswordProblem(password, ownWords);
  if (problem !== undefined) throw new InteractionProblem(problem.code, { values: problem.values });
}
