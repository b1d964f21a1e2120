import { Inject, Injectable } from '@nestjs/common';
import type { SecurityOverview } from '@gatehouse/dto';
import { createAccountEventStore, createOutsideAccountStore, type OutsideLink } from '@gatehouse/persistence';
import { mailFactorChange, mailPasswordChange } from '../../platform/account-mail.js';
import { nameBrowsers } from '../../platform/browser-names.js';
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
    const [summary, links, passkeys, sessions] = await Promise.all([
      this.factors.store.findSummary(user.userId),
      createOutsideAccountStore(this.platform.database.pool).listOf(user.userId),
      this.passkeys.store.listOf(user.userId),
      this.authorizations.sessions.listOf(user.userId),
    ]);
    const names = await nameBrowsers(sessions);
    return {
      user: { username: user.username, displayName: user.displayName },
      hasPassword: summary.hasPassword,
      isPasswordElsewhere: links.some(({ madeAccount }) => madeAccount),
      providers: this.describeProviders(links),
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
      sessions: sessions.map(({ sessionId, authenticatedAt, seenAt, expiresAt, address, amr }, index) => ({
        id: sessionId,
        isCurrent: sessionId === session.sessionId,
        browser: names[index]?.browser ?? null,
        system: names[index]?.system ?? null,
        address,
        signedInAt: authenticatedAt.toISOString(),
        lastSeenAt: seenAt.toISOString(),
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
    const problem = await findPasswordProblem(password, [username, displayName, email ?? '']);
    if (problem !== undefined) throw new InteractionProblem(problem.code, { values: problem.values });
    if (!(await this.factors.store.setPassword(userId, await hashPassword(password))))
      throw new InteractionProblem('password-elsewhere');
    this.platform.logger.info('password changed', { userId });
    await this.endOtherSessions(visit);
    await mailPasswordChange(this.platform, userId, visit.language);
  }

  /**
   * The provider signs them in no more.
   * @throws InteractionProblem 404, 409 where the account was made for it, or it is the only way in
   */
  async unlinkProvider({ user, language, place }: AccountVisit, slug: string): Promise<void> {
    const { userId } = user;
    const accounts = createOutsideAccountStore(this.platform.database.pool);
    const provider = this.platform.snapshots.current().identityProviders.get(slug);
    const links = await accounts.listOf(userId);
    if (provider === undefined || !links.some(({ source }) => source === provider.issuer))
      throw new InteractionProblem('provider-not-linked');
    if (!(await accounts.unlink(userId, provider.issuer))) throw new InteractionProblem('only-provider');
    const { name } = provider;
    await createAccountEventStore(this.platform.database.pool).record(userId, {
      kind: 'provider-unlinked',
      place,
      name,
    });
    await mailFactorChange(this.platform, userId, 'provider-unlinked', language);
  }

  /** False: the user has no such session. */
  async endSession({ user }: AccountVisit, sessionId: string): Promise<boolean> {
    const sessions = await this.authorizations.sessions.listOf(user.userId);
    if (!sessions.some((session) => session.sessionId === sessionId)) return false;
    await this.sessionEnds.end({ sessionId });
    return true;
  }

  private describeProviders(links: readonly OutsideLink[]): SecurityOverview['providers'] {
    const providers = [...this.platform.snapshots.current().identityProviders.values()];
    return links.flatMap(({ source, madeAccount }) => {
      const provider = providers.find(({ issuer }) => issuer === source);
      return provider === undefined
        ? []
        : [{ slug: provider.slug, name: provider.name, canUnlink: !madeAccount }];
    });
  }

  async endOtherSessions({ user, session }: AccountVisit): Promise<void> {
    const sessions = await this.authorizations.sessions.listOf(user.userId);
    for (const { sessionId } of sessions) {
      if (sessionId !== session.sessionId) await this.sessionEnds.end({ sessionId });
    }
  }
}
