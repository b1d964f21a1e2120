import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  AccountActivities,
  CreatedUser,
  InviteUser,
  Page,
  ActivityQuery,
  PageQuery,
  ProfileKeeper,
  RevokedAuthorizations,
  UpdateUser,
  UserDetail,
  UserFactors,
  UserSession,
} from '@gatehouse/dto';
import {
  AuthorizationsStore,
  createAccountStore,
  createFactorStore,
  createOutsideAccountStore,
  createPasskeyStore,
  createSessionStore,
  NotFoundError,
  type UserRecord,
  UsersStore,
} from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { describeActivity } from '../platform/account-activity.js';
import { mailFactorChange, mailTicket } from '../platform/account-mail.js';
import type { Language } from '../platform/language.js';
import { findPasswordProblem } from '../platform/password-strength.js';
import { nameBrowsers } from '../platform/browser-names.js';
import { describeKeeper } from '../platform/profile-keeper.js';
import { ProblemError } from '../platform/problem.filter.js';
import { fieldProblem, InvalidFieldsError } from '../platform/validation.js';
import { generatePassword, hashPassword } from '../platform/passwords.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { checkIsKeptHere } from './kept-elsewhere.js';

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
    const keepers = await this.findKeepers(items);
    return {
      items: items.map((user) => toUserDetail(user, keepers.get(user.id))),
      total,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<UserDetail> {
    const user = await this.store.get(id);
    return toUserDetail(user, (await this.findKeepers([user])).get(id));
  }

  private async findKeepers(users: readonly UserRecord[]): Promise<ReadonlyMap<string, Kept>> {
    const accounts = createOutsideAccountStore(this.platform.database.controlPool);
    const made = await accounts.listMade(users.map(({ id }) => id));
    return new Map(
      made.map(({ userId, source, suppliesEmail }) => [
        userId,
        { by: describeKeeper(this.platform, source), suppliesEmail },
      ]),
    );
  }

  /** @throws TakenError, ProblemError 403 */
  async create(caller: Caller, input: InviteUser, language: Language): Promise<CreatedUser> {
    const operatorRole = input.operatorRole ?? null;
    if (operatorRole !== null) await this.callers.checkIsAdmin(caller, 'only-admins-make-operators');
    await checkFirstPassword(input);
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
    if (isInvited) await this.sendTicket(id, 'invite', language);
    return { user: await this.get(id), ...(generated && { password: generated }) };
  }

  /** Sends the user a link for a new password. @throws NotFoundError, ProblemError 403, 409 */
  async sendPasswordReset(caller: Caller, id: string, language: Language): Promise<void> {
    await this.checkMayChange(caller, id);
    await this.sendTicket(id, 'reset-password', language);
  }

  /** @throws NotFoundError */
  async getFactors(id: string): Promise<UserFactors> {
    await this.store.get(id);
    const { pool } = this.platform.database;
    const [summary, passkeys, links] = await Promise.all([
      createFactorStore(pool).findSummary(id),
      createPasskeyStore(pool).listOf(id),
      createOutsideAccountStore(pool).listOf(id),
    ]);
    return {
      ...summary,
      passkeys: passkeys.map(({ name, isSynced, createdAt, lastUsedAt }) => ({
        name,
        isSynced,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      })),
      providers: links.map(({ source }) => this.nameSource(source)),
    };
  }

  /** @throws NotFoundError */
  async listSessions(id: string): Promise<readonly UserSession[]> {
    await this.store.get(id);
    const sessions = await createSessionStore(this.platform.database.pool).listOf(id);
    const names = await nameBrowsers(sessions);
    return sessions.map((session, index) => ({
      id: session.sessionId,
      startedAt: session.startedAt.toISOString(),
      signedInAt: session.authenticatedAt.toISOString(),
      lastSeenAt: session.seenAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
      address: session.address,
      browser: names[index]?.browser ?? null,
      system: names[index]?.system ?? null,
      userAgent: session.userAgent,
      amr: session.amr,
      acr: session.acr,
    }));
  }

  /** @throws NotFoundError, ProblemError 403 */
  async endSession(caller: Caller, id: string, sessionId: string): Promise<void> {
    await this.checkMayChange(caller, id);
    const accounts = createAccountStore(this.platform.database.controlPool);
    if (!(await accounts.endSession(id, sessionId))) throw new NotFoundError('session');
    await this.platform.snapshots.refresh('revocations');
  }

  /** @throws NotFoundError */
  async revokeAuthorizations(id: string): Promise<RevokedAuthorizations> {
    await this.store.get(id);
    const ids = await new AuthorizationsStore(this.platform.database.dataSource).revokeAllOf(id);
    await this.platform.snapshots.refresh('revocations');
    return { ids };
  }

  /** @throws NotFoundError */
  async listActivity(id: string, query: ActivityQuery, language: Language): Promise<AccountActivities> {
    await this.store.get(id);
    return describeActivity(this.platform, id, query, language);
  }

  /** A directory by its address, a provider by the name that operators gave it. */
  private nameSource(source: string): string {
    const providers = [...this.platform.snapshots.current().identityProviders.values()];
    return providers.find(({ issuer }) => issuer === source)?.name ?? source;
  }

  /**
   * For somebody who has lost their authenticator app and passkeys: only the password is left. Sessions end with the
   * factors that they began with.
   * @throws NotFoundError, ProblemError 403
   */
  async removeFactors(caller: Caller, id: string, language: Language): Promise<void> {
    await this.checkMayChange(caller, id);
    await createFactorStore(this.platform.database.controlPool).reset(id);
    await mailFactorChange(this.platform, id, 'removed-by-operator', language);
    this.platform.logger.warn('second factors removed', { userId: id, by: caller.userId ?? caller.clientId });
    await this.endSessions(caller, id);
  }

  /** Ends the user's sessions everywhere. @throws NotFoundError, ProblemError 403 */
  async endSessions(caller: Caller, id: string): Promise<void> {
    await this.checkMayChange(caller, id);
    await createAccountStore(this.platform.database.controlPool).endSessions(id);
    await this.platform.snapshots.refresh('revocations');
  }

  private async checkMayChange(caller: Caller, id: string): Promise<void> {
    const user = await this.store.get(id);
    if (user.operatorRole !== null) await this.callers.checkIsAdmin(caller, 'only-admins-change-operators');
  }

  private async sendTicket(id: string, purpose: 'invite' | 'reset-password', page: Language): Promise<void> {
    const owner = await createAccountStore(this.platform.database.pool).find(id);
    if (owner === undefined) throw new ProblemError('user-not-reached');
    await mailTicket(this.platform, owner, purpose, page);
  }

  /** @throws NotFoundError, StaleVersionError, LastAdminError, InvalidFieldsError, ProblemError 403 */
  async update(caller: Caller, id: string, { version, ...change }: UpdateUser): Promise<UserDetail> {
    const before = await this.get(id);
    const touchesOperator = before.operatorRole !== null || (change.operatorRole ?? null) !== null;
    if (touchesOperator) await this.callers.checkIsAdmin(caller, 'only-admins-change-operators');
    checkIsKeptHere(before, change);
    await this.store.update(id, version, change);
    await this.platform.snapshots.refresh('revocations');
    return this.get(id);
  }
}

/** @throws InvalidFieldsError when an invitation has nowhere to go, or a password is too easy to guess */
async function checkFirstPassword({
  invite,
  email,
  password,
  username,
  displayName,
}: InviteUser): Promise<void> {
  if (invite === true && email === undefined)
    throw new InvalidFieldsError([fieldProblem('email', 'invitation-without-email')]);
  if (invite === true && password !== undefined)
    throw new InvalidFieldsError([fieldProblem('password', 'invitation-with-password')]);
  const words = [username, displayName, email].filter((word) => word !== undefined);
  const problem = password === undefined ? undefined : await findPasswordProblem(password, words);
  if (problem === undefined) return;
  const { count: least = '', advice = '' } = problem.values;
  const values = { least: String(least), advice: String(advice) };
  throw new InvalidFieldsError([fieldProblem('password', problem.code, values)]);
}

interface Kept {
  readonly by: ProfileKeeper;
  readonly suppliesEmail: boolean;
}

const toUserDetail = (user: UserRecord, kept: Kept | undefined): UserDetail => ({
  id: user.id,
  username: user.username,
  displayName: user.displayName,
  email: user.email,
  emailVerified: user.emailVerified,
  keptBy: kept?.by ?? null,
  isEmailKept: kept?.suppliesEmail === true && user.email !== null,
  profile: user.profile,
  operatorRole: user.operatorRole,
  enabled: user.enabled,
  version: user.version,
  createdAt: user.createdAt.toISOString(),
});
