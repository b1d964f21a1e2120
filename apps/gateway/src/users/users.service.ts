import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CreatedUser, CreateUser, Page, PageQuery, UpdateUser, UserDetail } from '@gatehouse/dto';
import { type UserRecord, UsersStore } from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
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
  async create(caller: Caller, input: CreateUser): Promise<CreatedUser> {
    const operatorRole = input.operatorRole ?? null;
    if (operatorRole !== null) await this.callers.checkIsAdmin(caller, 'make operators');
    const generated = input.password === undefined ? generatePassword() : undefined;
    const id = randomUUID();
    await this.store.insert({
      id,
      username: input.username,
      displayName: input.displayName ?? input.username,
      email: input.email ?? null,
      operatorRole,
      passwordHash: await hashPassword(input.password ?? generated ?? ''),
    });
    return { user: await this.get(id), ...(generated && { password: generated }) };
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

const toUserDetail = (user: UserRecord): UserDetail => ({
  id: user.id,
  username: user.username,
  displayName: user.displayName,
  email: user.email,
  operatorRole: user.operatorRole,
  enabled: user.enabled,
  version: user.version,
  createdAt: user.createdAt.toISOString(),
});
