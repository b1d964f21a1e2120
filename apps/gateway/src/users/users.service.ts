import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  CreatedUser,
  InviteUser,
  Page,
  PageQuery,
  UpdateUser,
  UserDetail,
  UserFactors,
} from '@gatehouse/dto';
import { createAccountStore, createFactorStore, type UserRecord, UsersStore } from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { mailFactorChange, mailTicket } from '../platform/account-mail.js';
import { findPasswordProblem } from '../platform/password-strength.js';
import { ProblemError } from '../platform/problem.filter.js';
import { InvalidFieldsError } from '../platform/validation.js';
import { generatePassword, hashPassword } from '../platform/passwords.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';

/** End users and operators. */
@Injectable()
export class UsersService {
  private readonly store: UsersStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
  ) {
    this.store = new UsersStore(platform.database.dataSource);
  }

  async list(query: PageQuery): Promise<Page<UserDetail>> {
    const { items, total } = await this.store.list(query);
    return { items: items.map(toUserDetail), total, page: query.page, pageSize: query.pageSize };
  }

  async get(id: string): Promise<UserDetail> {
    return toUserDetail(await this.store.get(id));
  }

  /** @throws TakenError, ProblemError 403 */
  async create(caller: Caller, input: InviteUser): Promise<CreatedUser> {
    const operatorRole = input.operatorRole ?? null;
    if (operatorRole !== null) await this.callers.checkIsAdmin(caller, 'make operators');
    checkFirstPassword(input);
    const isInvited = input.invite === true;
    const generated = input.password === undefined && !isInvited ? generatePassword() : undefined;
    const id = randomUUID();
    await this.store.insert({
      id,
      username: input.username,
      displayName: input.displayName ?? input.username,
      email: input.email ?? null,
      operatorRole,
      passwordHash: isInvited ? null : await hashPassword(input.password ?? generated ?? ''),
    });
    if (isInvited) await this.sendTicket(id, 'invite');
    return { user: await this.get(id), ...(generated && { password: generated }) };
  }

  /** Sends the user a link for a new password. @throws NotFoundError, ProblemError 403, 409 */
  async sendPasswordReset(caller: Caller, id: string): Promise<void> {
    await this.checkMayChange(caller, id);
    await this.sendTicket(id, 'reset-password');
  }

  /** @throws NotFoundError */
  async getFactors(id: string): Promise<UserFactors> {
    await this.store.get(id);
    return createFactorStore(this.platform.database.pool).findSummary(id);
  }

  /**
   * For somebody who has lost their authenticator app and passkeys: only the password is left. Sessions end with the
   * factors that they began with.
   * @throws NotFoundError, ProblemError 403
   */
  async removeFactors(caller: Caller, id: string): Promise<void> {
    await this.checkMayChange(caller, id);
    await createFactorStore(this.platform.database.pool).reset(id);
    await mailFactorChange(this.platform, id, 'removed-by-operator');
    this.platform.logger.warn('second factors removed', { userId: id, by: caller.userId ?? caller.clientId });
    await this.endSessions(caller, id);
  }

  /** Ends the user's sessions everywhere. @throws NotFoundError, ProblemError 403 */
  async endSessions(caller: Caller, id: string): Promise<void> {
    await this.checkMayChange(caller, id);
    await createAccountStore(this.platform.database.pool).endSessions(id);
    await this.platform.snapshots.refresh('revocations');
  }

  private async checkMayChange(caller: Caller, id: string): Promise<void> {
    const user = await this.store.get(id);
    if (user.operatorRole !== null) await this.callers.checkIsAdmin(caller, 'change operators');
  }

  private async sendTicket(id: string, purpose: 'invite' | 'reset-password'): Promise<void> {
    const owner = await createAccountStore(this.platform.database.pool).find(id);
    if (owner === undefined)
      throw new ProblemError(
        409,
        'No address',
        'This user is disabled, has no e-mail address to send a link to, or has their password in the outside directory.',
      );
    await mailTicket(this.platform, owner, purpose);
  }

  /** @throws NotFoundError, StaleVersionError, LastAdminError, ProblemError 403 */
  async update(caller: Caller, id: string, { version, ...change }: UpdateUser): Promise<UserDetail> {
    const before = await this.store.get(id);
    const touchesOperator = before.operatorRole !== null || (change.operatorRole ?? null) !== null;
    if (touchesOperator) await this.callers.checkIsAdmin(caller, 'change operators');
    await this.store.update(id, version, change);
    await this.platform.snapshots.refresh('revocations');
    return this.get(id);
  }
}

/** @throws InvalidFieldsError when an invitation has nowhere to go, or a password is too easy to guess */
function checkFirstPassword({ invite, email, password, username, displayName }: InviteUser): void {
  if (invite === true && email === undefined)
    throw new InvalidFieldsError([{ field: 'email', message: 'An invitation needs an e-mail address.' }]);
  if (invite === true && password !== undefined)
    throw new InvalidFieldsError([{ field: 'password', message: 'Whoever is invited chooses their own.' }]);
  const words = [username, displayName, email].filter((word) => word !== undefined);
  const problem = password === undefined ? undefined : findPasswordProblem(password, words);
  if (problem !== undefined) throw new InvalidFieldsError([{ field: 'password', message: problem }]);
}

const toUserDetail = (user: UserRecord): UserDetail => ({
  id: user.id,
  username: user.username,
  displayName: user.displayName,
  email: user.email,
  emailVerified: user.emailVerified,
  profile: user.profile,
  operatorRole: user.operatorRole,
  enabled: user.enabled,
  version: user.version,
  createdAt: user.createdAt.toISOString(),
});
