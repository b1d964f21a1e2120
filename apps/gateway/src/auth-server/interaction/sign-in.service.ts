import { Inject, Injectable } from '@nestjs/common';
import { OAuthError, type PasswordCheck, WRONG } from '@gatehouse/oauth-core';
import { createAccountStore, type Credentials } from '@gatehouse/persistence';
import { mailTicket } from '../../platform/account-mail.js';
import { PasswordsBusyError, verifyPassword } from '../../platform/passwords.js';
import { tellFailedSignIn } from '../../platform/failed-sign-ins.js';
import type { Language } from '../../platform/language.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { countSignIn } from '../../platform/traffic/count-sign-in.js';
import { FactorsService } from '../factors/factors.service.js';
import { AttemptsService } from '../lockout/attempts.service.js';
import { listPasswordBudgets } from '../lockout/budgets.js';
import type { Visitor } from '../lockout/visitor.js';
import { AuthorizationService, signInByPassword } from './authorization.service.js';
import { signInByDirectory } from './directory-sign-in.js';
import { InteractionProblem } from './interaction.problem.js';
import { type InteractionKey, InteractionService, type SignInOutcome } from './interaction.service.js';

/** Signing in with a password. One answer and one duration for unknown users and wrong passwords. */
@Injectable()
export class SignInService implements PasswordCheck {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuthorizationService) private readonly authorizations: AuthorizationService,
    @Inject(InteractionService) private readonly interactions: InteractionService,
    @Inject(AttemptsService) private readonly attempts: AttemptsService,
    @Inject(FactorsService) private readonly factors: FactorsService,
  ) {}

  /** @throws InteractionProblem 401, 410, 429, 503 */
  async signIn(
    key: InteractionKey,
    username: string,
    password: string,
    visitor: Visitor,
  ): Promise<SignInOutcome> {
    await this.interactions.open(key);
    const userId = await this.checkPassword(username, password, visitor);
    return this.interactions.completeSignIn(key, signInByPassword(userId));
  }

  /**
   * RFC 6749 §4.3: without a page, a password alone: nobody who has a second factor.
   * @throws OAuthError invalid_grant, temporarily_unavailable
   */
  async check(username: string, password: string, address: string): Promise<string> {
    try {
      const userId = await this.checkPassword(username, password, {
        address,
        userAgent: null,
        language: undefined,
        findDevice: () => undefined,
      });
      if (!(await this.factors.hasSecondFactor(userId))) return userId;
    } catch (error) {
      if (!(error instanceof InteractionProblem)) throw error;
      if (error.status !== 401 && error.status !== 403)
        throw new OAuthError('temporarily_unavailable', error.detail, error.title, error.retryAfterSeconds);
    }
    throw new OAuthError('invalid_grant', WRONG, 'wrong password, or a second factor is needed');
  }

  private async checkPassword(username: string, password: string, visitor: Visitor): Promise<string> {
    const credentials = await this.authorizations.consents.findCredentials(username);
    const device = credentials && visitor.findDevice(credentials.userId);
    const attempt = await this.attempts.take(
      listPasswordBudgets(username, { address: visitor.address, device }),
    );
    const isRight = await this.verify(credentials?.passwordHash ?? null, password);
    const outside = isRight
      ? undefined
      : await this.findOutside(credentials, username, password).catch(async (error: unknown) => {
          // The password was right, or could not be looked at: no guess of anybody's.
          await attempt.giveBack();
          throw error;
        });
    if (outside !== undefined) {
      await attempt.giveBack();
      return outside;
    }
    if (!isRight || credentials?.isEnabled !== true) {
      // Not the username: people type passwords there.
      this.platform.logger.info('sign-in refused', { address: visitor.address });
      countSignIn(this.platform, 'password', 'refused');
      const why = isRight ? 'the user is disabled' : 'wrong password';
      const userId = credentials?.userId;
      tellFailedSignIn(this.platform, { userId, kind: 'sign-in-failed', place: visitor, why });
      throw new InteractionProblem('wrong-password');
    }
    await attempt.giveBack();
    if (credentials.mustConfirmEmail) {
      // Only whoever knows the password hears this.
      await this.resendConfirmation(credentials.userId, visitor.language);
      throw new InteractionProblem('email-not-confirmed');
    }
    return credentials.userId;
  }

  private async resendConfirmation(userId: string, language: Language | undefined): Promise<void> {
    const owner = await createAccountStore(this.platform.database.pool).find(userId);
    if (owner !== undefined) await mailTicket(this.platform, owner, 'confirm-email', language);
  }

  /** Whoever has a password here signs in with it, and with no other. */
  private async findOutside(
    credentials: Credentials | undefined,
    username: string,
    password: string,
  ): Promise<string | undefined> {
    const { directory } = this.platform;
    if (directory === undefined) return undefined;
    if (credentials?.passwordHash == null) return signInByDirectory(this.platform, username, password);
    await directory.pretend(username);
    return undefined;
  }

  private async verify(passwordHash: string | null, password: string): Promise<boolean> {
    try {
      return await verifyPassword(passwordHash, password);
    } catch (error) {
      if (!(error instanceof PasswordsBusyError)) throw error;
      throw new InteractionProblem('busy', { retryAfterSeconds: 2 });
    }
  }
}
