import { Inject, Injectable } from '@nestjs/common';
import { REAL_WORLD } from '@gatehouse/oauth-core';
import { PasswordsBusyError, verifyPassword } from '../../platform/passwords.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { AuthorizationService, signInByPassword } from './authorization.service.js';
import { InteractionProblem } from './interaction.problem.js';
import { type InteractionKey, InteractionService, type NextStep } from './interaction.service.js';
import { createSignInThrottle } from './sign-in-throttle.js';

/** Signing in with a password. One answer and one duration for unknown users and wrong passwords. */
@Injectable()
export class SignInService {
  private readonly throttle = createSignInThrottle(REAL_WORLD.now);

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuthorizationService) private readonly authorizations: AuthorizationService,
    @Inject(InteractionService) private readonly interactions: InteractionService,
  ) {}

  /**
   * @returns the new session cookie's value, and what comes next
   * @throws InteractionProblem 401, 410, 429, 503
   */
  async signIn(
    key: InteractionKey,
    username: string,
    password: string,
    address: string,
  ): Promise<{ readonly session: string; readonly step: NextStep }> {
    await this.interactions.open(key);
    const userId = await this.checkPassword(username, password, address);
    return this.interactions.completeSignIn(key, signInByPassword(userId));
  }

  private async checkPassword(username: string, password: string, address: string): Promise<string> {
    const pause = this.throttle.findPauseSeconds(username, address);
    if (pause > 0) {
      throw new InteractionProblem(
        429,
        'Please wait',
        `Too many tries. Wait ${pause} seconds, then try again.`,
        pause,
      );
    }
    // Counted before it is known to be one, so that a hundred guesses at once are no way around.
    this.throttle.recordFailure(username, address);
    const credentials = await this.authorizations.consents.findCredentials(username);
    const isRight = await this.verify(credentials?.passwordHash ?? null, password);
    if (!isRight || credentials?.isEnabled !== true) {
      // Not the username: people type passwords there.
      this.platform.logger.info('sign-in refused', { address });
      throw new InteractionProblem(401, 'Not signed in', 'Wrong username or password.');
    }
    this.throttle.forget(username, address);
    return credentials.userId;
  }

  private async verify(passwordHash: string | null, password: string): Promise<boolean> {
    try {
      return await verifyPassword(passwordHash, password);
    } catch (error) {
      if (!(error instanceof PasswordsBusyError)) throw error;
      throw new InteractionProblem(
        503,
        'Busy',
        'Many people are signing in right now. Try again in a moment.',
        2,
      );
    }
  }
}
