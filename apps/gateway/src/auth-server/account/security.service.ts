import { Inject, Injectable } from '@nestjs/common';
import type { SecurityOverview } from '@gatehouse/dto';
import { mailPasswordChange } from '../../platform/account-mail.js';
import { findPasswordProblem } from '../../platform/password-strength.js';
import { hashPassword } from '../../platform/passwords.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { FactorsService } from '../factors/factors.service.js';
import { PasskeysService } from '../factors/passkeys.service.js';
import { AuthorizationService } from '../interaction/authorization.service.js';
import { SessionEndService } from '../logout/session-end.service.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import type { AccountVisit } from './account.service.js';

/** What people see and change of the security of their account, beside the factors. */
@Injectable()
export class SecurityService {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuthorizationService) private readonly authorizations: AuthorizationService,
    @Inject(FactorsService) private readonly factors: FactorsService,
    @Inject(PasskeysService) private readonly passkeys: PasskeysService,
    @Inject(SessionEndService) private readonly sessionEnds: SessionEndService,
  ) {}

  async describe({ user, session }: AccountVisit): Promise<Omit<SecurityOverview, 'csrfToken' | 'isFresh'>> {
    const [summary, passkeys, sessions] = await Promise.all([
      this.factors.store.findSummary(user.userId),
      this.passkeys.store.listOf(user.userId),
      this.authorizations.sessions.listOf(user.userId),
    ]);
    return {
      user: { username: user.username, displayName: user.displayName },
      hasPassword: summary.hasPassword,
      hasTotp: summary.hasTotp,
      recoveryCodesLeft: summary.recoveryCodesLeft,
      takesPasskeys: this.passkeys.isAvailable,
      passkeys: passkeys.map((passkey) => ({
        id: passkey.credentialId,
        name: passkey.name,
        isSynced: passkey.isSynced,
        createdAt: passkey.createdAt.toISOString(),
        lastUsedAt: passkey.lastUsedAt?.toISOString() ?? null,
      })),
      sessions: sessions.map(({ sessionId, authenticatedAt, expiresAt, amr }) => ({
        id: sessionId,
        isCurrent: sessionId === session.sessionId,
        signedInAt: authenticatedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        amr,
      })),
    };
  }

  /**
   * Whoever changes their password may have lost the old one to somebody: every other session ends. The old one is not
   * asked for: the sign-in that this needs was just now.
   * @throws InteractionProblem 400 when it is too easy to guess
   */
  async changePassword(visit: AccountVisit, password: string): Promise<void> {
    const { userId, username, displayName, email } = visit.user;
    const problem = findPasswordProblem(password, [username, displayName, email ?? '']);
    if (problem !== undefined) throw new InteractionProblem(400, 'Choose another password', problem);
    if (!(await this.factors.store.setPassword(userId, await hashPassword(password))))
      throw new InteractionProblem(
        409,
        'Not here',
        'Your password is kept by the directory of your organization: change it there.',
      );
    this.platform.logger.info('password changed', { userId });
    await this.endOtherSessions(visit);
    await mailPasswordChange(this.platform, userId);
  }

  /** False: the user has no such session. */
  async endSession({ user }: AccountVisit, sessionId: string): Promise<boolean> {
    const sessions = await this.authorizations.sessions.listOf(user.userId);
    if (!sessions.some((session) => session.sessionId === sessionId)) return false;
    await this.sessionEnds.end({ sessionId });
    return true;
  }

  async endOtherSessions({ user, session }: AccountVisit): Promise<void> {
    const sessions = await this.authorizations.sessions.listOf(user.userId);
    for (const { sessionId } of sessions) {
      if (sessionId !== session.sessionId) await this.sessionEnds.end({ sessionId });
    }
  }
}
